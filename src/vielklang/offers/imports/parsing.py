"""From a row of the table to a draft; collects every wrong cell of the row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.texts import TextStatus
from vielklang.offers.calendar import BERLIN
from vielklang.offers.drafts import ACCESSIBILITY, DateDraft, OfferDraft, PlaceDraft, TextDraft
from vielklang.offers.enums import Capacity, Childcare, CostKind, Joining, Known
from vielklang.offers.imports import cells
from vielklang.offers.models.texts import PUBLIC_FIELDS
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality, Postcode

REQUIRED = ("centre", "organisation", "kind", "topics", "title_de", "summary_de", "description_de")
_DEFAULTS = {
    "joining": Joining.APPOINTMENT.value,
    "cost_kind": CostKind.ON_REQUEST.value,
    "area": "centre",
    "delivery": "on_site",
    "languages": "de",
    "childcare": Childcare.NONE.value,
    "capacity": Capacity.UNKNOWN.value,
    **dict.fromkeys(ACCESSIBILITY, Known.UNKNOWN.value),
}
_WORDS = ("kind", "area", "joining", "cost_kind", "childcare", "capacity", *ACCESSIBILITY)
_PLAIN = ("funding_programme", "phone", "email", "website")
_PARSED: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(
        ("topics", "target_groups", "delivery", "languages", "documents", "conditions"), cells.keys
    ),
    **dict.fromkeys(("age_from", "age_to", "cost_amount"), cells.number),
    **dict.fromkeys(("valid_from", "valid_until"), cells.date),
    "interpreting": cells.yes_or_no,
    "hours": cells.hours,
}
_PLACE = ("place_name", "street", "postcode", "town", "municipality", "lat", "lon")
_DATES = ("date_start", "date_minutes", "date_rrule", "date_until")
_TEXTS = tuple(f"{name}_{tag}" for tag in GUIDE_TAGS for name in (*PUBLIC_FIELDS, "status"))
_ENTRY = ("centre", "organisation", "organisation_kind", "status", "confirmed_on", "confirmed_by")
COLUMNS = frozenset((*_ENTRY, *_WORDS, *_PLAIN, *_PARSED, *_PLACE, *_DATES, *_TEXTS))
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Lookups:
    """Centres and places by what a table calls them; read once for all rows."""

    centres: Mapping[str, Centre]
    municipalities: Mapping[int, Mapping[str, Municipality]]
    postcodes: Mapping[tuple[int, str], list[Postcode]]

    @classmethod
    def read(cls) -> Lookups:
        centres = list(Centre.objects.prefetch_related("areas__municipality__postcodes"))
        towns: dict[int, dict[str, Municipality]] = {centre.pk: {} for centre in centres}
        postcodes: dict[tuple[int, str], list[Postcode]] = {}
        for centre in centres:
            for area in centre.areas.all():
                town = area.municipality
                towns[centre.pk] |= {town.key: town, town.name.casefold(): town}
                for row in town.postcodes.all():
                    postcodes.setdefault((centre.pk, row.code), []).append(row)
        return cls({centre.slug: centre for centre in centres}, towns, postcodes)


@dataclass
class Row:
    """One row being parsed. `errors`: (column, reason)."""

    cells: Mapping[str, str]
    errors: list[tuple[str, str]] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.cells.get(column, "") or _DEFAULTS.get(column, "")

    @property
    def wrong(self) -> set[str]:
        return {column for column, _ in self.errors}

    def value(self, column: str, parse: Callable[[str], _Value]) -> _Value | None:
        try:
            return parse(self.text(column))
        except ValueError as error:
            self.errors.append((column, str(error)))
            return None


def parse_row(
    row: Row, lookups: Lookups, organisation_of: Callable[[Row, Centre], Organisation]
) -> OfferDraft | None:
    """The draft of a row without the cells that `row.errors` names, so that the rest can be checked as well.

    None without a centre and an organisation: nothing can be checked then.
    """
    row.errors += [(name, "is not a column of this table") for name in row.cells if name not in COLUMNS]
    row.errors += [(name, "is missing") for name in REQUIRED if not row.text(name)]
    centre = lookups.centres.get(row.text("centre"))
    if centre is None and row.text("centre"):
        row.errors.append(
            ("centre", f"{row.text('centre')!r} is not a centre's short name, such as kreis-kleve")
        )
    facts: dict[str, Any] = {name: row.text(name) for name in (*_WORDS, *_PLAIN)}
    facts |= {name: row.value(name, parse) for name, parse in _PARSED.items()}
    if centre is None:
        return None
    facts |= _places(row, centre, lookups) | _confirmation(row)
    facts |= {"dates": _dates(row), "texts": tuple(_texts(row))}
    if not row.text("organisation"):
        return None
    facts = {name: value for name, value in facts.items() if name not in row.wrong or name not in _PARSED}
    return OfferDraft(centre=centre, organisation=organisation_of(row, centre), **facts)


def _places(row: Row, centre: Centre, lookups: Lookups) -> dict[str, Any]:
    postcodes = lookups.postcodes.get((centre.pk, row.text("postcode")), [])
    town = row.value("municipality", partial(_municipality, towns=lookups.municipalities[centre.pk]))
    if town is None and len(postcodes) == 1:
        town = postcodes[0].municipality
    lat, lon = row.value("lat", cells.coordinate), row.value("lon", cells.coordinate)
    known = next((x for x in postcodes if town is None or x.municipality_id == town.pk), None)
    if lat is None and lon is None and known is not None:
        lat, lon = known.lat, known.lon  # good enough to sort by distance
    names = {"name": row.text("place_name"), "street": row.text("street")}
    place = PlaceDraft(
        **names, postcode=row.text("postcode"), town=row.text("town"), municipality=town, lat=lat, lon=lon
    )
    has_place = any(row.text(column) for column in ("place_name", "street", "postcode", "town"))
    return {"municipality": town, "places": (place,) if has_place else ()}


def _municipality(text: str, towns: Mapping[str, Municipality]) -> Municipality | None:
    if text and text.casefold() not in towns:
        raise ValueError(f"{text!r} is not a municipality of this centre")
    return towns.get(text.casefold())


def _confirmation(row: Row) -> dict[str, Any]:
    day = row.value("confirmed_on", cells.date)
    if day is None:
        return {}
    moment = dt.datetime.combine(day, dt.time(12), BERLIN)
    return {
        "last_confirmed_at": moment,
        "last_confirmed_by": row.text("confirmed_by") or row.text("organisation"),
    }


def _dates(row: Row) -> tuple[DateDraft, ...]:
    if not row.text("date_start"):
        return ()
    start = row.value("date_start", cells.moment)
    minutes = row.value("date_minutes", cells.number) or Decimal(60)
    until = row.value("date_until", cells.date)
    if start is None or not 0 < minutes <= 60 * 24 * 31:
        row.errors.append(("date_minutes", "must lie between 1 minute and 31 days"))
        return ()
    duration = dt.timedelta(minutes=float(minutes))
    return (DateDraft(starts_at=start, duration=duration, rrule=row.text("date_rrule"), until=until),)


def _texts(row: Row) -> list[TextDraft]:
    texts = []
    for tag in GUIDE_TAGS:
        words = {name: row.text(f"{name}_{tag}") for name in PUBLIC_FIELDS}
        if any(words.values()):
            status = row.text(f"status_{tag}") or TextStatus.HUMAN.value
            texts.append(TextDraft(language=tag, status=status, **words))
    return texts
