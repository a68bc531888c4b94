"""Forms of the receiver of a referral, who has a personal link and no account."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vielklang.enquiries.actions._referrals import LONGEST_WORD
from vielklang.enquiries.enums import VisitSeen
from vielklang.enquiries.models.referral import Appointment
from vielklang.enquiries.referral_words import refusals
from vielklang.offers.calendar import BERLIN
from vielklang.web.forms import AreaForm

LATEST_DAYS = 365


def _word(label: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(label=label, max_length=LONGEST_WORD, widget=widget, **options)


class RefuseForm(AreaForm):
    refusal = forms.ChoiceField(
        label=_("Reason"), widget=forms.RadioSelect, error_messages={"required": _("Please choose a reason.")}
    )
    text = _word(_("A word to the centre"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refusal"].choices = [(word.key, word.label) for word in refusals().values()]  # type: ignore[attr-defined]


class HandBackForm(AreaForm):
    text = _word(_("A word to the centre"), required=False)


class AskBackForm(AreaForm):
    text = _word(_("Your question"), error_messages={"required": _("Please write your question.")})


class AppointmentForm(AreaForm):
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Please choose a day.")},
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Please choose a time.")},
    )
    place = forms.CharField(
        label=_("Where"), max_length=300, help_text=_("Street, house number, town, room"),
        error_messages={"required": _("Please write where.")},
    )  # fmt: skip
    has_interpreter = forms.BooleanField(label=_("Somebody interprets for the person"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("day") and values.get("time"):
            values["at"] = dt.datetime.combine(values["day"], values["time"], BERLIN)
            ahead = values["at"] - timezone.now()
            if not dt.timedelta() < ahead < dt.timedelta(days=LATEST_DAYS):
                self.add_error("day", _("Please choose a time within the next twelve months."))
        return values

    @property
    def appointment(self) -> Appointment:
        values = self.cleaned_data
        return Appointment(values["at"], values["place"].strip(), values["has_interpreter"])


class VisitForm(AreaForm):
    outcome = forms.ChoiceField(choices=VisitSeen.choices)
