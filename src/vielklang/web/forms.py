"""What forms of the areas have in common: the look of their fields. Drawn by `web/_field.html`."""

from __future__ import annotations

from typing import Any

from django import forms

_BOXES = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect, forms.HiddenInput)


class AreaForm(forms.Form):
    """A form of the desk or the partner area; `{% include "web/_field.html" with field=form.name %}` draws a field."""

    use_required_attribute = False  # the form itself says what is missing, in the reader's language

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)


def dress(field: forms.Field) -> None:
    """Give a field's widget our class; call it for fields that are added later."""
    widget = field.widget
    if not isinstance(widget, _BOXES):
        widget.attrs.setdefault("class", "vk-select" if isinstance(widget, forms.Select) else "vk-input")
