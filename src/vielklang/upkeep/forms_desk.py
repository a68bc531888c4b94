"""Forms of the desk: which offers to show, the centre's rules for asking, what became of a report."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vielklang.upkeep.actions.asking import QUIET_DAYS
from vielklang.upkeep.enums import ReportCategory, ReportState
from vielklang.upkeep.models import UpkeepRules

STATES = (
    ("", _("All")),
    ("fresh", _("Confirmed in the last 6 months")),
    ("own", _("Confirmed by the organisation itself")),
    ("stale", _("Confirmed longer ago")),
    ("never", _("Never confirmed")),
    ("due", _("Due now")),
)
MOST_REMINDERS = 6


class FreshnessForm(forms.Form):
    state = forms.ChoiceField(choices=STATES, required=False)
    organisation = forms.UUIDField(required=False)


class RulesForm(forms.ModelForm):
    """Days are typed as people write them: "0, 14, 28"."""

    reminder_days = forms.CharField(
        label=_("Reminder mails, days after the due date"),
        max_length=60,
        help_text=_("For example: 0, 14, 28. The last one is the last."),
    )

    class Meta:
        model = UpkeepRules
        fields = ("reminder_days", "escalate_after_days", "suspend_after_days", "link_days")
        labels = {
            "escalate_after_days": _("Shown to the centre when nobody answers, after so many days"),
            "suspend_after_days": _("Taken off the guide when nobody confirms, after so many days"),
            "link_days": _("A personal link waits so many days"),
        }
        help_texts = {
            "suspend_after_days": _("Empty: never. Confirming brings the offer back at once."),
            "link_days": _("1 to 90."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["reminder_days"] = ", ".join(str(day) for day in self.instance.reminder_days)

    def clean_reminder_days(self) -> list[int]:
        parts = [part.strip() for part in self.cleaned_data["reminder_days"].replace(";", ",").split(",")]
        if not all(part.isdecimal() and len(part) <= 3 for part in parts):
            raise forms.ValidationError(_("Please write whole numbers with commas, for example 0, 14, 28."))
        days = [int(part) for part in parts]
        if len(days) > MOST_REMINDERS:
            raise forms.ValidationError(
                _("At most %(most)s reminders: more are not read.") % {"most": MOST_REMINDERS}
            )
        if any(later - earlier < QUIET_DAYS for earlier, later in pairwise(days)):
            raise forms.ValidationError(
                _("Each reminder comes at least %(days)s days after the one before.") % {"days": QUIET_DAYS}
            )
        return days

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        days, escalate = values.get("reminder_days"), values.get("escalate_after_days")
        suspend = values.get("suspend_after_days")
        if days and escalate is not None and escalate <= days[-1]:
            self.add_error("escalate_after_days", _("This must come after the last reminder."))
        if suspend is not None and escalate is not None and suspend <= escalate:
            self.add_error("suspend_after_days", _("This must come after the centre was told."))
        return values


class ReportFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Open")), ("all", _("All")), *ReportState.choices],
    )
    category = forms.ChoiceField(
        label=_("What about"), required=False, choices=[("", _("Everything")), *ReportCategory.choices]
    )


class ReportStateForm(forms.Form):
    """What somebody does with a report; the answer is for colleagues."""

    action = forms.ChoiceField(
        choices=[("take", _("I look after it")), ("finish", _("Done")), ("reject", _("Not followed")),
                 ("reopen", _("Take up again"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("What was done? For colleagues."), required=False, max_length=2000, widget=forms.Textarea
    )


class SendLinkForm(forms.Form):
    organisation = forms.UUIDField(error_messages={"required": _("Please choose an organisation.")})
    email = forms.EmailField(required=False)
