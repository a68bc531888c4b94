"""Rows of the editor: places, weekly hours, days that differ, dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import gettext_lazy as _

from vielklang.offers.calendar import BERLIN
from vielklang.offers.desk_fields import ClockField, RowForm, choice_field, day_field, text_field
from vielklang.offers.desk_words import REPEATS, rule_of
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, PlaceDraft
from vielklang.offers.enums import Weekday
from vielklang.places.models import Municipality, Postcode
from vielklang.web import formats

WORKDAYS = "workdays"
MOST_DAYS = 62
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})")


def _hidden() -> forms.CharField:
    return forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)


class PlaceRow(RowForm):
    """Where it takes place. Coordinates and town are kept while the address is; a new address gets its postcode's."""

    ignored = ("lat", "lon", "municipality", "known")
    name_of_place = text_field(160)
    street = text_field(120, autocomplete="off")
    postcode = text_field(5, inputmode="numeric", autocomplete="off")
    town = text_field(80, autocomplete="off")
    note = text_field(200)
    lat, lon, municipality, known = _hidden(), _hidden(), _hidden(), _hidden()

    def clean_postcode(self) -> str:
        code: str = self.cleaned_data["postcode"].strip()
        if code and not re.fullmatch(r"\d{5}", code):
            raise forms.ValidationError(_("A postcode has five digits."))
        return code

    def draft(self) -> PlaceDraft:
        values = self.cleaned_data
        words = {name: values[name].strip() for name in ("street", "postcode", "town", "note")}
        address = address_key(words["street"], words["postcode"], words["town"])
        where = self._known() if values["known"] == address else _located(words["postcode"], words["town"])
        return PlaceDraft(name=values["name_of_place"].strip(), **words, **where)

    def _known(self) -> dict[str, Any]:
        values = self.cleaned_data
        key = values["municipality"]
        try:
            point = (float(values["lat"]), float(values["lon"])) if values["lat"] and values["lon"] else None
        except ValueError:
            point = None
        return {
            "municipality": Municipality.objects.filter(key=key).first() if key else None,
            "lat": point[0] if point else None,
            "lon": point[1] if point else None,
        }


class HoursRow(RowForm):
    ignored = ("place",)
    weekday = choice_field([], required=True, empty=True)
    opens = ClockField(required=True)
    closes = ClockField(required=True)
    place = choice_field([], required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        days = get_day_names("wide", "stand-alone", locale=formats.locale())
        named = [(str(day.value), days[day.value]) for day in Weekday]
        self.fields["weekday"].choices = [("", _("Day")), *named, (WORKDAYS, _("Monday to Friday"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return _in_order(self)

    def drafts(self, place: int | None) -> list[HoursDraft]:
        values = self.cleaned_data
        days = range(5) if values["weekday"] == WORKDAYS else [int(values["weekday"])]
        return [
            HoursDraft(weekday=day, opens=values["opens"], closes=values["closes"], place=place)
            for day in days
        ]


class ExceptionRow(RowForm):
    """One day or several in a row; without times they are closed."""

    ignored = ("place",)
    date = day_field()
    until = day_field()
    opens = ClockField(required=False)
    closes = ClockField(required=False)
    reason = text_field(160)
    place = choice_field([], required=False)

    def clean(self) -> dict[str, Any]:
        values = _in_order(self)
        first, last = values.get("date"), values.get("until")
        if not first and "date" not in self._errors:
            self.add_error("date", _("Which day? Please enter a date."))
        if first and last and not 0 <= (last - first).days <= MOST_DAYS:
            self.add_error("until", _("The last day lies before the first, or more than two months later."))
        if bool(values.get("opens")) != bool(values.get("closes")) and not self._errors:
            self.add_error("closes", _("Please enter both times, or none if it is closed."))
        return values

    def drafts(self, place: int | None) -> list[ExceptionDraft]:
        values = self.cleaned_data
        count = ((values["until"] or values["date"]) - values["date"]).days + 1
        return [
            ExceptionDraft(
                date=values["date"] + dt.timedelta(days=day),
                opens=values["opens"],
                closes=values["closes"],
                reason=values["reason"].strip(),
                place=place,
            )
            for day in range(count)
        ]


class DateRow(RowForm):
    """A date or a series in friendly words; a rule of another kind is kept as it is."""

    ignored = ("repeat", "rule", "days", "on_holidays")
    date = day_field()
    starts = ClockField(required=True)
    ends = ClockField(required=True)
    repeat = choice_field([(key, label) for key, label in REPEATS.items() if key != "keep"], required=False)
    until = day_field()
    exdates = text_field(600)
    on_holidays = forms.BooleanField(required=False)
    rule, days = _hidden(), _hidden()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self["rule"].value():
            self.fields["repeat"].choices = list(REPEATS.items())  # type: ignore[attr-defined]

    def clean_exdates(self) -> tuple[dt.date, ...]:
        text = self.cleaned_data["exdates"]
        days = []
        for part in filter(None, re.split(r"[\s,;]+", text)):
            try:
                days.append(_read_day(part))
            except ValueError as error:
                raise forms.ValidationError(
                    _("Please write the days as in 24.12.2026, 31.12.2026.")
                ) from error
        return tuple(sorted(days))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("date"), values.get("until")
        if not first and "date" not in self._errors:
            self.add_error("date", _("Which day? Please enter a date."))
        elif first and not 2000 <= first.year <= 2100:
            self.add_error("date", _("Please check the year."))
        if first and last and last < first:
            self.add_error("until", _("The last day lies before the first."))
        if (last or values.get("exdates")) and not values.get("repeat"):
            self.add_error("repeat", _("A last day and days left out belong to a series: how often is it?"))
        return values

    def draft(self) -> DateDraft:
        values = self.cleaned_data
        starts = dt.datetime.combine(values["date"], values["starts"], BERLIN)
        ends = dt.datetime.combine(values["date"], values["ends"], BERLIN)
        extra = int(values["days"]) if values["days"].isdigit() else 0
        ends += dt.timedelta(days=extra or int(ends <= starts))
        keeps = values["repeat"] == "keep"
        return DateDraft(
            starts_at=starts,
            duration=ends - starts,
            rrule=values["rule"] if keeps else rule_of(values["repeat"], values["date"]),
            until=values["until"],
            exdates=values["exdates"],
            on_holidays=values["on_holidays"],
        )


def _read_day(text: str) -> dt.date:
    """ "24.12.2026" or "2026-12-24"; raises `ValueError`."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day, month, year, *iso = (int(x or 0) for x in found.groups())
    return dt.date(*iso) if iso[0] else dt.date(year, month, day)


def address_key(street: str, postcode: str, town: str) -> str:
    return f"{street}|{postcode}|{town}"


def _in_order(form: RowForm) -> dict[str, Any]:
    values = forms.Form.clean(form) or {}
    opens, closes = values.get("opens"), values.get("closes")
    if opens and closes and opens >= closes:
        form.add_error("closes", _("It closes before it opens. For the end of the day write 23:59."))
    return values


def _located(postcode: str, town: str) -> dict[str, Any]:
    """Town and rough point of an address: those of its postcode; a postcode of two towns by the town's name."""
    rows = list(Postcode.objects.filter(code=postcode).select_related("municipality")) if postcode else []
    if not rows:
        return {"municipality": Municipality.objects.filter(name__iexact=town).first() if town else None}
    row = next((row for row in rows if row.municipality.name.casefold() == town.casefold()), rows[0])
    return {"municipality": row.municipality, "lat": row.lat, "lon": row.lon}
