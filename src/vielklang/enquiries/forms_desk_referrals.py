"""Forms of the desk for referrals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vielklang.enquiries.actions._referrals import LONGEST_WORD
from vielklang.enquiries.actions.referring import Receiver
from vielklang.enquiries.enums import PassedField, ReferralKind, VisitSeen
from vielklang.enquiries.forms_desk import topic_choices
from vielklang.enquiries.models.referral import Passed
from vielklang.enquiries.queries_referrals import GROUPS, WantedReferrals
from vielklang.enquiries.referral_words import grounds, terms_of
from vielklang.offers.calendar import BERLIN
from vielklang.web.forms import AreaForm

LONGEST_DAYS = 90
_LEFT_OUT = {PassedField.NAME, PassedField.CONTACT}
"""Not ticked at first: a referral often works without them."""
GROUP_NAMES = {
    "waiting": _("without an answer"), "asked": _("receiver asks back"), "running": _("accepted"),
    "back": _("came back"), "ended": _("ended"),
}  # fmt: skip


def end_of(day: dt.date) -> dt.datetime:
    """The end of this day in Germany."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), BERLIN)


def _word(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=LONGEST_WORD, widget=widget, **options)


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def check_day(day: dt.date) -> dt.date:
    today = timezone.localdate()
    if not today < day <= today + dt.timedelta(days=LONGEST_DAYS):
        raise forms.ValidationError(
            ngettext(
                "Please choose a day from tomorrow on, at most %(n)s day ahead.",
                "Please choose a day from tomorrow on, at most %(n)s days ahead.",
                LONGEST_DAYS,
            )
            % {"n": LONGEST_DAYS}
        )
    return day


class ReferralForm(AreaForm):
    """What is passed on, why it may be, and until when."""

    name = forms.CharField(
        label=_("Who makes the appointment"), max_length=200,
        error_messages={"required": _("Please write who makes the appointment.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail address of the receiver"),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
        help_text=_(
            "The mail says nothing of the person: only that there is something to read behind its link."
        ),
        error_messages={"required": _("Please write the receiver's e-mail address.")},
    )
    fields_passed = forms.MultipleChoiceField(
        label=_("What is passed on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = _word(_("A word to the receiver"), required=False)
    ground = forms.ChoiceField(
        label=_("Why it may be passed on"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say why it may be passed on.")},
    )
    reason = _word(_("Reason, if the person has not agreed"), 2, required=False)
    until = _day(_("The receiver answers by"), error_messages={"required": _("Please choose a day.")})

    def __init__(
        self, data: QueryDict | None, *, receiver: Receiver, known: list[Passed], has_consent: bool
    ) -> None:
        terms = terms_of(timezone.localdate())
        initial = {
            "email": receiver.email,
            "fields_passed": [one.key for one in known if one.key not in _LEFT_OUT],
            "until": timezone.localdate() + dt.timedelta(days=terms.answer_days),
            "ground": "consent" if has_consent else "",
        }
        super().__init__(data, initial=initial)
        self.known = known
        self.fields["fields_passed"].choices = [(one.key, one.label) for one in known]  # type: ignore[attr-defined]
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (word.key, word.label) for word in grounds().values() if has_consent or word.consent != "given"
        ]
        if receiver.kind != ReferralKind.APPOINTMENT or receiver.organisation:
            del self.fields["name"]

    def clean_until(self) -> dt.date:
        return check_day(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        ground = grounds().get(values.get("ground", ""))
        if ground and ground.consent == "none" and not values.get("reason", "").strip():
            self.add_error("reason", _("Without the person's consent please write the reason."))
        if not values.get("fields_passed") and not values.get("note", "").strip():
            self.add_error("fields_passed", _("Please tick at least one thing, or write a word."))
        return values

    @property
    def shown(self) -> list[tuple[Passed, bool]]:
        """Each thing that may be passed on, and whether it is ticked."""
        ticked = set(self["fields_passed"].value() or [])
        return [(one, one.key in ticked) for one in self.known]


class WordForm(AreaForm):
    """An answer to the receiver."""

    text = _word(_("Answer to the receiver"), error_messages={"required": _("Please write an answer.")})


class ExtendForm(AreaForm):
    until = _day(_("More time, until"), error_messages={"required": _("Please choose a day.")})

    def clean_until(self) -> dt.date:
        return check_day(self.cleaned_data["until"])


class ResendForm(AreaForm):
    email = forms.EmailField(
        label=_("E-mail address of the receiver"),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
        error_messages={"required": _("Please write the receiver's e-mail address.")},
    )


class FinishForm(AreaForm):
    outcome = forms.ChoiceField(label=_("What became of it?"), choices=VisitSeen.choices)


class ReferralFilterForm(AreaForm):
    """In the address. What is wrong there filters nothing."""

    group = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), *((key, GROUP_NAMES[key]) for key in GROUPS)],
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    receiver = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked, auto_id="filter_%s")
        self.fields["topic"].choices = [("", _("all")), *topic_choices()]  # type: ignore[attr-defined]

    def wanted(self) -> WantedReferrals:
        self.is_valid()
        return WantedReferrals(**self.cleaned_data)
