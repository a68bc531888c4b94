"""Forms of the desk: what the inbox shows, an answer, an enquiry by telephone or at the counter, the rules."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vielklang.accounts.models import User
from vielklang.core.languages import GUIDE_LANGUAGES, get_language, same_language
from vielklang.core.texts import TextStatus
from vielklang.enquiries.actions import LONGEST_TEXT, Question
from vielklang.enquiries.enums import Channel, ContactKind, FileScan, Outcome, Purpose
from vielklang.enquiries.files import CheckedFile, UnacceptableFileError, check_file
from vielklang.enquiries.mentions import named_in
from vielklang.enquiries.models import Absence
from vielklang.enquiries.models.files import LARGEST_FILE
from vielklang.enquiries.queries import Wanted
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.places.models import Municipality
from vielklang.web.formats import page_tag
from vielklang.web.forms import AreaForm

MOST_OFFERS = 12
Choices = list[tuple[str, Any]]


def topic_choices() -> Choices:
    taxonomy, tag = get_taxonomy(), page_tag()
    return [
        (
            taxonomy.life_area_name(area, tag),
            [(key, taxonomy.topic_name(key, tag)) for key in taxonomy.topics_of(area)],
        )
        for area in taxonomy.life_area_keys
    ]


def language_choices() -> Choices:
    """Languages of the guide: in these the person can read the page with the answer."""
    german = page_tag().startswith("de")
    return [(row.tag, row.german_name if german else row.english_name) for row in GUIDE_LANGUAGES]


def _text(label: Any, rows: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        **options,
    )


class InboxFilterForm(AreaForm):
    """In the address. What is wrong there filters nothing."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    text = forms.CharField(label=_("Words, name, phone or number"), required=False, max_length=200)
    urgent = forms.BooleanField(label=_("urgent only"), required=False)
    held = forms.BooleanField(label=_("held"), required=False)

    def __init__(self, asked: QueryDict, municipalities: list[Municipality]) -> None:
        super().__init__(asked, auto_id="filter_%s")
        for name, choices in (
            ("topic", topic_choices()),
            ("language", language_choices()),
            ("municipality", [(row.key, row.name) for row in municipalities]),
        ):
            self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]

    def wanted(self, tab: str) -> Wanted:
        self.is_valid()
        return Wanted(tab=tab, **self.cleaned_data)


class AnswerForm(AreaForm):
    """The answer in German and, if there is one, in the person's language; offers that it names."""

    german = _text(
        _("Answer in German"), 8, error_messages={"required": _("Please write the answer in German.")}
    )
    text = _text(_("The same in the person's language"), 8, required=False)
    status = forms.ChoiceField(
        label=_("The translation was made by"),
        required=False,
        choices=[
            (TextStatus.HUMAN, _("a person")),
            (TextStatus.MACHINE, _("a machine")),
            (TextStatus.REVIEWED, _("a machine, and I have checked it")),
        ],
        initial=TextStatus.HUMAN,
        widget=forms.RadioSelect,
    )
    find = forms.CharField(label=_("Find offers"), required=False, max_length=200)
    file = forms.FileField(
        label=_("Attach a file"), required=False,
        help_text=_("Picture, PDF, text, at most 10 MB. Choose it last: other buttons than “Send” forget it."),
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tongue = get_language(language)
        self.fields["german"].widget.attrs |= {"lang": "de", "dir": "ltr"}
        self.fields["text"].widget.attrs |= {"lang": tongue.tag, "dir": tongue.direction}
        if same_language(language, "de"):
            del self.fields["text"], self.fields["status"]

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "german": cleaned["german"],
            "text": cleaned.get("text", ""),
            "status": TextStatus(cleaned.get("status") or TextStatus.HUMAN),
            "file": cleaned.get("file"),
        }

    def clean_file(self) -> CheckedFile | None:
        """Looked at as what people send is; the person gets it at once, so that it does not wait for a scanner."""
        sent = self.cleaned_data.get("file")
        if not sent:
            return None
        try:
            found = check_file(sent.name, sent.read(LARGEST_FILE + 1))
        except UnacceptableFileError as error:
            raise forms.ValidationError(error.problem.label) from error
        if found.scan == FileScan.WAITING:
            raise forms.ValidationError(
                _("The virus scanner does not answer. Please try again in some minutes.")
            )
        return found


def chosen_ids(data: QueryDict) -> list[uuid.UUID]:
    """The ids of ticked offers, each once; what is none is left out."""
    found: list[uuid.UUID] = []
    for written in data.getlist("offers")[:MOST_OFFERS]:
        try:
            key = uuid.UUID(written)
        except ValueError:
            continue
        if key not in found:
            found.append(key)
    return found


class TranscriptForm(AreaForm):
    """What somebody said in a voice message."""

    transcript = _text(
        _("What was said, in German"), 4, error_messages={"required": _("Please write down what was said.")}
    )


class NoteForm(AreaForm):
    note = _text(_("Internal note"), 3, error_messages={"required": _("Please write the note.")})
    mention = forms.ChoiceField(
        label=_("Tell a colleague"), required=False, help_text=_("Or write @ and the name, also several.")
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.public_id): row for row in people}
        self.fields["mention"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody")), *((key, row.name) for key, row in self.people.items())
        ]  # fmt: skip

    def named(self) -> list[User]:
        """Whom the note names, chosen or written."""
        chosen = self.people.get(self.cleaned_data["mention"])
        return [
            *([chosen] if chosen else []),
            *named_in(self.cleaned_data["note"], list(self.people.values())),
        ]


class CloseForm(AreaForm):
    outcome = forms.ChoiceField(
        label=_("What became of it?"), choices=Outcome.choices, initial=Outcome.UNKNOWN
    )


class AssignForm(AreaForm):
    person = forms.ChoiceField(label=_("Who looks after it?"), required=False)

    def __init__(self, *args: Any, people: list[User], away: Mapping[int, Absence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.public_id): row for row in people}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody yet")), *((key, _with_absence(row, away)) for key, row in self.people.items())
        ]  # fmt: skip


def _with_absence(person: User, away: Mapping[int, Absence]) -> str:
    absence = away.get(person.pk)
    return _("%(name)s (away, %(substitute)s stands in)") % {
        "name": person.name, "substitute": absence.substitute.name,
    } if absence else person.name  # fmt: skip


class RulesForm(AreaForm):
    takes_enquiries = forms.BooleanField(
        label=_("The guide offers to ask us"),
        required=False,
        help_text=_("Without it the guide names your telephone number and address alone."),
    )
    answer_within_days = forms.IntegerField(
        label=_("Working days to an answer"),
        min_value=1,
        max_value=60,
        help_text=_("Weekends and public holidays do not count. It holds for questions from now on."),
    )
    urgent_within_days = forms.IntegerField(
        label=_("Working days to an answer where it is urgent"), min_value=1, max_value=60
    )
    escalate_after_days = forms.IntegerField(
        label=_("Working days until the leads are told"),
        min_value=1,
        max_value=30,
        help_text=_(
            "An overdue enquiry is first a matter of the person who looks after it. After so many days the leads get "
            "a mail; at once where nobody looks after it."
        ),
    )

    uses_translator = forms.BooleanField(
        label=_("A machine may translate enquiries and answers"),
        required=False,
        help_text=_(
            "Then texts of enquiries leave the house when somebody presses “Translate”: to the translation service "
            "that the operator has set. Without it nothing is sent."
        ),
    )
    mails_mentions = forms.BooleanField(
        label=_("Who is named in a note gets a mail"),
        required=False,
        help_text=_("The mail says that there is something to read, not what."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (values.get("urgent_within_days") or 0) > (values.get("answer_within_days") or 60):
            self.add_error("urgent_within_days", _("Urgent questions cannot wait longer than others."))
        return values


class NewEnquiryForm(AreaForm):
    """An enquiry by telephone or at the counter, in the order in which people speak."""

    question = _text(
        _("What does the person ask?"), 4, help_text=_("In German or in the person's own words."),
        error_messages={"required": _("Please write what the person asks.")},
    )  # fmt: skip
    written_in = forms.ChoiceField(
        label=_("You wrote it in"), choices=[("de", _("German")), ("own", _("the person's language"))]
    )
    language = forms.ChoiceField(
        label=_("Language in which the person reads the answer"),
        error_messages={"required": _("Please choose the language.")},
    )
    municipality = forms.ChoiceField(label=_("Where the person lives"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    second_topic = forms.ChoiceField(label=_("Another topic"), required=False)
    channel = forms.ChoiceField(
        label=_("How the person asked"), choices=[c for c in Channel.choices if c[0] != Channel.GUIDE]
    )
    is_urgent = forms.BooleanField(
        label=_("urgent: violence, danger for a child, home lost tomorrow"), required=False
    )
    contact_kind = forms.ChoiceField(
        label=_("How the person hears the answer"), choices=ContactKind.choices, initial=ContactKind.CODE
    )
    contact = forms.CharField(
        label=_("Telephone, e-mail or messenger"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr"}), help_text=_("Empty where the person comes back with the code."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name, if the person wants to say it"), required=False, max_length=120)
    purposes = forms.MultipleChoiceField(
        label=_("The person agrees:"),
        required=False,
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, municipalities: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].widget.attrs["autofocus"] = True
        self.municipalities = {row.key: row for row in municipalities}
        topics = [("", _("not said")), *topic_choices()]
        for name, choices in (
            ("language", [("", _("please choose")), *language_choices()]),
            (
                "municipality",
                [("", _("not said")), *((key, row.name) for key, row in self.municipalities.items())],
            ),
            ("topic", topics),
            ("second_topic", topics),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind, contact = values.get("contact_kind"), values.get("contact", "")
        if kind == ContactKind.CODE and (contact or values.get("name")):
            self.add_error(
                "contact_kind", _("Please choose how to reach the person, or leave contact and name empty.")
            )
        elif kind != ContactKind.CODE:
            self._check_contact(str(kind), contact, values.get("purposes") or [])
        return values

    def _check_contact(self, kind: str, contact: str, purposes: list[str]) -> None:
        if not contact:
            self.add_error("contact", _("Please write how to reach the person, or choose the code."))
        elif kind == ContactKind.EMAIL:
            try:
                validate_email(contact)
            except forms.ValidationError:
                self.add_error("contact", _("Please check the e-mail address, for example name@example.org."))
        if Purpose.ANSWER not in purposes:
            self.add_error("purposes", _("A contact is kept only where the person agrees to be contacted."))

    def asked(self, form_token: str | None) -> Question:
        values = self.cleaned_data
        return Question(
            language=values["language"],
            text=values["question"],
            contact_kind=ContactKind(values["contact_kind"]),
            contact=values["contact"],
            name=values["name"],
            municipality=self.municipalities.get(values["municipality"]),
            topics=list(dict.fromkeys(key for key in (values["topic"], values["second_topic"]) if key)),
            purposes=frozenset(Purpose(value) for value in values["purposes"]),
            is_urgent=values["is_urgent"],
            channel=Channel(values["channel"]),
            form_token=form_token,
            written_in="de" if values["written_in"] == "de" else "",
        )
