"""Offers as dates of one calendar, and as pages in the form of an Integreat region."""

from __future__ import annotations

import datetime as dt
import json
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.html import format_html_join
from icalendar import Calendar, Timezone

from vielklang.guide.calendar import BERLIN_SINCE_1996, offer_calendar
from vielklang.interfaces.exports.query import read_whole, with_dates
from vielklang.offers.models import Offer, OfferText
from vielklang.offers.texts import NoTextError

_PARTS = ("description", "how_to_join", "bring", "conditions", "costs")
_CODES = {"fa": "pes", "ku": "kmr", "de-simple": "de-si"}
"""Where the Integreat app names a language otherwise than we do."""


def dates_ics(file: IO[bytes], offers: QuerySet[Offer]) -> None:
    """All dates of the offers in one calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Vielklang//Desk//DE")
    calendar.add("version", "2.0")
    for offer in read_whole(with_dates(offers)):
        url = f"{settings.BASE_URL}/"
        try:
            found = Calendar.from_ical(offer_calendar(offer, language="de", url=url))
        except NoTextError:
            continue
        for event in found.walk("VEVENT"):
            calendar.add_component(event)
    calendar.add_component(Timezone.from_ical(BERLIN_SINCE_1996))
    file.write(calendar.to_ical())


def pages_json(file: IO[bytes], offers: QuerySet[Offer]) -> None:
    """Pages by language code, as `/api/v3/<region>/<language>/pages/` gives them."""
    pages: dict[str, Any] = {}
    for offer in read_whole(offers):
        pages.setdefault("region", offer.centre.slug)
        for text in offer.texts.all():
            pages.setdefault(_code(text), []).append(page(offer, text))
    file.write(json.dumps(pages, ensure_ascii=False, indent=1).encode())


def page(offer: Offer, text: OfferText) -> dict[str, Any]:
    others = [x for x in offer.texts.all() if x.language != text.language]
    return {
        "id": text.pk,
        "url": f"{settings.BASE_URL}{_path(offer, text)}",
        "path": _path(offer, text),
        "title": text.title,
        "excerpt": text.summary,
        "content": _html(text),
        "last_updated": _time(text.updated_at),
        "modified_gmt": _time(text.updated_at.astimezone(dt.UTC)),
        "parent": {"id": 0, "url": None, "path": None},
        "order": offer.pk,
        "available_languages": {
            _code(x): {"id": x.pk, "url": f"{settings.BASE_URL}{_path(offer, x)}", "path": _path(offer, x)}
            for x in others
        },
        "thumbnail": None,
        "organization": {
            "name": offer.organisation.name,
            "website": offer.organisation.website,
            "logo": None,
        },
        "hash": None,
        "embedded_offers": [],
    }


def _html(text: OfferText) -> str:
    paragraphs = [line for name in _PARTS for line in str(getattr(text, name)).split("\n") if line.strip()]
    return str(format_html_join("\n", "<p>{}</p>", ((line,) for line in paragraphs)))


def _path(offer: Offer, text: OfferText) -> str:
    return f"/{offer.centre.slug}/{_code(text)}/{offer.public_id}/"


def _code(text: OfferText) -> str:
    return _CODES.get(text.language, text.language)


def _time(value: dt.datetime) -> str:
    return value.isoformat(timespec="milliseconds")
