"""Searches without a result, counted as signs of need: word, language, centre and day, never a person.

A page that is read must not write, so the search hands the word to a background task and goes on, whatever happens.
"""

from __future__ import annotations

import structlog
from django.db import transaction

from vielklang.search.normalise import fold, words

LONGEST_WORD = 80
_MOST_WORDS = 3
log = structlog.get_logger("vielklang.search")


def note(text: str, language: str, centre_id: int | None) -> None:
    """Enqueue the count of a search that found nothing. Long questions are not kept: they could tell who asks."""
    found = words(fold(text))
    if not found or len(found) > _MOST_WORDS or any(char.isdigit() for char in text):
        return
    from vielklang.search.tasks import count_miss  # procrastinate's app is ready only after Django's

    try:
        with transaction.atomic():  # an enqueuing that fails leaves the page's own transaction alone
            count_miss.defer(word=" ".join(found)[:LONGEST_WORD], language=language, centre_id=centre_id)
    except Exception:
        log.exception("search miss not counted")
