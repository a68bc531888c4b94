"""Two people have the same form open: what both changed is said to the second, everything else is kept of both."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _


class MeanwhileForm(forms.Form):
    """A form that knows from a hidden `seen` what it showed when the person began to write.

    A field that only somebody else has changed since takes the stored value; one that both changed is an error that
    says what is stored now. Saving once more replaces it, because the page has shown it then.
    """

    def seen(self) -> str:
        """For the hidden field: what is stored now."""
        return json.dumps(self._stored())

    def full_clean(self) -> None:
        both = self._take_over() if isinstance(self.data, QueryDict) else []
        super().full_clean()
        if both:
            stored = self._stored()
            found = "; ".join(
                f"{self.fields[name].label}: {_shown(self.fields[name], stored[name])}" for name in both
            )
            self.add_error(
                None,
                _(
                    "Somebody else has changed the same in the meantime. Stored now: %(fields)s. "
                    "Save again to replace it by what you wrote."
                )
                % {"fields": found},
            )

    def _stored(self) -> dict[str, Any]:
        return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}

    def _take_over(self) -> list[str]:
        """Put what only somebody else changed into the data; returns the fields that both changed."""
        stored, seen, both = self._stored(), _read(self.data.get("seen", "")), []
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        for name, then in seen.items():
            if name not in stored or isinstance(then, list) != isinstance(stored[name], list):
                continue
            typed = self.fields[name].widget.value_from_datadict(data, self.files, name)
            if then == stored[name] or not self.fields[name].has_changed(stored[name], typed):
                continue
            if self.fields[name].has_changed(then, typed):
                both.append(name)
            else:
                now = stored[name] if isinstance(stored[name], list) else [stored[name]]
                data.setlist(name, ["" if value is None else str(value) for value in now])
        self.data = data
        return both


def _read(text: str) -> dict[str, Any]:
    """What the page knew; nothing where somebody meddled with it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    plain = (str, int, list, type(None))
    return {name: x for name, x in found.items() if isinstance(x, plain)} if isinstance(found, dict) else {}


def _shown(field: forms.Field, value: Any) -> str:
    if value in ("", None, []):
        return _("empty")
    if isinstance(value, list):
        return ", ".join(value)
    choices = getattr(field, "choices", ())
    return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
