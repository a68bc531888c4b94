"""From a row of the table to a draft; collects every wrong cell of the row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.texts import TextStatus
from vielklang.interfaces.columns import COLUMNS, IGNORED, MOST_PLACES, PLACE_COLUMNS, place_name
from vielklang.interfaces.imports import cells
from vielklang.offers.drafts import ACCESSIBILITY, DateDraft, OfferDraft, PlaceDraft, TextDraft
from vielklang.offers.enums import Capacity, Childcare, CostKind, Joining, Known
from vielklang.offers.models.texts import PUBLIC_FIELDS
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality, Postcode

REQUIRED = ("organisation", "kind", "topics")
REQUIRED_TEXTS = ("title", "summary", "description")
DEFAULTS = {
    "joining": Joining.APPOINTMENT.value,
    "cost_kind": CostKind.ON_REQUEST.value,
    "area": "centre",
    "delivery": "on_site",
    "languages": "de",
    "childcare": Childcare.NONE.value,
    "capacity": Capacity.UNKNOWN.value,
    "source_language": "de",
    **dict.fromkeys(ACCESSIBILITY, Known.UNKNOWN.value),
}
_WORDS = ("kind", "area", "joining", "cost_kind", "childcare", "capacity", "source_language", *ACCESSIBILITY)
_PLAIN = ("funding_programme", "phone", "email", "website")
_PARSED: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(
        ("topics", "target_groups", "delivery", "languages", "documents", "conditions"), cells.keys
    ),
    **dict.fromkeys(("age_from", "age_to", "cost_amount"), cells.number),
    **dict.fromkeys(("valid_from", "valid_until"), cells.date),
    "interpreting": cells.yes_or_no,
    "hours": cells.hours,
    "exceptions": cells.exceptions,
}
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Lookups:
    """Places by what a table calls them; read once for all rows. `here`: municipalities of each centre's area."""

    centres: Mapping[str, Centre]
    here: Mapping[int, Mapping[str, Municipality]]
    anywhere: Mapping[str, Municipality]
    postcodes: Mapping[tuple[int, str], list[Postcode]]

    @classmethod
    def read(cls) -> Lookups:
        centres = list(Centre.objects.prefetch_related("areas__municipality__postcodes"))
        towns: dict[int, dict[str, Municipality]] = {centre.pk: {} for centre in centres}
        postcodes: dict[tuple[int, str], list[Postcode]] = {}
        anywhere: dict[str, Municipality] = {}
        for centre in centres:
            for area in centre.areas.all():
                town = area.municipality
                anywhere[town.key] = town
                towns[centre.pk] |= {town.key: town, town.name.casefold(): town}
                for row in town.postcodes.all():
                    postcodes.setdefault((centre.pk, row.code), []).append(row)
        return cls({centre.slug: centre for centre in centres}, towns, anywhere, postcodes)


@dataclass
class Row:
    """One row being parsed. `errors`: (column, reason)."""

    cells: Mapping[str, str]
    errors: list[tuple[str, str]] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.cells.get(column, "") or DEFAULTS.get(column, "")

    @property
    def wrong(self) -> set[str]:
        return {column for column, _reason in self.errors}

    def value(self, column: str, parse: Callable[[str], _Value]) -> _Value | None:
        try:
            return parse(self.text(column))
        except ValueError as error:
            self.errors.append((column, str(error)))
            return None


def parse_row(
    row: Row, lookups: Lookups, centre: Centre, organisation: Organisation | None
) -> OfferDraft | None:
    """The draft of a row without the cells that `row.errors` names, so that the rest can be checked as well.

    None without an organisation: nothing can be checked then.
    """
    unknown = (name for name in row.cells if name not in COLUMNS)
    row.errors += [(name, _("is not a column of this table")) for name in unknown]
    source = row.text("source_language")
    needed = (*REQUIRED, *(f"{name}_{source}" for name in REQUIRED_TEXTS))
    row.errors += [(name, _("is missing")) for name in needed if not row.text(name)]
    facts: dict[str, Any] = {name: row.text(name) for name in (*_WORDS, *_PLAIN)}
    facts |= {name: row.value(name, parse) for name, parse in _PARSED.items()}
    facts |= _places(row, centre, lookups)
    facts |= {"dates": _dates(row), "texts": tuple(_texts(row))}
    if organisation is None:
        return None
    facts = {name: value for name, value in facts.items() if name not in row.wrong or name not in _PARSED}
    return OfferDraft(centre=centre, organisation=organisation, **facts)


def ignored(row: Row) -> list[str]:
    """Columns that are filled and deliberately not taken over."""
    return [name for name in IGNORED if row.cells.get(name)]


def _places(row: Row, centre: Centre, lookups: Lookups) -> dict[str, Any]:
    known = lookups.here[centre.pk]
    town = row.value("municipality", partial(_municipality, towns=known))
    postcodes = lookups.postcodes.get((centre.pk, row.text("postcode")), [])
    if town is None and len(postcodes) == 1:
        town = postcodes[0].municipality
    places = [
        place
        for number in range(MOST_PLACES)
        if any(row.cells.get(place_name(column, number)) for column in PLACE_COLUMNS)
        and (place := _place(row, centre, lookups, number, town))
    ]
    return {"municipality": town, "places": tuple(places)}


def _place(
    row: Row, centre: Centre, lookups: Lookups, number: int, town: Municipality | None
) -> PlaceDraft | None:
    columns = {column: place_name(column, number) for column in PLACE_COLUMNS}
    words = {column: row.text(name) for column, name in columns.items()}
    if not any(words[column] for column in ("place_name", "street", "postcode", "town")):
        return None
    towns = lookups.here[centre.pk]
    own = row.value(
        columns["place_municipality"], partial(_municipality, towns={**lookups.anywhere, **towns})
    )
    postcodes = lookups.postcodes.get((centre.pk, words["postcode"]), [])
    fitting = [x for x in postcodes if own is None or x.municipality_id == own.pk]
    if own is None:
        near = next((x for x in fitting if town and x.municipality_id == town.pk), None)
        own = near.municipality if near else fitting[0].municipality if len(fitting) == 1 else None
        own = own or (town if number == 0 and not words["postcode"] else None)
    lat, lon = (row.value(columns[name], cells.coordinate) for name in ("lat", "lon"))
    middle = next((x for x in fitting if own is None or x.municipality_id == own.pk), None)
    if lat is None and lon is None and middle is not None:
        lat, lon = middle.lat, middle.lon  # good enough to sort by distance
    return PlaceDraft(
        name=words["place_name"],
        street=words["street"],
        postcode=words["postcode"],
        town=words["town"],
        municipality=own,
        lat=lat,
        lon=lon,
        note=words["place_note"],
    )


def _municipality(text: str, towns: Mapping[str, Municipality]) -> Municipality | None:
    if text and text.casefold() not in towns:
        raise ValueError(_("“%(text)s” is not a municipality of this centre") % {"text": text})
    return towns.get(text.casefold())


def _dates(row: Row) -> tuple[DateDraft, ...]:
    further = row.value("dates", cells.dates) or ()
    if not row.text("date_start"):
        return further
    start = row.value("date_start", cells.moment)
    length = row.value("date_minutes", cells.minutes)
    until, without = row.value("date_until", cells.date), row.value("date_without", cells.days)
    on_holidays = row.value("date_on_holidays", cells.yes_or_no)
    if start is None or length is None:
        return further
    first = DateDraft(
        starts_at=start,
        duration=length,
        rrule=row.text("date_rrule"),
        until=until,
        exdates=without or (),
        on_holidays=bool(on_holidays),
    )
    return (first, *further)


def _texts(row: Row) -> list[TextDraft]:
    texts = []
    for tag in GUIDE_TAGS:
        words = {name: row.text(f"{name}_{tag}") for name in PUBLIC_FIELDS}
        if any(words.values()):
            status = row.text(f"status_{tag}") or TextStatus.HUMAN.value
            texts.append(TextDraft(language=tag, status=status, **words))
    return texts
