"""The editor's form: texts and facts of an offer, and with the rows of `desk_rows` a whole draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vielklang.core.areas import Area, AreaKind
from vielklang.core.languages import GUIDE_TAGS, SPOKEN_LANGUAGES, get_language
from vielklang.offers import enums
from vielklang.offers.desk_fields import Data, NumberField, TypedForm, choice_field, day_field, text_field
from vielklang.offers.desk_words import language_name, staff_tag
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.contact import contact_problems
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality

TEXTS = {
    "title": "title", "summary": "summary", "description": "description", "how_to_join": "how_to_join",
    "bring": "bring", "conditions": "conditions_text", "costs": "costs_text",
}  # fmt: skip
"""Fields of a text and their names in the form."""
ACCESS = ("step_free_entrance", "accessible_toilet", "lift", "sign_language", "hearing_loop")


class OfferForm(TypedForm):
    """All but the rows. `must_be_public`: readers see the result, so summary and description are needed."""

    base_number = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    source_language = choice_field([(tag, tag) for tag in GUIDE_TAGS], required=False)
    title = text_field(160, required=True)
    summary = text_field(300, rows=2)
    description = text_field(20_000, rows=10)
    how_to_join = text_field(5000, rows=3)
    bring = text_field(5000, rows=2)
    conditions_text = text_field(5000, rows=2)
    costs_text = text_field(5000, rows=2)
    organisation = text_field(300, required=True, list="organisations", autocomplete="off")
    kind = choice_field(enums.OfferKind.choices, empty=True)
    topics = choice_field([], many=True)
    target_groups = choice_field(enums.TargetGroup.choices, many=True, required=False)
    age_from = NumberField(required=False, min_value=0, max_value=120, max_digits=4, decimal_places=1)
    age_to = NumberField(required=False, min_value=0, max_value=120, max_digits=4, decimal_places=1)
    delivery = choice_field(enums.Delivery.choices, many=True)
    area = choice_field(enums.AreaServed.choices, empty=True)
    municipality = choice_field([], required=False)
    joining = choice_field(enums.Joining.choices, empty=True)
    capacity = choice_field(enums.Capacity.choices)
    cost_kind = choice_field(enums.CostKind.choices, empty=True)
    cost_amount = NumberField(required=False, min_value=0, max_digits=8, decimal_places=2)
    childcare = choice_field(enums.Childcare.choices)
    interpreting = forms.BooleanField(required=False)
    languages = choice_field([], many=True)
    step_free_entrance = choice_field(enums.Known.choices)
    accessible_toilet = choice_field(enums.Known.choices)
    lift = choice_field(enums.Known.choices)
    sign_language = choice_field(enums.Known.choices)
    hearing_loop = choice_field(enums.Known.choices)
    documents = choice_field(enums.Document.choices, many=True, required=False)
    conditions = choice_field(enums.Condition.choices, many=True, required=False)
    phone = text_field(40, type="tel", dir="ltr", autocomplete="off")
    email = text_field(254, type="email", dir="ltr", autocomplete="off")
    website = text_field(200, type="url", dir="ltr", autocomplete="off")
    funding_programme = text_field(80)
    valid_from = day_field()
    valid_until = day_field()
    confirm_every = choice_field([(str(x.value), x.label) for x in enums.ConfirmInterval])
    pause_from = day_field()
    pause_until = day_field()
    note = text_field(300)

    def __init__(self, data: Data, *, area: Area, checks: bool, must_be_public: bool = False) -> None:
        super().__init__(data, checks=checks)
        self.area_of_work, self.must_be_public = area, must_be_public
        self.organisations = organisation_names(area)
        taxonomy, tag = get_taxonomy(), staff_tag()
        self._choose("topics", [(key, taxonomy.topic_name(key, tag)) for key in taxonomy.topics])
        spoken = sorted((language_name(x.tag), x.tag) for x in SPOKEN_LANGUAGES)
        self._choose("languages", [(key, name) for name, key in spoken])
        towns = Municipality.objects.filter(centre_area__centre=area.centre).order_by("name")
        self._choose("municipality", [("", "–"), *((town.key, town.name) for town in towns)])
        self._choose("source_language", [(x, get_language(x).german_name) for x in GUIDE_TAGS])
        if area.kind == AreaKind.PARTNER:
            self.fields["organisation"].required = False

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        if self.area_of_work.kind == AreaKind.PARTNER:
            own: Organisation = self.area_of_work.organisation
            return own
        found = self.organisations.get(self.cleaned_data["organisation"].strip())
        if found is None:
            raise forms.ValidationError(
                _("No organisation of this name stands in your register. Please choose one, or add it first.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._check_order(values)
        for field, _reason in contact_problems(
            phone=values.get("phone", ""), email=values.get("email", ""), website=values.get("website", "")
        ):
            self.add_error(field, CONTACT_WORDS[field])
        if values.get("area") == enums.AreaServed.MUNICIPALITY and not values.get("municipality"):
            self.add_error("municipality", _("For which town? Please choose one."))
        costs = values.get("cost_kind") in {enums.CostKind.PAID, enums.CostKind.REDUCED}
        if values.get("cost_amount") and not costs:
            self.add_error(
                "cost_amount", _("An amount goes with “costs money” or “reduced price possible” only.")
            )
        for name in ("summary", "description") if self.must_be_public else ():
            if not values.get(name, "").strip() and name not in self.errors:
                self.add_error(name, _("Readers see this offer: this text is needed."))
        return values

    def _check_order(self, values: dict[str, Any]) -> None:
        for first, last in (
            ("valid_from", "valid_until"),
            ("age_from", "age_to"),
            ("pause_from", "pause_until"),
        ):
            one, two = values.get(first), values.get(last)
            if one is not None and two is not None and two < one:
                self.add_error(last, _("This lies before the beginning."))
        if bool(values.get("pause_from")) != bool(values.get("pause_until")):
            self.add_error("pause_until", _("A pause has a first and a last day."))


CONTACT_WORDS = {
    "phone": _(
        "This is not a telephone number. Please write it with its dialling code, for example 02821 123456."
    ),
    "email": _("This is not an e-mail address."),
    "website": _("This is not a web address. It begins with https://"),
}


def organisation_names(area: Area) -> dict[str, Organisation]:
    """Organisations that may be named here, by the words of the list; two of one name by their town."""
    if area.kind == AreaKind.PARTNER:
        return {str(area.organisation): area.organisation}
    rows = list(Organisation.objects.filter(centre=area.centre).order_by("name", "pk"))
    names = [row.name for row in rows]
    found: dict[str, Organisation] = {}
    for row in rows:
        label = row.name if names.count(row.name) == 1 else f"{row.name}, {row.street} {row.town}".strip(", ")
        found[label if label not in found else f"{label} ({row.pk})"] = row
    return found
