"""Fields that take what people type: a time without a colon, an amount with a comma; and rows of forms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from vielklang.offers.calendar import END_OF_DAY

_CLOCK = re.compile(r"(\d{1,2})(?:[:.\s]?(\d{2}))?(?:\s*(?:uhr|h))?", re.I)
Data = Mapping[str, Any]
"""What a form sends: a `QueryDict`, or one made of kept work or a draft."""


class ClockField(forms.Field):
    """ "9", "9:30", "9.30 Uhr", "0930"; 24:00 is the end of the day."""

    widget = forms.TextInput(attrs={"type": "time", "class": "vk-input"})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Please write the time as in 9:00 or 14:30.")
    }

    def to_python(self, value: Any) -> dt.time | None:
        text = str(value or "").strip()
        if not text:
            return None
        found = _CLOCK.fullmatch(text) or re.fullmatch(r"(\d{2}):(\d{2}):\d{2}", text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if (hour, minute) == (24, 0):
            return END_OF_DAY
        if hour > 23 or minute > 59:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(hour, minute)


class NumberField(forms.DecimalField):
    """A number with a comma or a point."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "vk-input"})

    def to_python(self, value: Any) -> Any:
        number: Decimal | None = super().to_python(str(value or "").replace(",", ".").strip())
        return number


def day_field(**options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "vk-input"})
    return forms.DateField(required=False, widget=widget, **options)


def text_field(length: int, *, required: bool = False, rows: int = 0, **attributes: Any) -> forms.CharField:
    attributes = {"class": "vk-input", "dir": "auto", **attributes}
    widget = forms.Textarea({**attributes, "rows": rows}) if rows else forms.TextInput(attributes)
    return forms.CharField(max_length=length, required=required, widget=widget)


def choice_field(
    choices: Any, *, required: bool = True, many: bool = False, empty: bool = False
) -> forms.ChoiceField:
    if many:
        return forms.MultipleChoiceField(
            choices=choices, required=required, widget=forms.CheckboxSelectMultiple
        )
    listed = [("", _("please choose")), *choices] if empty else list(choices)
    return forms.ChoiceField(choices=listed, required=required, widget=forms.Select({"class": "vk-select"}))


class TypedForm(forms.Form):
    """Shows what was typed; says what is wrong with it only when asked (`checks`)."""

    def __init__(self, data: Data, *, checks: bool, **options: Any) -> None:
        self.checks = checks
        super().__init__(data, use_required_attribute=False, **options)

    def full_clean(self) -> None:
        if self.checks:
            super().full_clean()
        else:
            self._errors = ErrorDict()


class RowForm(TypedForm):
    """One row of a list; a row in which nothing is filled is none."""

    ignored: ClassVar[tuple[str, ...]] = ()
    """Fields that are filled before anybody typed."""

    def __init__(self, data: Data, *, index: int, name: str, checks: bool) -> None:
        self.index, self.name = index, name
        self.is_empty = not any(
            str(data.get(f"{name}-{index}-{field}") or "").strip()
            for field in self.base_fields
            if field not in self.ignored
        )
        super().__init__(data, prefix=f"{name}-{index}", checks=checks and not self.is_empty)


def row_indexes(data: Data, name: str) -> list[int]:
    """Numbers of the rows that a form sent, in order."""
    pattern = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-")
    return sorted({int(found[1]) for key in data if (found := pattern.match(key))})


def rows_of(kind: type[RowForm], name: str, data: Data, *, checks: bool, spare: bool = True) -> list[RowForm]:
    """The rows that are filled and, with `spare`, an empty one after them."""
    indexes = row_indexes(data, name)
    rows = [kind(data, index=index, name=name, checks=checks) for index in indexes]
    filled = [row for row in rows if not row.is_empty]
    if spare:
        filled.append(kind({}, index=max(indexes, default=-1) + 1, name=name, checks=False))
    return filled
