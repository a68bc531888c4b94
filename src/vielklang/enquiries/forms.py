"""What people send: their question, their code, what they say again. Nothing typed is lost, nothing is an exception."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from vielklang.centres.models import Centre
from vielklang.enquiries.actions import LONGEST_TEXT
from vielklang.enquiries.asking import About, centre_of
from vielklang.enquiries.enums import ContactKind, Outcome, Purpose
from vielklang.enquiries.held import held_voice, key_of
from vielklang.enquiries.passes import OpenedForm, opened_form
from vielklang.enquiries.spam import Way, way_of
from vielklang.enquiries.uploads import SecondsField, VoiceField
from vielklang.enquiries.voice import Voice, clock
from vielklang.places.enums import AnswerKind
from vielklang.places.finding import Place, find_place, place_from_token

_KEPT = "\n\t"
_OVERRIDES = "\u202d\u202e"  # would show a text in another order than it was written in
ONCE_MORE = _("Nothing has been sent yet. Please press “Send” once more.")
TOO_LONG = _("Please write at most 4000 characters.")
TOO_SHORT_NUMBER = _("Please write the phone number with its area code, for example 0151 23456789.")
SAID_OUTCOMES = (Outcome.HELPED, Outcome.PARTLY, Outcome.NOT_HELPED)


class WordsField(forms.CharField):
    """Written words in any script, without control characters; line breaks stay."""

    def to_python(self, value: Any) -> str:
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return "".join(char for char in text if _is_written(char)).strip()


def _is_written(char: str) -> bool:
    return char in _KEPT or (unicodedata.category(char) not in {"Cc", "Cs"} and char not in _OVERRIDES)


class VoiceForm(forms.Form):
    """What can be said instead of written. After `is_valid()`, or with errors, `said` is the recording: the one that
    came now, else the one that is held for this form.
    """

    voice = VoiceField(label=_("Or say it"), required=False)
    voice_seconds = SecondsField(required=False)
    no_voice = forms.BooleanField(label=_("Delete this recording"), required=False)

    said: Voice | None = None

    @property
    def said_length(self) -> str:
        return clock(self.said.seconds) if self.said else ""

    def hear(self, values: dict[str, Any], key: str) -> None:
        fresh = values.get("voice")
        if fresh is not None:
            self.said = replace(fresh, seconds=values.get("voice_seconds"))
        elif key and not values.get("no_voice"):
            self.said = held_voice(key)


class AskForm(VoiceForm):
    """At most three things: the question, the place where it is not known, how to hear the answer.

    After `is_valid()`: `centre`, `found` (the place), `said` and `opened`. `options` are the places that a typed name
    can mean.
    """

    question = WordsField(
        label=_("What do you want to know?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": TOO_LONG},
    )
    where = WordsField(label=_("Postcode or town"), required=False)
    place = forms.CharField(required=False)
    answer_by = forms.ChoiceField(
        label=_("How do you want to hear the answer?"),
        choices=ContactKind.choices,
        initial=ContactKind.CODE,
        error_messages={"required": _("Please choose how you want to hear the answer."),
                        "invalid_choice": _("Please choose how you want to hear the answer.")},
    )  # fmt: skip
    contact = WordsField(label=_("Your e-mail address or phone number"), required=False)
    agrees = forms.MultipleChoiceField(label=_("What do you allow?"), choices=Purpose.choices, required=False)
    form = forms.CharField(required=False)
    # Hidden from people; programs that fill every field give themselves away (spam.py).
    website = forms.CharField(required=False)
    work = forms.CharField(required=False)
    slow = forms.CharField(required=False)

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        self.centre: Centre | None = about.centre
        self.found: Place | None = about.reader.place
        self.options: tuple[Place, ...] = ()
        self.opened: OpenedForm | None = None
        self.way = Way.HELD_OFF

    @property
    def asks_place(self) -> bool:
        return self.about.centre is None

    @property
    def agreed(self) -> list[str]:
        """What is ticked, also in a form with errors."""
        return [str(one) for one in self["agrees"].value() or []]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.asks_place:
            self._find_centre(values.get("place", ""), values.get("where", ""))
        self._check_contact(values)
        self.opened = opened_form(values.get("form", ""))
        self.hear(values, key_of(self.opened.token) if self.opened else "")
        if (
            not values.get("question")
            and self.said is None
            and not {"question", "voice"} & self.errors.keys()
        ):
            self.add_error("question", _("Please write or say your question."))
        self.way = way_of(values, self.opened)
        if self.way == Way.HELD_OFF and not self.errors:
            self.add_error(None, ONCE_MORE)
        return values

    def _find_centre(self, token: str, where: str) -> None:
        answer = find_place(where)
        place = place_from_token(token) or answer.place
        if place is not None:
            self.found, self.centre = place, centre_of(place)
        if self.centre is not None:
            return
        self.options = answer.places
        words = {
            AnswerKind.EMPTY: _("Please type the postcode or the town where you live."),
            AnswerKind.CHOOSE: _("There are several places with this name. Please choose yours."),
        }
        unknown = _("We do not know this place in North Rhine-Westphalia. Please type the postcode.")
        self.add_error("where", words.get(answer.kind, unknown))

    def _check_contact(self, values: dict[str, Any]) -> None:
        kind, contact = values.get("answer_by"), values.get("contact", "")
        if kind is None or kind == ContactKind.CODE:
            values["contact"] = ""
            return
        try:
            values["contact"] = _email(contact) if kind == ContactKind.EMAIL else _number(contact)
        except ValidationError as error:
            self.add_error("contact", error)
        if Purpose.ANSWER not in values.get("agrees", []):
            self.add_error("agrees", _("Please tick that we may contact you, or choose the code."))


def _email(typed: str) -> str:
    try:
        validate_email(typed)
        if len(typed) > 254:
            raise ValidationError("")
    except ValidationError:
        raise ValidationError(_("Please check the e-mail address, for example name@example.org.")) from None
    return typed


def _number(typed: str) -> str:
    """As it was typed (a messenger's name may stand beside it), if a telephone number is in it."""
    found = next(
        iter(phonenumbers.PhoneNumberMatcher(typed[:200], "DE", phonenumbers.Leniency.POSSIBLE)), None
    )
    if found is None or len(typed) > 200:
        raise ValidationError(TOO_SHORT_NUMBER)
    return typed


class CodeForm(forms.Form):
    """Code and PIN; what is wrong with them is not told, so that nobody learns which codes there are."""

    code = forms.CharField(label=_("Code"), required=False)
    pin = forms.CharField(label=_("PIN"), required=False)


class AgainForm(VoiceForm):
    """Something more, written or said; `key` is where a recording of this page is held."""

    text = WordsField(
        label=_("Do you want to say or ask something more?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        if key and not self.is_bound:
            self.said = held_voice(key)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.hear(values, self.key)
        if not values.get("text") and self.said is None and not {"text", "voice"} & self.errors.keys():
            self.add_error("text", _("Please write or say something first."))
        return values


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(choices=[(one.value, one.label) for one in SAID_OUTCOMES])


class WithdrawForm(forms.Form):
    purpose = forms.ChoiceField(choices=Purpose.choices)
