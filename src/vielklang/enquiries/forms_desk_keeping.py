"""Forms of the desk: how long things are kept, and a legal hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vielklang.enquiries.models.holds import LONGEST_REASON
from vielklang.web.forms import AreaForm

MOST_MONTHS = 12
"""The guide promises it before anybody sends a question."""


def _months(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_MONTHS, help_text=help_text)


class KeepingForm(AreaForm):
    """Months after closing."""

    keep_months = _months(
        _("Months until the whole enquiry is deleted"),
        _("Words, notes, consents, everything. The guide promises people 12 months at most."),
    )
    keep_contacts_months = _months(
        _("Months until the way to reach the person is deleted"),
        _("Name, telephone, e-mail, messenger. The answer stays readable with code and PIN."),
    )
    keep_files_months = _months(
        _("Months until files are deleted"),
        _("Voice messages, pictures and documents. What was written stays."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        longest = values.get("keep_months")
        for name in ("keep_contacts_months", "keep_files_months"):
            if longest is not None and values.get(name) is not None and values[name] > longest:
                self.add_error(name, _("This cannot be kept longer than the whole enquiry."))
        return values


class ReasonForm(AreaForm):
    """Why a legal hold is set, or lifted."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Please write the reason.")},
    )  # fmt: skip
