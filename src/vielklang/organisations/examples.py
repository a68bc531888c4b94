"""Example organisations for `vielklang demo` at the desk of Kreis Kleve: migrant organisations, contact persons, two
pairs that are obviously one. All of it is invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.core.scope import centre_scope
from vielklang.organisations import actions
from vielklang.organisations.actions import ContactDraft, OrganisationDraft
from vielklang.organisations.enums_desk import Answer
from vielklang.organisations.models import Organisation
from vielklang.organisations.queries import current_conditions
from vielklang.places.models import Municipality

CENTRE = "05154"
_EXAMPLES: tuple[dict[str, Any], ...] = (
    {
        "name": "Beispiel Yezidische Gemeinde Emmerich e. V.", "kind": "migrant_organisation",
        "street": "Beispielstraße 12", "postcode": "46446", "town": "Emmerich am Rhein",
        "phone": "+4928229990101", "email": "gemeinde@yeziden.example.org", "legal_form": "ev",
        "founded_year": 1998, "member_count": 1500, "communities": ("Yeziden",), "languages": ("ku", "de"),
    },
    {
        "name": "Beispiel Türkischer Elternverein Goch e. V.", "kind": "migrant_organisation",
        "street": "Musterring 4", "postcode": "47574", "town": "Goch", "phone": "+4928239990102",
        "email": "vorstand@elternverein.example.org", "legal_form": "ev", "founded_year": 2006,
        "member_count": 85, "communities": ("türkisch",), "languages": ("tr", "de"),
    },
    {
        "name": "Elternverein Goch, Türkischer (Beispiel)", "kind": "migrant_organisation",
        "street": "Musterring 4-6", "postcode": "47574", "town": "Goch", "phone": "+4928239990102",
    },
    {
        "name": "Beispiel Ukrainischer Hilfskreis Kleve", "kind": "migrant_organisation",
        "street": "Probeallee 3", "postcode": "47533", "town": "Kleve", "email": "hilfe@hilfskreis.example.org",
        "legal_form": "informal", "founded_year": 2022, "member_count": 40, "communities": ("ukrainisch",),
        "languages": ("uk", "ru", "de"),
    },
    {
        "name": "Beispiel Flüchtlingshilfe Kevelaer", "kind": "volunteer_initiative",
        "street": "Hauptstr. 7", "postcode": "47623", "town": "Kevelaer", "phone": "+4928329990104",
    },
    {
        "name": "Beispiel Fluechtlingshilfe Kevelaer e.V.", "kind": "volunteer_initiative",
        "street": "Hauptstraße 7", "postcode": "47623", "town": "Kevelaer",
        "email": "info@fluechtlingshilfe.example.org",
    },
)  # fmt: skip
_TEXTS = {
    "de": "Beispieltext: Wir sind ein Verein von Eltern. Wir helfen bei Fragen zu Schule und Sprache.",
    "tr": "Örnek metin: Biz bir veliler derneğiyiz. Okul ve dil konularında yardım ediyoruz.",
}


@action
def load_organisation_examples(*, by: Actor) -> int:
    """Make the examples at the centre of Kreis Kleve; does nothing where they are there. Returns how many were made."""
    if Organisation.objects.filter(name=_EXAMPLES[0]["name"]).exists():
        return 0
    centre = Centre.objects.get(key=CENTRE)
    with centre_scope(centre):
        rows = [_make(by, centre, example) for example in _EXAMPLES]
        _tell_more(by, centre, rows)
    actions.refresh_duplicates(by=by, centre=centre)
    return len(rows)


def _make(by: Actor, centre: Centre, example: dict[str, Any]) -> Organisation:
    town = Municipality.objects.filter(centre_area__centre=centre, name=example["town"]).first()
    draft = OrganisationDraft(centre=centre, municipality=town, **example)
    return actions.create_organisation(by=by, draft=draft, is_example=True)


def _tell_more(by: Actor, centre: Centre, rows: list[Organisation]) -> None:
    """Persons, a description, a note, answers to the state's conditions, one public page and one that waits."""
    gemeinde, verein, _, hilfskreis, *_ = rows
    agreed = {"is_public": True, "public_agreed_on": dt.date(2026, 9, 1), "public_agreed_how": "written"}
    persons = (
        (verein, ContactDraft(name="Beispiel Vorstand", function="Vorsitz", phone="+4928239990102",
                              email="vorstand@elternverein.example.org", languages=("tr", "de"),
                              receives_reminders=True, **agreed)),  # type: ignore[arg-type]
        (gemeinde, ContactDraft(name="Beispiel Büro", function="Geschäftsstelle",
                                email="buero@yeziden.example.org", languages=("ku", "de"))),
    )  # fmt: skip
    for organisation, draft in persons:
        actions.add_contact(by=by, organisation=organisation, centre=centre, draft=draft)
    actions.add_note(by=by, organisation=gemeinde, centre=centre, text="Beispiel: am besten abends anrufen.")
    conditions = list(current_conditions())
    yes = dict.fromkeys(conditions, Answer.YES)
    actions.answer_conditions(by=by, organisation=verein, centre=centre, answers=yes)
    if conditions:
        no = {conditions[0]: Answer.YES, conditions[-1]: Answer.NO}
        actions.answer_conditions(by=by, organisation=hilfskreis, centre=centre, answers=no)
    actions.describe_organisation(by=by, organisation=verein, texts=_TEXTS)
    actions.set_public_profile(by=by, organisation=verein, is_public=True)
    actions.request_profile(by=by, organisation=gemeinde)
