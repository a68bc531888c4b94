"""What readers send: validated once, here; nonsense becomes one readable sentence, never an exception."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vielklang.core.languages import SPOKEN_LANGUAGES
from vielklang.offers.enums import OfferKind, TargetGroup
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.places.finding import place_from_token
from vielklang.upkeep.enums import ReportCategory

LONGEST_QUESTION = 400
DISTANCES_KM = (2, 5, 10, 25, 50)


def clean_text(value: str, longest: int = LONGEST_QUESTION) -> str:
    """Typed text without control characters, folded spaces, cut at `longest` characters."""
    kept = (" " if unicodedata.category(char) == "Cc" else char for char in value[: longest * 4])
    return re.sub(r"\s+", " ", "".join(kept)).strip()[:longest]


class QuestionField(forms.CharField):
    """Free text that is never refused: what cannot be searched is cleaned away."""

    default_validators: list[Any] = []

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return clean_text(str(value or ""))


class ChosenField(forms.MultipleChoiceField):
    """Any number of the choices; the empty value of a select that stands on "all" is none of them."""

    def to_python(self, value: Any) -> list[str]:
        return [one for one in super().to_python(value) if one]


class SearchForm(forms.Form):
    """Question, place and filters of the result page; every filter survives reload because it stands in the address."""

    q = QuestionField()
    place = forms.CharField(required=False, max_length=40)
    area = forms.CharField(required=False, max_length=40)
    topic = ChosenField(required=False)
    language = forms.ChoiceField(required=False)
    kind = ChosenField(required=False, choices=OfferKind.choices)
    group = forms.ChoiceField(required=False, choices=[("", ""), *TargetGroup.choices])
    age = forms.IntegerField(required=False, min_value=0, max_value=120)
    open = forms.ChoiceField(
        required=False, choices=[("", _("any time")), ("now", _("open now")), ("today", _("open today"))]
    )
    step_free = forms.BooleanField(required=False)
    childcare = forms.BooleanField(required=False)
    free = forms.BooleanField(required=False)
    online = forms.BooleanField(required=False)
    km = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("any distance")), *((n, f"{n} km") for n in DISTANCES_KM)],
    )
    view = forms.ChoiceField(required=False, choices=[("", _("list")), ("map", _("map"))])
    page = forms.IntegerField(required=False, min_value=1, max_value=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taxonomy = get_taxonomy()
        self.fields["topic"].choices = [(key, key) for key in taxonomy.topic_keys]  # type: ignore[attr-defined]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("any language")),
            *((language.tag, language.endonym) for language in SPOKEN_LANGUAGES),
        ]

    def clean_area(self) -> str:
        area = self.cleaned_data["area"]
        if area and area not in get_taxonomy().life_area_keys:
            raise forms.ValidationError(_("This area of life does not exist."))
        return str(area)

    def clean_place(self) -> str:
        token = self.cleaned_data["place"]
        if token and place_from_token(token) is None:
            raise forms.ValidationError(_("This place is not known."))
        return str(token)


def validated(form: forms.Form) -> dict[str, Any]:
    """The form's values; raises `BadRequest` with the first problem for an address that nobody could have clicked."""
    if form.is_valid():
        return form.cleaned_data
    field, problems = next(iter(form.errors.items()))
    raise BadRequest(f"{field}: {problems[0]}")


def search_values(parameters: QueryDict) -> dict[str, Any]:
    """Validated values of the result page's address."""
    return validated(SearchForm(parameters))


class PlaceForm(forms.Form):
    where = QuestionField()
    q = QuestionField()
    area = forms.SlugField(required=False, max_length=40)
    topic = forms.SlugField(required=False, max_length=40)


class LocateForm(forms.Form):
    lat = forms.FloatField(min_value=-90, max_value=90)
    lon = forms.FloatField(min_value=-180, max_value=180)
    q = QuestionField()


class FeedbackForm(forms.Form):
    """A barrier somebody met. An address is only needed for an answer."""

    message = forms.CharField(
        label=_("What does not work for you?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Please write what does not work for you."),
            "max_length": _("Please write at most 4000 characters."),
        },
    )
    page = forms.CharField(label=_("On which page?"), required=False, max_length=300)
    email = forms.EmailField(
        label=_("Your e-mail address, if you would like an answer"),
        required=False,
        error_messages={"invalid": _("Please check the e-mail address, for example name@example.org.")},
    )
    # Hidden from people; programs that fill every field give themselves away.
    website = forms.CharField(required=False, max_length=200)


REPORT_CHOICES = [
    (ReportCategory.PHONE.value, _("The phone number is wrong")),
    (ReportCategory.HOURS.value, _("The opening hours are wrong")),
    (ReportCategory.GONE.value, _("This does not exist any more")),
    (ReportCategory.IDEA.value, _("I have an idea")),
    (ReportCategory.OTHER.value, _("Something else")),
]
"""In the guide's words and languages; the desk has its own."""


class ReportForm(forms.Form):
    """What is wrong with an offer, or an idea. How to reach the reader is needed for an answer alone."""

    category = forms.ChoiceField(
        label=_("What is it about?"),
        choices=REPORT_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what it is about.")},
    )
    text = forms.CharField(
        label=_("What should we know?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"max_length": _("Please write at most 2000 characters.")},
    )
    contact = forms.CharField(
        label=_("Your e-mail address or phone number, if you would like an answer"),
        required=False,
        max_length=200,
    )
    may_share = forms.BooleanField(
        label=_("Those who run the offer may contact me, too"),
        required=False,
    )
    # Hidden from people; programs that fill every field give themselves away.
    website = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        needs_words = values.get("category") in {ReportCategory.IDEA, ReportCategory.OTHER}
        if needs_words and not str(values.get("text", "")).strip() and "text" not in self.errors:
            self.add_error("text", _("Please write in a few words what you mean."))
        return values
