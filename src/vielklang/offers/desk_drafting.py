"""Between the editor's form and a draft: what a draft looks like as a form, and what a form says as a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from vielklang.core.areas import Area
from vielklang.offers.calendar import BERLIN
from vielklang.offers.desk_fields import Data, RowForm, rows_of
from vielklang.offers.desk_forms import ACCESS, TEXTS, OfferForm
from vielklang.offers.desk_rows import DateRow, ExceptionRow, HoursRow, PlaceRow, address_key
from vielklang.offers.desk_words import repeat_of
from vielklang.offers.drafts import OfferDraft, TextDraft
from vielklang.offers.models import Offer
from vielklang.offers.validation import problems_of
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality

ROWS: dict[str, type[RowForm]] = {
    "places": PlaceRow, "hours": HoursRow, "exceptions": ExceptionRow, "dates": DateRow,
}  # fmt: skip
_SIMPLE = (
    "kind", "area", "joining", "capacity", "cost_kind", "childcare", "phone", "email", "website",
    "funding_programme", *ACCESS,
)  # fmt: skip
_LISTS = ("topics", "target_groups", "delivery", "languages", "documents", "conditions")
_OPTIONAL = ("age_from", "age_to", "cost_amount", "valid_from", "valid_until")
Kept = dict[str, list[str]]
"""A form's data as JSON: what `OfferRevision.form_data` holds."""


class Editor:
    """The whole form: `main` and the rows, over the data of a request, of kept work or of a draft."""

    def __init__(self, data: Data, *, area: Area, checks: bool = False, must_be_public: bool = False) -> None:
        self.data, self.checks = data, checks
        self.main = OfferForm(data, area=area, checks=checks, must_be_public=must_be_public)
        self.rows = {name: rows_of(kind, name, data, checks=checks) for name, kind in ROWS.items()}
        self.problems: list[str] = []
        names = self._place_names()
        for row in (*self.rows["hours"], *self.rows["exceptions"]):
            row.fields["place"].choices = [("", _("everywhere")), *names]  # type: ignore[attr-defined]
        self.has_places_to_choose = len(names) > 1

    @property
    def filled(self) -> Iterable[RowForm]:
        return (row for rows in self.rows.values() for row in rows if not row.is_empty)

    def is_valid(self, offer: Offer | None = None) -> bool:
        """Whether a draft can be made of it; what the rules of the house say besides stands in `problems`."""
        if not all([self.main.is_valid(), *(row.is_valid() for row in self.filled)]):
            return False
        self.problems = sorted({_problem_words(x.field) for x in problems_of(self.draft(offer))})
        return not self.problems

    def draft(self, offer: Offer | None = None) -> OfferDraft:
        """Of a valid form; centre, confirmation and example mark are the offer's."""
        values, area = self.main.cleaned_data, self.main.area_of_work
        places = [row for row in self.rows["places"] if not row.is_empty]
        position = {str(row.index): number for number, row in enumerate(places)}
        town = values["municipality"]
        language = values["source_language"] or (offer.source_language if offer else "de")
        text = TextDraft(language=language, **{name: values[field].strip() for name, field in TEXTS.items()})
        lists: dict[str, Any] = {name: tuple(values[name]) for name in _LISTS}
        optional: dict[str, Any] = {name: values[name] or None for name in _OPTIONAL if name != "age_from"}
        own: dict[str, Any] = {}
        if offer is not None:
            own = {
                name: getattr(offer, name)
                for name in ("last_confirmed_at", "last_confirmed_by", "example_type")
            }
        return OfferDraft(
            centre=offer.centre if offer else area.centre,
            organisation=values["organisation"],
            municipality=Municipality.objects.filter(key=town).first() if town else None,
            interpreting=values["interpreting"],
            source_language=language,
            texts=(text,),
            places=tuple(row.draft() for row in places),  # type: ignore[attr-defined]
            hours=self._spread("hours", position),
            exceptions=self._spread("exceptions", position),
            dates=tuple(row.draft() for row in self.rows["dates"] if not row.is_empty),  # type: ignore[attr-defined]
            **{name: values[name].strip() for name in _SIMPLE},
            **lists,
            **optional,
            age_from=values["age_from"],
            **own,
        )

    def _spread(self, name: str, position: Mapping[str, int]) -> tuple[Any, ...]:
        rows = (row for row in self.rows[name] if not row.is_empty)
        return tuple(
            draft
            for row in rows
            for draft in row.drafts(position.get(row.cleaned_data["place"]))  # type: ignore[attr-defined]
        )

    def _place_names(self) -> list[tuple[str, str]]:
        rows = [row for row in self.rows["places"] if not row.is_empty]
        return [
            (
                str(row.index),
                row["name_of_place"].value()
                or row["street"].value()
                or _("Place %(number)s") % {"number": number},
            )
            for number, row in enumerate(rows, 1)
        ]


def without_row(data: QueryDict, which: str) -> QueryDict:
    """The same data without the row `hours-2`."""
    copy = data.copy()
    for key in [key for key in copy if key.startswith(f"{which}-")]:
        del copy[key]
    return copy


def kept_of(data: QueryDict) -> Kept:
    """What a request sent, as JSON; without what is not content."""
    return {
        key: [value[:20_000] for value in data.getlist(key)][:100]
        for key in data
        if key not in {"csrfmiddlewaretoken", "add", "remove", "then"}
    }


def data_from(kept: Mapping[str, Any]) -> QueryDict:
    """JSON as if a request had sent it."""
    data = QueryDict(mutable=True)
    for key, values in kept.items():
        data.setlist(key, [str(value) for value in values] if isinstance(values, list) else [str(values)])
    return data


def data_of_new(organisation: Organisation | None) -> QueryDict:
    """An empty form: only what is true of nearly every offer is filled."""
    return data_from({
        "source_language": "de", "languages": "de", "capacity": "unknown", "childcare": "none", "confirm_every": "6",
        "organisation": str(organisation or ""), **dict.fromkeys(ACCESS, "unknown"),
    })  # fmt: skip


def data_of(draft: OfferDraft, offer: Offer, organisation_label: str = "") -> QueryDict:
    """A draft as the form would send it."""
    data = MultiValueDict[str, Any]()
    text = draft.source_text
    for name, field in TEXTS.items():
        data[field] = getattr(text, name) if text else ""
    for name in _SIMPLE:
        data[name] = getattr(draft, name)
    for name in _OPTIONAL:
        value = getattr(draft, name)
        data[name] = (
            "" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
        )
    for name in _LISTS:
        data.setlist(name, list(getattr(draft, name)))
    data["organisation"] = organisation_label or draft.organisation.name
    data["municipality"] = draft.municipality.key if draft.municipality else ""
    data["source_language"] = draft.source_language
    if draft.interpreting:
        data["interpreting"] = "on"
    data["confirm_every"] = str(offer.confirm_every)
    data["pause_from"], data["pause_until"] = str(offer.pause_from or ""), str(offer.pause_until or "")
    for key, value in _row_data(draft):
        data[key] = value
    return data_from({key: data.getlist(key) for key in data})


def _row_data(draft: OfferDraft) -> Iterable[tuple[str, str]]:
    values: dict[str, Any]
    for number, place in enumerate(draft.places):
        values = {
            "name_of_place": place.name, "street": place.street, "postcode": place.postcode, "town": place.town,
            "note": place.note, "lat": place.lat, "lon": place.lon,
            "municipality": place.municipality.key if place.municipality else "",
            "known": address_key(place.street, place.postcode, place.town),
        }  # fmt: skip
        yield from _keys("places", number, values)
    for number, hours in enumerate(draft.hours):
        values = {
            "weekday": hours.weekday,
            "opens": hours.opens,
            "closes": hours.closes,
            "place": hours.place,
        }
        yield from _keys("hours", number, values)
    for number, other in enumerate(draft.exceptions):
        values = {"date": other.date, "opens": other.opens, "closes": other.closes, "reason": other.reason,
                  "place": other.place}  # fmt: skip
        yield from _keys("exceptions", number, values)
    for number, date in enumerate(draft.dates):
        starts = date.starts_at.astimezone(BERLIN)
        ends = (date.starts_at + date.duration).astimezone(BERLIN)
        days = (ends.date() - starts.date()).days
        values = {
            "date": starts.date(), "starts": starts.time(), "ends": ends.time(), "until": date.until,
            "repeat": repeat_of(date.rrule, starts.date()), "rule": date.rrule, "days": days if days > 1 else "",
            "exdates": ", ".join(f"{day:%d.%m.%Y}" for day in date.exdates),
            "on_holidays": "on" if date.on_holidays else "",
        }  # fmt: skip
        yield from _keys("dates", number, values)


def _keys(name: str, number: int, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for field, value in values.items():
        yield f"{name}-{number}-{field}", _as_typed(value)


def _as_typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value)


def _problem_words(field: str) -> str:
    """A rule of the house that the form's own checks do not know: where to look."""
    words = {
        "hours": _("Weekly hours: two intervals of a day overlap, or an interval appears twice."),
        "dates": _("Dates: a date is too long, or its rule never falls on a day."),
        "exceptions": _("Days with other hours: please check the times."),
        "places": _("Places: please check the address."),
    }
    return words.get(field.partition(".")[0], _("Please check this part: %(field)s") % {"field": field})
