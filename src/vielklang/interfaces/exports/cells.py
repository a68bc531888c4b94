"""An offer as cells of the table: what `imports.parsing` reads back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from vielklang.interfaces.columns import PLACE_COLUMNS, place_name
from vielklang.interfaces.imports.cells import LIST_MARK
from vielklang.offers.calendar import BERLIN
from vielklang.offers.drafts import ACCESSIBILITY
from vielklang.offers.models import Offer, OfferDate
from vielklang.offers.models.texts import PUBLIC_FIELDS

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_LISTS = ("topics", "target_groups", "delivery", "languages", "documents", "conditions")
_WORDS = (
    "external_source", "external_id", "status", "kind", "area", "joining", "cost_kind", "childcare", "capacity",
    "funding_programme", "phone", "email", "website", "source_language", *ACCESSIBILITY,
)  # fmt: skip
_PLACE_FIELDS = {
    "place_name": "name",
    "street": "street",
    "postcode": "postcode",
    "town": "town",
    "place_note": "note",
}
RELATED = ("texts", "places", "hours", "exceptions", "dates")


def cells_of(offer: Offer) -> dict[str, str]:
    """All columns of an offer; no query after `with_parts`."""
    return {
        "id": str(offer.public_id),
        "centre": offer.centre.slug,
        "organisation": offer.organisation.name,
        "organisation_kind": offer.organisation.kind,
        **{name: str(getattr(offer, name)) for name in _WORDS},
        **{name: LIST_MARK.join(getattr(offer, name)) for name in _LISTS},
        **{name: _number(getattr(offer, name)) for name in ("age_from", "age_to", "cost_amount")},
        **{name: _day(getattr(offer, name)) for name in ("valid_from", "valid_until")},
        "municipality": offer.municipality_id or "",
        "interpreting": "yes" if offer.interpreting else "no",
        **_places(offer),
        **_times(offer),
        **_texts(offer),
    }


def with_parts(offers: Any) -> Any:
    """A query set with everything that `cells_of` reads."""
    return offers.select_related("centre", "organisation").prefetch_related(*RELATED)


def _places(offer: Offer) -> dict[str, str]:
    cells: dict[str, str] = {}
    for number, place in enumerate(offer.places.all()):
        words = {column: getattr(place, field) for column, field in _PLACE_FIELDS.items()}
        words |= {
            "lat": _coordinate(place.lat),
            "lon": _coordinate(place.lon),
            "place_municipality": place.municipality_id or "",
        }
        cells |= {place_name(column, number): words[column] for column in PLACE_COLUMNS}
    return cells


def _times(offer: Offer) -> dict[str, str]:
    number: dict[int | None, int] = {
        place.pk: position for position, place in enumerate(offer.places.all(), start=1)
    }
    hours = [
        f"{DAYS[x.weekday]} {x.opens:%H:%M}-{x.closes:%H:%M}{_at(number.get(x.place_id))}"
        for x in offer.hours.all()
    ]
    exceptions = [
        f"{x.date} {'closed' if x.opens is None else f'{x.opens:%H:%M}-{x.closes:%H:%M}'}"
        f"{_at(number.get(x.place_id))}{_reason(x.reason)}"
        for x in offer.exceptions.all()
    ]
    dates = list(offer.dates.all())
    return {
        "hours": f" {LIST_MARK} ".join(hours),
        "exceptions": f" {LIST_MARK} ".join(exceptions),
        **_first_date(dates[:1]),
        "dates": f" {LIST_MARK} ".join(_date(x) for x in dates[1:]),
    }


def _first_date(dates: Iterable[OfferDate]) -> dict[str, str]:
    for date in dates:
        return {
            "date_start": _moment(date.starts_at),
            "date_minutes": minutes_of(date.duration),
            "date_rrule": date.rrule,
            "date_until": _day(date.until),
            "date_without": LIST_MARK.join(str(day) for day in date.exdates),
            "date_on_holidays": "yes" if date.on_holidays else "no",
        }
    return dict.fromkeys(
        ("date_start", "date_minutes", "date_rrule", "date_until", "date_without", "date_on_holidays"), ""
    )


def _date(date: OfferDate) -> str:
    parts = [_moment(date.starts_at), minutes_of(date.duration), date.rrule]
    parts += [f"until {date.until}"] if date.until else []
    parts += [f"without {','.join(str(day) for day in date.exdates)}"] if date.exdates else []
    parts += ["on_holidays"] if date.on_holidays else []
    return " ".join(part for part in parts if part)


def _texts(offer: Offer) -> dict[str, str]:
    return {
        f"{name}_{text.language}": str(getattr(text, name))
        for text in offer.texts.all()
        for name in (*PUBLIC_FIELDS, "status")
    }


def minutes_of(length: dt.timedelta) -> str:
    value = Decimal(length // dt.timedelta(microseconds=1)) / 60_000_000
    return f"{value.normalize():f}"


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _coordinate(value: float | None) -> str:
    return "" if value is None else repr(value)


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value else ""


def _moment(value: dt.datetime) -> str:
    local = value.astimezone(BERLIN)
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def _at(place: int | None) -> str:
    return f" @{place}" if place else ""


def _reason(text: str) -> str:
    return f" ({text.replace(LIST_MARK, '/')})" if text else ""
