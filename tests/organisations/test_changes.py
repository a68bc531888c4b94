"""What an organisation that nobody trusts yet changes about itself: its centre looks at public words first."""

from __future__ import annotations

import pytest

from tests.organisations.factories import home, make_change, make_organisation
from tests.world import World
from vielklang.core.actor import SYSTEM
from vielklang.core.areas import registry
from vielklang.core.scope import centre_scope, organisation_scope
from vielklang.organisations import actions
from vielklang.organisations.actions import ChangeDecidedError, InvalidOrganisationError, OrganisationDraft
from vielklang.organisations.changes_desk import PROPOSED
from vielklang.organisations.enums_desk import ChangeState
from vielklang.organisations.models import Organisation, OrganisationChange

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Neuer Name", "website": "neu.example.org", "text_de": "Wir sind da.", "phone": "02821 100100",
    "email": "neu@example.org", "founded_year": "2001",
}  # fmt: skip


def profile(world: World) -> str:
    return f"/partner/{world.organisation.public_id}/profile/"


def stored(world: World) -> Organisation:
    return Organisation.objects.get(pk=world.organisation.pk)


def changes() -> list[OrganisationChange]:
    with centre_scope(home()):
        return list(OrganisationChange.objects.filter(state__in=PROPOSED))


def decide(change: OrganisationChange, what: str) -> str:
    return f"/desk/kreis-kleve/organisation-changes/{change.public_id}/{what}/"


def test_public_words_wait_and_contact_data_does_not(world):
    before = world.organisation.name

    page = world.client("organisation_admin").post(f"{profile(world)}edit/", TYPED, follow=True)

    row = stored(world)
    assert (row.name, row.website, list(row.texts.all())) == (before, "", [])
    assert (row.phone, row.email, row.founded_year) == ("+492821100100", "neu@example.org", 2001)
    (change,) = changes()
    assert change.proposed == {
        "name": "Neuer Name", "website": "https://neu.example.org", "text_de": "Wir sind da.",
    }  # fmt: skip
    assert change.proposed_by == world.people["organisation_admin"].name
    assert "Wir sind da." in page.content.decode()


def test_what_waits_is_in_the_form_again_and_can_be_taken_back(world):
    client = world.client("organisation_admin")
    client.post(f"{profile(world)}edit/", TYPED)

    assert 'value="Neuer Name"' in client.get(f"{profile(world)}edit/").content.decode()
    client.post(f"{profile(world)}edit/", TYPED | {"text_de": "Anders."})
    assert [change.proposed["text_de"] for change in changes()] == ["Anders."]
    client.post(f"{profile(world)}edit/", {"name": stored(world).name})

    assert changes() == []


def test_the_centre_sees_the_difference_and_accepts(world):
    world.client("organisation_admin").post(f"{profile(world)}edit/", TYPED)
    client = world.client("staff")
    (change,) = changes()
    detail = f"/desk/kreis-kleve/organisations/{world.organisation.public_id}/"

    assert "<ins>Neuer Name</ins>" in client.get(detail).content.decode()
    listed = client.get("/desk/kreis-kleve/organisations/?changes=waiting").context["page"]
    assert [row.pk for row in listed] == [world.organisation.pk]
    assert client.post(decide(change, "accept")).status_code == 302

    row = stored(world)
    assert (row.name, row.website, row.phone) == ("Neuer Name", "https://neu.example.org", "+492821100100")
    assert [text.description for text in row.texts.all()] == ["Wir sind da."]
    assert row.founded_year == 2001
    assert [(change.state, change.decided_by) for change in changes()] == [
        (ChangeState.ACCEPTED, world.people["staff"].name)
    ]
    assert "<ins>Neuer Name</ins>" not in client.get(detail).content.decode()


def test_a_rejection_needs_a_reason_that_the_organisation_reads(world):
    world.client("organisation_admin").post(f"{profile(world)}edit/", TYPED)
    (change,) = changes()
    client = world.client("staff")

    assert client.post(decide(change, "reject"), {"reason": " "}).status_code == 400
    client.post(decide(change, "reject"), {"reason": "Bitte ohne Werbung."})

    assert stored(world).name == world.organisation.name
    page = world.client("organisation_admin").get(profile(world)).content.decode()
    assert "Bitte ohne Werbung." in page


def test_one_decision_is_enough_and_nothing_unseen_is_accepted(world):
    with centre_scope(home()):
        change = make_change(world.organisation)
        make_change(world.organisation, de="Etwas anderes")
        with pytest.raises(ChangeDecidedError):
            actions.accept_change(by=SYSTEM, change=change)
        (latest,) = OrganisationChange.objects.all()
        actions.accept_change(by=SYSTEM, change=latest)
        with pytest.raises(ChangeDecidedError):
            actions.reject_change(by=SYSTEM, change=latest, reason="zu spät")


def test_a_trusted_organisation_waits_for_nobody(world):
    with centre_scope(home()):
        make_change(world.organisation)
    actions.set_trusted(by=SYSTEM, organisation=world.organisation, is_trusted=True)

    world.client("organisation_admin").post(f"{profile(world)}edit/", TYPED)

    assert stored(world).name == "Neuer Name"
    assert changes() == []


def test_without_a_centre_nobody_could_look(world):
    row = make_organisation("Landesverband", centre=None)
    draft = OrganisationDraft(name="Anders", kind="carrier")

    with organisation_scope(row), pytest.raises(InvalidOrganisationError, match="no centre"):
        actions.save_profile(by=SYSTEM, organisation=row, draft=draft, texts={})


def test_what_waits_is_on_the_start_page_of_the_desk(world):
    with centre_scope(home()):
        make_change(world.organisation)
        items = [item for source in registry.today for item in source(world.area("staff"))]

    assert [item.count for item in items if "changes=waiting" in item.url] == [1]
