"""A centre's news and its imprint."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404

from vielklang.centres.models import CentreText
from vielklang.core.languages import content_chain
from vielklang.core.texts import TextStatus
from vielklang.interfaces.integreat.codes import CODES, number_of_text
from vielklang.interfaces.integreat.content import imprint_html, text_html
from vielklang.interfaces.integreat.edition import Edition, guide_imprint, iso
from vielklang.interfaces.integreat.wording import Words

Row = dict[str, Any]
SOURCES = ("local", "tunews", "amalnews")
IMPRINT = "disclaimer"


def all_news(edition: Edition) -> list[Row]:
    """The news in force: one, or none."""
    text = _text(edition, edition.tag)
    return [_news(text, edition)] if text else []


def one_news(edition: Edition, news_id: str) -> Row:
    """Raises `Http404`."""
    text = _text(edition, edition.tag)
    if text is None or news_id != _id(edition):
        raise Http404("There is no news with this id here.")
    return _news(text, edition)


def _id(edition: Edition) -> str:
    """`local-<number>`: the number is the centre's official key, the same in every language."""
    return f"local-{int(edition.centre.key)}"


def _text(edition: Edition, tag: str) -> CentreText | None:
    """The news for a reader of `tag`: theirs, or German."""
    rows = {
        text.language: text
        for text in edition.centre.texts.all()
        if text.news_title and text.status in TextStatus.shown()
    }
    return next((rows[language] for language in content_chain(tag) if language in rows), None)


def _news(text: CentreText, edition: Edition) -> Row:
    own = {
        row.language
        for row in edition.centre.texts.all()
        if row.status in TextStatus.shown() and row.news_title
    }
    return {
        "id": _id(edition),
        "title": text.news_title,
        "content": text_html(text.language, text.status, text.news, edition, Words(edition.tag)),
        "display_date": iso(text.updated_at),
        "source": "local",
        "externalUrl": "",
        "available_languages": {CODES[tag]: {"id": _id(edition)} for tag in edition.tags if tag in own},
    }


def imprint(edition: Edition) -> Row:
    """Operator and centre; raises `Http404` where nothing is known of either."""
    operator = settings.OPERATOR
    if not operator["name"] and not edition.centre.has_contact:
        raise Http404("Nothing is known about who runs this.")
    words, number = Words(edition.tag), number_of_text(IMPRINT)
    return {
        "id": number,
        "url": guide_imprint().replace("{tag}", edition.tag),
        "path": edition.path(IMPRINT),
        "title": words("Imprint"),
        "excerpt": "",
        "content": imprint_html(edition, operator, words),
        "last_updated": iso(edition.centre.updated_at),
        "available_languages": edition.elsewhere((IMPRINT,), number, guide_imprint()),
        "thumbnail": None,
    }
