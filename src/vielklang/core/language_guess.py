"""Which guide language a typed text is in, where nobody has said it (the terminal)."""

from __future__ import annotations

from functools import cache
from typing import Any

from vielklang.core.languages import GUIDE_TAGS

_LONGEST = 2000


@cache
def _identifier() -> Any:
    from py3langid import langid

    langid.set_languages([tag for tag in GUIDE_TAGS if tag != "de-simple"])
    return langid


def guess_language(text: str) -> str:
    """BCP 47 tag of the most likely guide language; German for a text without letters."""
    if not any(char.isalpha() for char in text):
        return "de"
    tag: str = _identifier().classify(text[:_LONGEST])[0]
    return tag
