"""Forms of the desk: an obstacle that is no single case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vielklang.enquiries.enums_desk import ThemeState
from vielklang.enquiries.forms_desk import topic_choices
from vielklang.places.models import Municipality
from vielklang.web.forms import AreaForm


def _long(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ThemeForm(AreaForm):
    title = forms.CharField(
        label=_("Obstacle in one sentence"), max_length=160, help_text=_("Without names and single cases."),
        error_messages={"required": _("Please name the obstacle.")},
    )  # fmt: skip
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=ThemeState.choices, initial=ThemeState.OPEN)
    description = _long(_("Description"))
    proposal = _long(_("Proposal"), _("What would help, and who could do it?"))

    def __init__(self, *args: Any, municipalities: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {row.key: row for row in municipalities}
        places = [("", _("whole area")), *((key, row.name) for key, row in self.places.items())]
        self.fields["municipality"].choices = places  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", _("no topic")), *topic_choices()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["municipality"] = self.places.get(cleaned["municipality"])
        cleaned["state"] = ThemeState(cleaned["state"])
        return cleaned
