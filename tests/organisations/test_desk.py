"""The register at the desk and in the partner area: lists, facts, persons, notes, conditions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.organisations.factories import AGREED, foreign, home, make_contact, make_organisation
from vielklang.core.actor import SYSTEM
from vielklang.core.areas import registry
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope, organisation_scope
from vielklang.organisations import actions
from vielklang.organisations.actions import ContactDraft, InvalidOrganisationError
from vielklang.organisations.enums_desk import Answer, FundingState
from vielklang.organisations.models import ContactPerson, FundingCondition, Organisation, OrganisationNote
from vielklang.organisations.queries import (
    condition_states,
    current_conditions,
    funding_state,
    with_funding_state,
)

pytestmark = pytest.mark.django_db
LIST = "/desk/kreis-kleve/organisations/"


def detail(organisation: Organisation) -> str:
    return f"{LIST}{organisation.public_id}/"


def answer_all(organisation: Organisation, answer: Answer, leave: int = 0) -> None:
    conditions = list(current_conditions())[leave:]
    actions.answer_conditions(
        by=SYSTEM, organisation=organisation, centre=home(), answers=dict.fromkeys(conditions, answer)
    )


# List


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Anker", "Brücke", "Land"]),
        ("q=brück+goch", ["Brücke"]),
        ("q=02823+100101", ["Brücke"]),
        ("q=anker@example.org", ["Anker"]),
        ("kind=school", ["Brücke"]),
        ("language=tr", ["Anker"]),
        ("profile=public", ["Brücke"]),
        ("profile=requested", ["Anker"]),
        ("mso=fulfils", ["Anker"]),
        ("mso=unknown", []),
        ("offers=with", []),
        ("municipality=05154036", ["Anker"]),
        ("sort=-name", ["Land", "Brücke", "Anker"]),
        ("kind=circus&page=99&sort=nonsense", ["Anker", "Brücke", "Land"]),
    ],
)
def test_filters_stand_in_the_address(world, query, names):
    Organisation.objects.filter(centre=world.home).exclude(offers=None).update(name="Beispielverein Rest")
    from vielklang.places.models import Municipality

    anker = make_organisation(
        "Anker",
        kind="migrant_organisation",
        email="anker@example.org",
        languages=["tr"],
        municipality=Municipality.objects.get(key="05154036"),
    )
    bruecke = make_organisation("Brücke", kind="school", town="Goch", phone="02823 100101")
    make_organisation("Land", centre=None)
    make_organisation("Fremd", centre=foreign())
    actions.request_profile(by=SYSTEM, organisation=anker)
    actions.set_public_profile(by=SYSTEM, organisation=bruecke, is_public=True)
    with centre_scope(home()):
        answer_all(anker, Answer.YES)

    response = world.client("lead").get(f"{LIST}?{query}")

    assert response.status_code == 200
    shown = [row.name for row in response.context["page"] if row.name != "Beispielverein Rest"]
    assert shown == names


def test_three_entries_cost_as_many_queries_as_one(world):
    client = world.client("lead")

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    organisation = world.organisation
    with centre_scope(home()):
        make_contact(organisation)
        actions.add_note(by=SYSTEM, organisation=organisation, centre=home(), text="Beispiel")
    pages = (LIST, f"{LIST}?sort=-offers&offers=with", detail(organisation))
    for address in pages:
        count(address)
    one = [count(address) for address in pages]
    for number in range(2):
        make_organisation(f"Eintrag {number}", umbrella=organisation)
        with centre_scope(home()):
            make_contact(organisation, f"Beispiel {number}")
            actions.add_note(by=SYSTEM, organisation=organisation, centre=home(), text="Beispiel")

    assert [count(address) for address in pages] == one


# Facts


def test_what_was_typed_is_stored_and_shown_again(world):
    typed = {
        "name": "Yezidische Gemeinde", "kind": "migrant_organisation", "legal_form": "ev", "founded_year": "1998",
        "member_count": "1500", "communities": "Yeziden, Kurden", "languages": ["ku", "ar"],
        "umbrella": world.organisation.name.upper(), "text_de": "Wir sind da.", "text_ku": "Em li vir in.",
        "website": "beispiel.example", "phone": "02821 100100",
    }  # fmt: skip

    response = world.client("staff").post(f"{LIST}new/", typed, follow=True)

    row = Organisation.objects.get(name="Yezidische Gemeinde")
    assert (row.centre, row.umbrella, row.member_count, row.communities, row.languages, row.website) == (
        home(), world.organisation, 1500, ["Yeziden", "Kurden"], ["ku", "ar"], "https://beispiel.example",
    )  # fmt: skip
    assert {text.language: text.description for text in row.texts.all()} == {
        "de": "Wir sind da.",
        "ku": "Em li vir in.",
    }
    page = response.content.decode()
    assert "Em li vir in." in page
    assert "Yeziden, Kurden" in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("postcode", "123"),
        ("phone", "keins"),
        ("email", "a@b"),
        ("founded_year", "12"),
        ("member_count", "viele"),
        ("umbrella", "Gibt es nicht"),
        ("communities", ",".join("abcdefghijklmnopqrstuvw")),
        ("text_de", "x" * 801),
    ],
)
def test_a_wrong_detail_is_named_and_the_rest_stays(world, field, typed):
    values = {"name": "Beispiel", "kind": "school", "town": "Rees", field: typed}

    response = world.client("staff").post(f"{detail(world.organisation)}edit/", values)

    assert response.status_code == 400
    page = response.content.decode()
    assert f'href="#id_{field}"' in page
    assert 'value="Rees"' in page


def test_an_entry_of_the_whole_state_is_read_and_not_changed(world):
    statewide = make_organisation("Landesverband", centre=None)
    client = world.client("lead")

    page = client.get(detail(statewide))

    assert page.status_code == 200
    assert "edit/" not in page.content.decode()
    assert client.post(f"{detail(statewide)}edit/", {"name": "Neu", "kind": "other"}).status_code == 403
    assert client.post(f"{detail(statewide)}trust/", {"trusted": "yes"}).status_code == 403


def test_trust_and_public_page_are_switched(world):
    client, address = world.client("lead"), detail(world.organisation)

    for part, data in (("trust", {"trusted": "yes"}), ("public-profile", {"public": "yes"})):
        assert client.post(f"{address}{part}/", data).status_code == 302

    row = Organisation.objects.get(pk=world.organisation.pk)
    assert (row.publishes_directly, row.is_public_profile) == (True, True)


# Contact persons and notes


def test_those_with_the_right_see_persons_and_notes(world):
    with centre_scope(home()):
        make_contact(world.organisation, "Beispiel Kontakt")
        actions.add_note(by=SYSTEM, organisation=world.organisation, centre=home(), text="Nur für uns")

    page = world.client("funding").get(detail(world.organisation)).content.decode()
    profile = world.client("organisation_admin").get(f"/partner/{world.organisation.public_id}/profile/")

    assert "Beispiel Kontakt" in page
    assert "Nur für uns" in page
    assert "Beispiel Kontakt" in profile.content.decode()


def test_reading_contact_persons_is_recorded_once_a_page(world):
    with centre_scope(home()):
        for number in range(2):
            make_contact(world.organisation, f"Beispiel {number}")

    page = world.client("funding").get(detail(world.organisation)).content.decode()

    assert "Beispiel 1" in page
    with centre_scope(home()):
        entry = AuditEntry.objects.get(event="contact persons read")
    assert (entry.organisation_id, entry.details) == (world.organisation.pk, {"count": 2})
    assert entry.actor_name == world.people["funding"].name


@pytest.mark.parametrize("role", ["editor", "organisation_editor"])
def test_editors_see_neither_contact_persons_nor_notes(world, role):
    with centre_scope(home()):
        make_contact(world.organisation, "Beispiel Verborgen")
        actions.add_note(by=SYSTEM, organisation=world.organisation, centre=home(), text="Ganz verborgen")
    profile = f"/partner/{world.organisation.public_id}/profile/"

    response = world.client(role).get(detail(world.organisation) if role == "editor" else profile)

    assert response.status_code == 200
    assert "verborgen" not in response.content.decode().lower()
    with centre_scope(home()):
        assert not AuditEntry.objects.filter(event="contact persons read").exists()


def test_a_removed_person_comes_back_as_they_were(world):
    with centre_scope(home()):
        contact = make_contact(world.organisation, email="kontakt@example.org", languages=["tr"], **AGREED)
    client = world.client("staff")

    removed = client.post(f"/desk/kreis-kleve/contacts/{contact.public_id}/remove/", follow=True)
    restore = f"{detail(world.organisation)}contacts/{contact.public_id}/restore/"
    assert restore in removed.content.decode()
    with centre_scope(home()):
        assert not ContactPerson.objects.exists()
    client.post(restore)
    client.post(restore)

    with centre_scope(home()):
        row = ContactPerson.objects.get()
    assert (row.pk, row.email, row.languages, row.public_agreed_on, row.created_at) == (
        contact.pk, "kontakt@example.org", ["tr"], dt.date(2026, 11, 2), contact.created_at,
    )  # fmt: skip


def test_nobody_restores_another_centres_person(world):
    with centre_scope(world.foreign):
        contact = make_contact(world.foreign_organisation)
        actions.remove_contact(by=SYSTEM, contact=contact)

    world.client("lead").post(f"{detail(world.organisation)}contacts/{contact.public_id}/restore/")

    for centre in (world.home, world.foreign):
        with centre_scope(centre):
            assert not ContactPerson.objects.exists()


def test_notes_are_written_removed_and_brought_back(world):
    client, address = world.client("staff"), detail(world.organisation)

    assert client.post(f"{address}notes/", {"text": " "}).status_code == 400
    client.post(f"{address}notes/", {"text": "Ruft donnerstags zurück."})
    with centre_scope(home()):
        note = OrganisationNote.objects.get()
    assert note.author == world.people["staff"].name
    client.post(f"/desk/kreis-kleve/notes/{note.public_id}/remove/")
    with centre_scope(home()):
        assert not OrganisationNote.objects.exists()
    client.post(f"{address}notes/{note.public_id}/restore/")
    with centre_scope(home()):
        assert OrganisationNote.objects.get().text == "Ruft donnerstags zurück."


def test_the_organisation_does_not_see_notes(world):
    with centre_scope(home()):
        actions.add_note(by=SYSTEM, organisation=world.organisation, centre=home(), text="Nur für uns")

    with organisation_scope(world.organisation), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organisations_organisationnote")
        assert cursor.fetchone() == (0,)
    page = world.client("organisation_admin").get(f"/partner/{world.organisation.public_id}/profile/")
    assert "Nur für uns" not in page.content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"name": " "},
        {"phone": "keins"},
        {"receives_reminders": True},
        {"is_public": True},
        {"is_public": True, "public_agreed_on": dt.date(2026, 1, 1), "public_agreed_how": "gossip"},
        {"languages": ["xx"]},
    ],
)
def test_a_person_that_breaks_a_rule_is_refused(world, values):
    with centre_scope(home()), pytest.raises(InvalidOrganisationError):
        actions.add_contact(
            by=SYSTEM,
            organisation=world.organisation,
            centre=home(),
            draft=ContactDraft(**({"name": "Beispiel"} | values)),
        )


def test_the_database_refuses_a_public_person_without_a_yes(world):
    with centre_scope(home()):
        contact = make_contact(world.organisation)
        with pytest.raises(IntegrityError, match="contact_public_only_if_agreed"), transaction.atomic():
            ContactPerson.objects.filter(pk=contact.pk).update(is_public=True)


# The state's conditions


def test_conditions_are_data_with_a_source():
    rows = list(FundingCondition.objects.all())

    assert len(rows) == 5
    assert all(row.source and row.name_de and row.name_en for row in rows)
    assert all(row.valid_from is None and row.valid_until is None for row in rows), "nothing is guessed"


@pytest.mark.parametrize(
    ("answer", "leave", "state"),
    [
        (Answer.YES, 0, FundingState.FULFILS),
        (Answer.YES, 1, FundingState.UNKNOWN),
        (Answer.NO, 4, FundingState.FAILS),
        (Answer.UNKNOWN, 0, FundingState.UNKNOWN),
    ],
)
def test_answers_come_to_one_state(answer, leave, state):
    organisation = make_organisation(kind="migrant_organisation")
    with centre_scope(home()):
        answer_all(organisation, answer, leave)

        assert funding_state(condition_states(organisation)) == state
        for other in FundingState:
            found = with_funding_state(Organisation.objects.all(), other).exists()
            assert found == (other == state)


def test_a_condition_counts_while_it_holds():
    condition = FundingCondition.objects.earliest("sort")
    FundingCondition.objects.filter(pk=condition.pk).update(valid_until=dt.date(2024, 12, 31))

    assert condition not in current_conditions(dt.date(2025, 1, 1))
    assert condition in current_conditions(dt.date(2024, 12, 31))


def test_answers_note_the_day_and_the_person(world):
    organisation = make_organisation(kind="migrant_organisation")
    address = f"{detail(organisation)}conditions/"
    client = world.client("staff")
    keys = [row.key for row in current_conditions()]

    client.post(address, dict.fromkeys(keys, "unknown") | {keys[0]: "yes"})

    with centre_scope(home()):
        answered = [state for state in condition_states(organisation) if state.answered_on]
    assert [(state.condition.key, state.answer, state.answered_by) for state in answered] == [
        (keys[0], Answer.YES, world.people["staff"].name)
    ]
    assert client.post(address, {keys[0]: "perhaps"}).status_code == 400


# Partner area


def test_the_organisation_edits_its_profile_and_not_its_kind(world):
    actions.set_trusted(by=SYSTEM, organisation=world.organisation, is_trusted=True)
    address = f"/partner/{world.organisation.public_id}/profile/"
    client = world.client("organisation_admin")

    client.post(f"{address}edit/", {"name": "Neuer Name", "kind": "school", "founded_year": "2001"})
    client.post(f"{address}public/")
    client.post(f"{address}contacts/new/", {"name": "Beispiel Kontakt", "is_public": "on"})

    row = Organisation.objects.get(pk=world.organisation.pk)
    assert (row.name, row.kind, row.founded_year, row.centre) == ("Neuer Name", "carrier", 2001, home())
    assert row.profile_requested_at
    assert not row.is_public_profile
    with organisation_scope(row):
        contact = ContactPerson.objects.get()
    assert (contact.centre, contact.is_public, contact.public_agreed_how) == (home(), True, "partner")
    assert world.client("organisation_editor").get(address).status_code == 200


# The shell


def test_what_waits_is_on_the_start_page(world):
    actions.request_profile(by=SYSTEM, organisation=world.organisation)
    make_organisation(world.organisation.name, email=world.organisation.email)
    actions.refresh_duplicates(by=SYSTEM, centre=home())
    area = world.area("staff")

    with centre_scope(home()):
        items = [
            item
            for source in registry.today
            for item in source(area)
            if "organisations/" in item.url or "duplicates/" in item.url
        ]
    assert [item.count for item in items if item.count] == [1, 1]


@pytest.mark.parametrize("text", ["Beispielverein", "kreis-kleve@example.org"])
def test_the_search_over_everything_finds_own_entries(world, text):
    page = world.client("staff").get("/desk/kreis-kleve/search/", {"q": text}).content.decode()

    assert str(world.organisation.public_id) in page
    assert str(world.foreign_organisation.public_id) not in page
