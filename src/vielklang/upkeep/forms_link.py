"""Correcting single facts of an offer: what is filled in shows what is known now, and only what differs is changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from vielklang.offers.actions import EditConflict
from vielklang.offers.drafts import DateDraft, OfferDraft, PlaceDraft
from vielklang.offers.enums import Capacity
from vielklang.offers.models import Offer
from vielklang.offers.rows import draft_of
from vielklang.offers.schedule import upcoming_dates
from vielklang.offers.validation import InvalidOfferError
from vielklang.organisations.contact import contact_problems
from vielklang.places.finding import find_place
from vielklang.upkeep.hours import UnreadableHoursError, hours_of_week, read_day, write_day
from vielklang.web import formats

DATES_SHOWN = 8
DAYS = [f"hours_{number}" for number in range(7)]
_PLACE = ("street", "postcode", "town")
_CONTACT = ("phone", "email", "website")


class CorrectionForm(forms.Form):
    """`changed_draft()` is the offer with the corrections, None where nothing but a remark was written."""

    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254)
    website = forms.CharField(label=_("Website"), required=False, max_length=200)
    street = forms.CharField(label=_("Street and number"), required=False, max_length=120)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=5)
    town = forms.CharField(label=_("Town"), required=False, max_length=80)
    capacity = forms.ChoiceField(label=_("Places"), required=False, choices=Capacity.choices)
    cancelled = forms.MultipleChoiceField(label=_("Which dates do not take place?"), required=False)
    new_date = forms.DateField(label=_("A further date"), required=False)
    new_from = forms.TimeField(label=_("from"), required=False)
    new_until = forms.TimeField(label=_("until"), required=False)
    remark = forms.CharField(label=_("Something else?"), required=False, max_length=300)
    base_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        self.offer, self.draft = offer, draft_of(offer)
        self.hours_places = {row.place for row in self.draft.hours}
        super().__init__(*args, **{"initial": self._known()} | kwargs)
        for number, name in enumerate(DAYS):
            label = formats.weekday(number)
            self.fields[name] = forms.CharField(label=label, required=False, max_length=80)
        if not self.draft.places:
            for name in _PLACE:
                del self.fields[name]
        if len(self.hours_places) > 1:
            for name in DAYS:
                del self.fields[name]
        dates = upcoming_dates(offer, DATES_SHOWN, timezone.now())
        self.fields["cancelled"].choices = [  # type: ignore[attr-defined]
            (row.starts_at.isoformat(), _words_of(row.starts_at)) for row in dates
        ]

    def _known(self) -> dict[str, str]:
        offer, organisation = self.offer, self.offer.organisation
        place = self.draft.places[0] if self.draft.places else PlaceDraft()
        return {
            "phone": formats.phone_number(offer.phone or organisation.phone)[0],
            "email": offer.email or organisation.email,
            "website": offer.website,
            "capacity": offer.capacity,
            "base_number": str(offer.edition),
            **{name: getattr(place, name) for name in _PLACE},
            **{name: write_day(self.draft.hours, number) for number, name in enumerate(DAYS)},
        }

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in DAYS if name in self.fields]

    @property
    def has_hours_errors(self) -> bool:
        return any(name in self.errors for name in DAYS)

    @property
    def has_date_errors(self) -> bool:
        return any(name in self.errors for name in ("new_date", "new_from", "new_until", "cancelled"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        details = {name: str(values.get(name, "")).strip() for name in (*_CONTACT, "postcode")}
        if details["website"] and "://" not in details["website"]:
            values["website"] = details["website"] = f"https://{details['website']}"
        for name, _reason in contact_problems(**details):
            self.add_error(name, _CONTACT_ERRORS[name])
        for name in DAYS:
            try:
                read_day(str(values.get(name, "")))
            except UnreadableHoursError:
                self.add_error(name, _("Please write the times like this: 9:00–12:00, 14:00–16:30"))
        self._check_date(values)
        if not self.errors and not set(self.changed_data) - {"base_number"}:
            raise forms.ValidationError(
                _("Nothing was changed. If all is right, choose “All still true”."), code="unchanged"
            )
        return values

    def _check_date(self, values: dict[str, Any]) -> None:
        parts = [values.get(name) for name in ("new_date", "new_from", "new_until")]
        if any(parts) and not all(parts):
            self.add_error("new_date", _("A further date needs the day, the beginning and the end."))
        elif all(parts) and values["new_until"] <= values["new_from"]:
            self.add_error("new_until", _("The end must be after the beginning."))

    def changed_draft(self) -> OfferDraft | None:
        """The offer as it is after the corrections; None where nothing but a remark was written."""
        changed = [name for name in self.changed_data if name not in {"remark", "base_number"}]
        if not changed:
            return None
        values = {
            name: self.cleaned_data[name].strip() for name in (*_CONTACT, "capacity") if name in changed
        }
        draft = replace(self.draft, **values)
        if set(changed) & set(_PLACE):
            draft = replace(draft, places=(self._place(draft.places[0]), *draft.places[1:]))
        if set(changed) & set(DAYS):
            place = next(iter(self.hours_places), None)
            draft = replace(draft, hours=hours_of_week([self.cleaned_data[name] for name in DAYS], place))
        return replace(draft, dates=self._dates(draft.dates))

    def _place(self, place: PlaceDraft) -> PlaceDraft:
        """The new address, with the middle of its postcode until somebody knows the house better."""
        values = {name: self.cleaned_data[name].strip() for name in _PLACE}
        found = find_place(f"{values['postcode']} {values['town']}".strip()).places
        if len(found) != 1:
            return replace(place, **values, lat=None, lon=None)
        return replace(place, **values, lat=found[0].lat, lon=found[0].lon)

    def _dates(self, dates: tuple[DateDraft, ...]) -> tuple[DateDraft, ...]:
        cancelled = {dt.datetime.fromisoformat(value) for value in self.cleaned_data["cancelled"]}
        kept = [
            replace(date, exdates=tuple(sorted({*date.exdates, *(_days(date, cancelled))})))
            if date.rrule
            else date
            for date in dates
            if date.rrule or date.starts_at not in cancelled
        ]
        if day := self.cleaned_data.get("new_date"):
            zone = timezone.get_default_timezone()
            starts, ends = (
                dt.datetime.combine(day, self.cleaned_data[name], zone) for name in ("new_from", "new_until")
            )
            kept.append(DateDraft(starts_at=starts, duration=ends - starts))
        return tuple(kept)

    def add_refusal(self, error: InvalidOfferError | EditConflict) -> None:
        """What the offer's own rules say of the corrected whole, or that somebody else was quicker."""
        if isinstance(error, EditConflict):
            self.data = {**self.data.dict(), "base_number": str(error.number)}  # type: ignore[attr-defined]
            self.add_error(
                None,
                _(
                    "Somebody changed this offer while you were writing. Please look again and send it once more."
                ),
            )
            return
        for problem in error.problems:
            name = problem.field.rpartition(".")[2]
            self.add_error(name if name in self.fields else None, problem.reason)


_CONTACT_ERRORS = {
    "phone": _("Please check the phone number, for example 02821 123456."),
    "email": _("Please check the e-mail address, for example name@example.org."),
    "website": _("Please check the web address, for example https://www.example.org."),
    "postcode": _("A postcode has five digits."),
}


def _days(date: DateDraft, cancelled: set[dt.datetime]) -> set[dt.date]:
    """Days on which an occurrence of this series was cancelled: the one with the same clock time."""
    start = timezone.localtime(date.starts_at)
    local = (timezone.localtime(moment) for moment in cancelled)
    return {moment.date() for moment in local if moment.time() == start.time()}


def _words_of(moment: dt.datetime) -> str:
    return _g("%(day)s, %(time)s") % {"day": formats.date(moment, "full"), "time": formats.time(moment)}
