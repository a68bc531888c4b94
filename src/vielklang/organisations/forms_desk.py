"""What staff and organisations themselves type about an organisation; checked here in their language."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vielklang.centres.models import Centre
from vielklang.core.areas import Area
from vielklang.core.languages import GUIDE_LANGUAGES, SPOKEN_LANGUAGES
from vielklang.organisations.actions import ContactDraft, OrganisationDraft
from vielklang.organisations.contact import normal_phone
from vielklang.organisations.enums import OrganisationKind
from vielklang.organisations.enums_desk import Answer, Consent, FundingState, LegalForm
from vielklang.organisations.listing import SORTS
from vielklang.organisations.matching.entry import Entry
from vielklang.organisations.meanwhile_desk import MeanwhileForm
from vielklang.organisations.models import ContactPerson, FundingCondition, Organisation, OrganisationChange
from vielklang.organisations.models.organisation import LONGEST_DESCRIPTION
from vielklang.organisations.queries import ConditionState, organisations_of
from vielklang.places.models import Municipality
from vielklang.web.formats import phone_number
from vielklang.web.forms import AreaForm, dress

MOST_COMMUNITIES = 20
_NO_MAIL = {"invalid": _("Please check the e-mail address, for example name@example.org.")}
_NO_NUMBER = {"invalid": _("Please write a number."), "min_value": _("Please check this number.")}


def spoken_choices() -> list[tuple[str, str]]:
    german = (get_language() or "de").startswith("de")
    names = [(x.tag, x.german_name if german else x.english_name) for x in SPOKEN_LANGUAGES]
    return sorted(names, key=lambda choice: choice[1])


class PhoneField(forms.CharField):
    """A number as people write it; becomes E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """As people write it: "02821 123456"."""
        return phone_number(value)[0] if isinstance(value, str) and value.startswith("+") else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self._same(initial), self._same(data)))

    @staticmethod
    def _same(value: Any) -> Any:
        """The same number has one form, however it was written."""
        try:
            return normal_phone(value or "")
        except ValueError:
            return value

    def clean(self, value: Any) -> str:
        try:
            return normal_phone(super().clean(value))
        except ValueError as error:
            message = _("Please check the telephone number, for example 02821 123456.")
            raise forms.ValidationError(message) from error


class LanguagesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, choices=spoken_choices, **kwargs)


class OrganisationForm(MeanwhileForm, AreaForm):
    """Everything about an entry. `draft` and `texts` are what the actions take."""

    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Please write the name.")}
    )
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[("", "–"), *OrganisationKind.choices],
        error_messages={"required": _("Please choose the kind.")},
    )
    street = forms.CharField(label=_("Street and house number"), max_length=120, required=False)
    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        validators=[RegexValidator(r"^\d{5}$", _("A postcode has five digits."))],
    )
    town = forms.CharField(label=_("Town"), max_length=80, required=False)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), required=False, empty_label="–"
    )
    phone = PhoneField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, error_messages=_NO_MAIL)
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": _("Please check the web address, for example www.example.org.")},
    )
    legal_form = forms.ChoiceField(
        label=_("Legal form"), choices=[("", "–"), *LegalForm.choices], required=False
    )
    registration_number = forms.CharField(
        label=_("Register number"),
        max_length=60,
        required=False,
        help_text=_("For example the number in the register of associations."),
    )
    umbrella = forms.CharField(
        label=_("Umbrella organisation"),
        max_length=200,
        required=False,
        help_text=_("Its exact name; it must have an entry of its own."),
        widget=forms.TextInput(attrs={"list": "umbrellas", "autocomplete": "off"}),
    )
    founded_year = forms.IntegerField(
        label=_("Founded in"), min_value=1000, max_value=2200, required=False, error_messages=_NO_NUMBER
    )
    member_count = forms.IntegerField(
        label=_("Members"), min_value=0, max_value=10_000_000, required=False, error_messages=_NO_NUMBER
    )
    communities = forms.CharField(
        label=_("Communities"),
        max_length=600,
        required=False,
        help_text=_("In the organisation's own words, separated by commas."),
    )
    languages = LanguagesField(label=_("Languages spoken there"))

    def __init__(
        self, *args: Any, area: Area, organisation: Organisation | None = None, **kwargs: Any
    ) -> None:
        self.area, self.organisation = area, organisation
        texts = {text.language: text.description for text in organisation.texts.all()} if organisation else {}
        initial = _initial(organisation) if organisation else {}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        if area.centre is not None:
            inside = Municipality.objects.filter(centre_area__centre=area.centre)
            self.fields["municipality"].queryset = inside.order_by("name")  # type: ignore[attr-defined]
        self.text_names: list[str] = []
        for language in GUIDE_LANGUAGES:
            self._add_text(language.tag, language.endonym, language.direction, texts.get(language.tag, ""))

    def _add_text(self, tag: str, name: str, direction: str, text: str) -> None:
        field = forms.CharField(
            label=name,
            required=False,
            initial=text,
            max_length=LONGEST_DESCRIPTION,
            widget=forms.Textarea(attrs={"rows": 3, "lang": tag, "dir": direction}),
        )
        dress(field)
        self.fields[f"text_{tag}"] = field
        self.text_names.append(f"text_{tag}")

    def german_text(self) -> forms.BoundField:
        return self["text_de"]

    def other_texts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.text_names if name != "text_de"]

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"]).strip()

    def clean_communities(self) -> list[str]:
        found = [part.strip() for part in re.split(r"[,;\n]", self.cleaned_data["communities"])]
        found = list(dict.fromkeys(part for part in found if part))
        if len(found) > MOST_COMMUNITIES or any(len(part) > 60 for part in found):
            raise forms.ValidationError(_("At most 20 communities with at most 60 letters each, please."))
        return found

    def clean_umbrella(self) -> Organisation | None:
        name = str(self.cleaned_data["umbrella"]).strip()
        if not name:
            return None
        rows = organisations_of(self.area.centre).filter(name__iexact=name)
        if self.organisation is not None:
            rows = rows.exclude(pk=self.organisation.pk)
        if (found := rows.order_by("pk").first()) is None:
            raise forms.ValidationError(
                _("There is no entry with exactly this name. Create it first, or leave this empty.")
            )
        return found

    def draft(self) -> OrganisationDraft:
        fields = set(OrganisationDraft.__dataclass_fields__) & set(self.cleaned_data)
        values = {field: self.cleaned_data[field] for field in fields}
        if self.organisation is None:
            return OrganisationDraft(centre=self.area.centre, **values)
        kept = ("kind", "municipality")  # what this form does not ask stays
        return OrganisationDraft(**{field: getattr(self.organisation, field) for field in kept} | values)

    def texts(self) -> dict[str, str]:
        return {name.removeprefix("text_"): self.cleaned_data[name] for name in self.text_names}

    def entry(self) -> Entry:
        """What is compared with other entries before this one is saved."""
        fields = ("name", "street", "postcode", "town", "phone", "email", "website")
        return Entry(0, **{field: self.cleaned_data[field] for field in fields})


class PartnerOrganisationForm(OrganisationForm):
    """What an organisation says about itself; its kind and its place in the register are the centre's."""

    def __init__(self, *args: Any, change: OrganisationChange | None = None, **kwargs: Any) -> None:
        """`change`: what waits for the centre; the organisation goes on from there."""
        super().__init__(*args, initial=change.proposed if change else {}, **kwargs)
        for name in ("kind", "umbrella", "municipality"):
            del self.fields[name]


def _initial(organisation: Organisation) -> dict[str, Any]:
    plain = (
        "name", "kind", "street", "postcode", "town", "phone", "email", "website", "legal_form", "languages",
        "registration_number", "founded_year", "member_count",
    )  # fmt: skip
    return {field: getattr(organisation, field) for field in plain} | {
        "municipality": organisation.municipality_id,
        "umbrella": organisation.umbrella.name if organisation.umbrella else "",
        "communities": ", ".join(organisation.communities),
    }


class ContactForm(AreaForm):
    """Somebody to talk to. Public only with the day and the way of the agreement."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Please write the name.")}
    )
    function = forms.CharField(label=_("Function"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, error_messages=_NO_MAIL)
    phone = PhoneField(label=_("Telephone"), max_length=40, required=False)
    languages = LanguagesField(label=_("Languages"))
    receives_reminders = forms.BooleanField(
        label=_("Receives the reminders to confirm offers"), required=False
    )
    is_public = forms.BooleanField(
        label=_("Has agreed that name, telephone and e-mail are shown in the guide"), required=False
    )
    public_agreed_on = forms.DateField(
        label=_("Agreed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Please choose a day.")},
    )
    public_agreed_how = forms.ChoiceField(
        label=_("How did the person agree?"), choices=[("", "–"), *Consent.choices], required=False
    )

    def __init__(self, *args: Any, contact: ContactPerson | None = None, **kwargs: Any) -> None:
        fields = ContactDraft.__dataclass_fields__
        initial = {field: getattr(contact, field) for field in fields} if contact else {}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("receives_reminders") and not values.get("email") and "email" not in self.errors:
            self.add_error("email", _("Reminders need an e-mail address."))
        if values.get("is_public"):
            self._check_agreement(values)
        return values

    def _check_agreement(self, values: dict[str, Any]) -> None:
        if not values.get("public_agreed_on") and "public_agreed_on" not in self.errors:
            self.add_error("public_agreed_on", _("Please say when the person agreed."))
        if not values.get("public_agreed_how"):
            self.add_error("public_agreed_how", _("Please say how the person agreed."))

    def draft(self) -> ContactDraft:
        return ContactDraft(**self.cleaned_data)


class PartnerContactForm(ContactForm):
    """The organisation's own members: ticking the box is the agreement, today, in the partner area."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = (self.initial.get("public_agreed_on"), self.initial.get("public_agreed_how"))
        del self.fields["public_agreed_on"], self.fields["public_agreed_how"]

    def _check_agreement(self, values: dict[str, Any]) -> None:
        on, how = self._known
        values |= {
            "public_agreed_on": on or timezone.localdate(),
            "public_agreed_how": how or Consent.PARTNER,
        }


class ConditionsForm(AreaForm):
    """One question for each of the state's conditions that hold today."""

    def __init__(self, *args: Any, states: list[ConditionState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions: dict[str, FundingCondition] = {}
        for state in states:
            name = state.condition.key
            self.conditions[name] = state.condition
            self.fields[name] = forms.ChoiceField(
                label=state.condition.name_in(get_language() or "de"),
                choices=Answer.choices,
                initial=state.answer,
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[FundingCondition, Answer]:
        return {row: Answer(self.cleaned_data[name]) for name, row in self.conditions.items()}


class NoteForm(AreaForm):
    text = forms.CharField(
        label=_("New note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write something.")},
    )


class MoveForm(AreaForm):
    """To which other centre an entry goes."""

    target = forms.ModelChoiceField(
        label=_("Integration centre"),
        queryset=Centre.objects.none(),
        to_field_name="slug",
        empty_label=_("Please choose"),
        error_messages={
            "required": _("Please choose a centre."),
            "invalid_choice": _("Please choose a centre."),
        },
    )
    sure = forms.BooleanField(
        label=_("Yes, hand the entry over"),
        error_messages={"required": _("Please tick this when you are sure.")},
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Centre.objects.exclude(pk=area.centre.pk).order_by("name")
        self.fields["target"].queryset = others  # type: ignore[attr-defined]


class RejectForm(AreaForm):
    reason = forms.CharField(
        label=_("Reason, for the organisation"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please write a reason.")},
    )


def umbrella_names(area: Area) -> list[str]:
    """Names to choose from while typing: entries of the whole state and those that are an umbrella already."""
    rows = organisations_of(area.centre).filter(Q(centre=None) | Q(members__isnull=False))
    return list(rows.order_by("name").values_list("name", flat=True).distinct()[:200])


class FilterForm(AreaForm):
    """The filters above the list; they stand in the address."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all")), *OrganisationKind.choices], required=False
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    mso = forms.ChoiceField(
        label=_("Funding conditions"), choices=[("", _("all")), *FundingState.choices], required=False
    )
    offers = forms.ChoiceField(
        label=_("Offers"),
        choices=[
            ("", _("all")),
            ("with", _("with published offers")),
            ("without", _("without published offers")),
        ],
        required=False,
    )
    profile = forms.ChoiceField(
        label=_("Public profile"),
        choices=[
            ("", _("all")),
            ("public", _("has a page")),
            ("requested", _("has asked for one")),
            ("none", _("has no page")),
        ],
        required=False,
    )
    changes = forms.ChoiceField(
        label=_("Changes"),
        choices=[("", _("all")), ("waiting", _("wait for us")), ("direct", _("made at once, not seen yet"))],
        required=False,
    )
    sort = forms.ChoiceField(choices=[(key, key) for key in SORTS], required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Municipality.objects.filter(centre_area__centre=area.centre).order_by("name")
        self.fields["municipality"].choices = [("", _("all")), *inside.values_list("key", "name")]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("all")), *spoken_choices()]  # type: ignore[attr-defined]
