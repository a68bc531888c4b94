"""Forms of absences and checklists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vielklang.accounts.models import User
from vielklang.enquiries.forms_desk import topic_choices
from vielklang.enquiries.forms_desk_modules import topics_field
from vielklang.web.forms import AreaForm

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOST_STEPS = 30


class AbsenceForm(AreaForm):
    """`persons`: whose absence may be entered; `people`: who can stand in."""

    person = forms.ChoiceField(label=_("Who is away?"))
    starts_on = forms.DateField(label=_("First day"), widget=_DATE)
    ends_on = forms.DateField(label=_("Last day"), widget=_DATE)
    substitute = forms.ChoiceField(
        label=_("Who stands in?"), error_messages={"required": _("Please choose who stands in.")}
    )

    def __init__(self, *args: Any, persons: list[User], people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.public_id): row for row in people}
        self.fields["person"].choices = [(str(row.public_id), row.name) for row in persons]  # type: ignore[attr-defined]
        self.fields["substitute"].choices = [  # type: ignore[attr-defined]
            ("", _("please choose")), *((key, row.name) for key, row in self.people.items())
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day cannot lie before the first."))
        if values.get("person") and values.get("person") == values.get("substitute"):
            self.add_error("substitute", _("Somebody else has to stand in."))
        return values

    def values(self) -> dict[str, Any]:
        named = {name: self.people[self.cleaned_data[name]] for name in ("person", "substitute")}
        return {**self.cleaned_data, **named}


class ChecklistForm(AreaForm):
    title = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Please give it a name.")}
    )
    steps = forms.CharField(
        label=_("Steps, one a line"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A step whose words stay the same keeps its ticks, wherever it stands in the list."),
        error_messages={"required": _("Please write at least one step.")},
    )
    topics = topics_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = topic_choices()  # type: ignore[attr-defined]

    def clean_steps(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["steps"].splitlines()]
        steps = list(dict.fromkeys(line for line in lines if line))
        if len(steps) > MOST_STEPS:
            raise forms.ValidationError(_("Please write thirty steps at most."))
        if any(len(step) > 200 for step in steps):
            raise forms.ValidationError(_("A step has 200 signs at most."))
        return steps
