"""Between drafts and rows: how a checked draft becomes rows of the database, and an offer a draft again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from vielklang.core.actor import Actor
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, OfferDraft, PlaceDraft, TextDraft
from vielklang.offers.models import HoursException, Offer, OfferDate, OfferPlace, OfferText, OpeningHours
from vielklang.organisations.contact import normal_phone

PARTS = ("texts", "places", "hours", "exceptions", "dates")
FACTS = tuple(field.name for field in fields(OfferDraft) if field.name not in PARTS)
_PLACE = tuple(field.name for field in fields(PlaceDraft))
TEXT = tuple(field.name for field in fields(TextDraft))


def facts_of(draft: OfferDraft) -> dict[str, object]:
    """Values of the columns of `Offer`."""
    title = draft.source_text.title.strip() if draft.source_text else ""
    values = {name: getattr(draft, name) for name in FACTS}
    lists = {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
    derived = {
        "phone": normal_phone(draft.phone),
        "is_example": bool(draft.example_type),
        "title": title,
    }
    return values | lists | derived


def text_row(offer: Offer, text: TextDraft, by: Actor, now: dt.datetime) -> OfferText:
    values = {name: getattr(text, name).strip() for name in TEXT}
    return OfferText(
        offer=offer, **values, source_revision=offer.content_revision, author=str(by), updated_at=now
    )


def place_rows(offer: Offer, draft: OfferDraft) -> list[OfferPlace]:
    return [OfferPlace(offer=offer, **{name: getattr(x, name) for name in _PLACE}) for x in draft.places]


def time_rows(
    offer: Offer, draft: OfferDraft, places: list[OfferPlace]
) -> Iterable[OpeningHours | HoursException | OfferDate]:
    """Hours, exceptions and dates; `places` are the stored rows of `draft.places`."""
    for hours in draft.hours:
        place = None if hours.place is None else places[hours.place]
        yield OpeningHours(
            offer=offer, place=place, weekday=hours.weekday, opens=hours.opens, closes=hours.closes
        )
    for row in draft.exceptions:
        yield HoursException(
            offer=offer,
            place=None if row.place is None else places[row.place],
            date=row.date,
            is_closed=row.opens is None,
            opens=row.opens,
            closes=row.closes,
            reason=row.reason,
        )
    for date in draft.dates:
        yield OfferDate(
            offer=offer,
            starts_at=date.starts_at,
            duration=date.duration,
            rrule=date.rrule.upper(),
            until=date.until,
            exdates=list(date.exdates),
            on_holidays=date.on_holidays,
        )


def draft_of(offer: Offer) -> OfferDraft:
    """The offer as a draft: change it with `dataclasses.replace` and hand it to `update_offer`."""
    places = list(offer.places.all())
    number = {place.pk: position for position, place in enumerate(places)} | {None: None}
    facts: dict[str, Any] = {name: getattr(offer, name) for name in FACTS}
    facts |= {name: tuple(value) for name, value in facts.items() if isinstance(value, list)}
    return OfferDraft(
        **facts,
        texts=tuple(_text(row) for row in sorted(offer.texts.all(), key=lambda row: row.pk)),
        places=tuple(PlaceDraft(**{name: getattr(row, name) for name in _PLACE}) for row in places),
        hours=tuple(
            HoursDraft(weekday=x.weekday, opens=x.opens, closes=x.closes, place=number[x.place_id])
            for x in offer.hours.all()
        ),
        exceptions=tuple(
            ExceptionDraft(
                date=x.date, opens=x.opens, closes=x.closes, reason=x.reason, place=number[x.place_id]
            )
            for x in offer.exceptions.all()
        ),
        dates=tuple(
            DateDraft(
                starts_at=x.starts_at,
                duration=x.duration,
                rrule=x.rrule,
                until=x.until,
                exdates=tuple(x.exdates),
                on_holidays=x.on_holidays,
            )
            for x in offer.dates.all()
        ),
    )


def _text(row: OfferText) -> TextDraft:
    return TextDraft(**{name: getattr(row, name) for name in TEXT})
