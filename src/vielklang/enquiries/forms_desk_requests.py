"""Forms of the desk: a request of a person by law, and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vielklang.centres.models import Centre
from vielklang.enquiries.enums_desk import RequestAnswer, RequestKind, RequestProof
from vielklang.enquiries.models import Enquiry
from vielklang.enquiries.models.holds import LONGEST_REASON
from vielklang.enquiries.queries import numbered
from vielklang.enquiries.rules import enquiry_by_code
from vielklang.web.forms import AreaForm

_WHOLE_NUMBER = 8


class RequestForm(AreaForm):
    """Which enquiry it is about: by code and PIN, which prove the person, or by its number."""

    kind = forms.ChoiceField(label=_("What does the person want?"), choices=RequestKind.choices)
    received_on = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("From this day on the legal period runs."),
    )  # fmt: skip
    code = forms.CharField(label=_("Code"), required=False, max_length=60)
    pin = forms.CharField(label=_("PIN"), required=False, max_length=20)
    number = forms.CharField(
        label=_("Or the number of the enquiry"), required=False, max_length=40,
        help_text=_("Only where you are sure that it is this person: by the contact stored, or because you know them."),
    )  # fmt: skip

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre
        self.found: Enquiry | None = None
        self.proof = RequestProof.STAFF

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("code"):
            self._by_code(values["code"], values.get("pin", ""))
        elif values.get("number"):
            self._by_number(values["number"])
        else:
            self.add_error("code", _("Please type code and PIN, or the number of the enquiry."))
        return values

    def _by_code(self, code: str, pin: str) -> None:
        found = enquiry_by_code(code, pin)
        if found is None or found.centre_id != self.centre.pk:
            self.add_error("code", _("This code and this PIN open no enquiry of your centre."))
            return
        self.found, self.proof = found, RequestProof.CODE

    def _by_number(self, number: str) -> None:
        bare = number.strip().lstrip("#").replace("-", "")
        rows = list(Enquiry.objects.filter(numbered(number))[:2]) if len(bare) >= _WHOLE_NUMBER else []
        if len(rows) != 1:
            self.add_error("number", _("No enquiry of your centre has this number. It has eight signs."))
            return
        self.found = rows[0]


class RequestAnswerForm(AreaForm):
    """How it was answered; a refusal and an erasure are said twice."""

    answer = forms.ChoiceField(choices=RequestAnswer.choices)
    reason = forms.CharField(
        label=_("Reason, if you refuse"), required=False, max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    sure = forms.BooleanField(label=_("Yes, erase everything. Nobody can bring it back."), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("answer") == RequestAnswer.REFUSED and not values.get("reason"):
            self.add_error("reason", _("Please write why. The person must hear it too."))
        if values.get("answer") == RequestAnswer.ERASED and not values.get("sure"):
            self.add_error("sure", _("Please tick this first."))
        return values
