"""What a centre's lead types about the centre."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import phonenumbers
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from vielklang.centres.actions import CentreProfile, Hours
from vielklang.centres.models import Centre, CentreText
from vielklang.web.formats import weekday
from vielklang.web.forms import AreaForm, dress

OWN_WORD = "Angabe des Zentrums selbst"
_CONTACT = ("office", "street", "postcode", "town", "phone", "email", "website")
_SPAN = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|bis|to)\s*(\d{1,2})(?:[:.](\d{2}))?(?:\s*(?:Uhr|h))?", re.I
)


class HoursField(forms.CharField):
    """Hours of one day: "9–12, 14:00–16:30"; becomes pairs of times in order."""

    def clean(self, value: Any) -> list[tuple[dt.time, dt.time]]:
        text = super().clean(value).strip()
        spans = [self._span(part.strip()) for part in re.split(r"[,;]|\bund\b|\band\b", text) if part.strip()]
        for before, after in zip(sorted(spans), sorted(spans)[1:], strict=False):
            if after[0] < before[1]:
                raise forms.ValidationError(_("These times overlap."))
        return sorted(spans)

    def _span(self, text: str) -> tuple[dt.time, dt.time]:
        found = _SPAN.fullmatch(text)
        try:
            if found is None:
                raise ValueError(text)
            hour, minute, until, until_minute = (int(part or 0) for part in found.groups())
            opens, closes = dt.time(hour, minute), dt.time(until, until_minute)
        except ValueError as error:
            message = _("Please write times like this: 9:00–12:00, 14:00–16:00")
            raise forms.ValidationError(message) from error
        if opens >= closes:
            raise forms.ValidationError(_("The end must be later than the beginning."))
        return opens, closes


class ProfileForm(AreaForm):
    """Contact and hours of the centre's office."""

    office = forms.CharField(
        label=_("Office"), max_length=120, required=False, help_text=_("The unit that people reach there.")
    )
    street = forms.CharField(label=_("Street and house number"), max_length=120, required=False)
    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        validators=[RegexValidator(r"^\d{5}$", _("A postcode has five digits."))],
    )
    town = forms.CharField(label=_("Town"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("A line of the office, not of one person."),
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("Please check the e-mail address, for example name@example.org.")},
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Please check the web address, for example www.example.org.")},
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        self.centre = centre
        super().__init__(*args, initial={field: getattr(centre, field) for field in _CONTACT}, **kwargs)
        known: dict[int, list[str]] = {}
        for row in centre.hours.all():
            known.setdefault(row.weekday, []).append(f"{row.opens:%H:%M}–{row.closes:%H:%M}")
        for day in range(7):
            field = HoursField(
                label=weekday(day), required=False, max_length=100, initial=", ".join(known.get(day, []))
            )
            dress(field)
            self.fields[f"day_{day}"] = field

    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{day}"] for day in range(7)]

    def clean_phone(self) -> str:
        text = str(self.cleaned_data["phone"]).strip()
        try:
            if text and not phonenumbers.is_possible_number(phonenumbers.parse(text, "DE")):
                raise forms.ValidationError(_("Please check the telephone number, for example 02821 123456."))
        except phonenumbers.NumberParseException as error:
            message = _("Please check the telephone number, for example 02821 123456.")
            raise forms.ValidationError(message) from error
        return text

    def profile(self) -> CentreProfile:
        """What changed; a contact that the centre writes itself needs no other source."""
        changes = {field: self.cleaned_data[field] for field in _CONTACT if field in self.changed_data}
        if changes:
            changes["contact_source"] = OWN_WORD
        if "website" in changes:
            changes["website_checked"] = bool(changes["website"])
        return CentreProfile(**changes)  # type: ignore[typeddict-item]

    def hours(self) -> list[Hours]:
        return [Hours(day, *span) for day in range(7) for span in self.cleaned_data[f"day_{day}"]]


class TextForm(AreaForm):
    """Introduction and news in one language."""

    introduction = forms.CharField(
        label=_("Introduction"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    news_title = forms.CharField(label=_("Heading of the news"), max_length=140, required=False)
    news = forms.CharField(
        label=_("News"),
        max_length=4000,
        required=False,
        help_text=_("Without a heading there is no news on the page."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, text: CentreText | None, tag: str, direction: str, **kwargs: Any) -> None:
        fields = ("introduction", "news_title", "news")
        super().__init__(*args, initial={f: getattr(text, f) for f in fields} if text else {}, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"lang": tag, "dir": direction}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("news") and not values.get("news_title"):
            self.add_error("news_title", _("News need a heading."))
        return values
