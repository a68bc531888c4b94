"""What an organisation changes about itself at once: its centre sees before and after, until somebody has seen it."""

from __future__ import annotations

import pytest

from tests.organisations.factories import home, make_contact, make_direct_change, make_organisation, member_of
from tests.world import World, make_world
from vielklang.core.actor import SYSTEM
from vielklang.core.areas import registry
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope, organisation_scope
from vielklang.organisations import actions
from vielklang.organisations.actions import ChangeDecidedError, ContactDraft
from vielklang.organisations.models import Organisation, OrganisationChange

pytestmark = pytest.mark.django_db
DESK = "/desk/kreis-kleve/"


@pytest.fixture
def world() -> World:
    return make_world()


def edit(world: World, **typed: str) -> None:
    row = Organisation.objects.get(pk=world.organisation.pk)
    known = {"name": row.name, "phone": row.phone, "email": row.email, "street": row.street}
    address = f"/partner/{world.organisation.public_id}/profile/edit/"
    assert world.client("organisation_admin").post(address, known | typed).status_code == 302


def direct() -> list[OrganisationChange]:
    with centre_scope(home()):
        return list(OrganisationChange.objects.filter(state="direct"))


def detail(world: World, role: str = "staff") -> str:
    address = f"{DESK}organisations/{world.organisation.public_id}/"
    return world.client(role).get(address).content.decode()


def see(world: World, change: OrganisationChange, shown_at: str = "") -> None:
    address = f"{DESK}organisation-changes/{change.public_id}/seen/"
    values = {"shown_at": shown_at or change.proposed_at.isoformat()}
    assert world.client("staff").post(address, values).status_code == 302


def waiting(world: World, role: str = "staff") -> dict[str, int]:
    with centre_scope(world.home):
        items = [item for source in registry.today for item in source(world.area(role)) if item.count]
    return {item.url: item.count for item in items if "changes=" in item.url}


def test_before_and_after_wait_on_the_start_page_until_somebody_has_seen_them(world):
    edit(world, phone="02821 100100", founded_year="2001")

    assert waiting(world) == {f"{DESK}organisations/?changes=direct": 1}
    listed = world.client("staff").get(f"{DESK}organisations/?changes=direct").context["page"]
    assert [row.pk for row in listed] == [world.organisation.pk]
    shown = detail(world)
    assert "<ins>02821 100100</ins>" in shown
    assert "<ins>2001</ins>" in shown
    see(world, *direct())

    assert waiting(world) == {}
    assert "<ins>" not in detail(world)
    with centre_scope(home()):
        entry = AuditEntry.objects.get(event="organisation change seen")
    assert entry.user_id == world.people["staff"].pk
    assert entry.details == {"fields": ["founded_year", "phone"]}


def test_two_changes_are_one_with_the_first_before_and_the_last_after(world):
    edit(world, email="eins@example.org", street="Musterweg 1")
    edit(world, email="zwei@example.org", street="")

    (change,) = direct()
    assert change.before == {"email": "kreis-kleve@example.org"}
    assert change.proposed == {"email": "zwei@example.org"}

    edit(world, email="kreis-kleve@example.org")
    assert direct() == []


def test_what_changed_after_the_page_was_shown_is_not_seen_with_it(world):
    edit(world, street="Musterweg 1")
    (change,) = direct()
    edit(world, street="Musterweg 2")

    see(world, change)
    see(world, change, "gestern")

    (left,) = direct()
    assert left.proposed == {"street": "Musterweg 2"}
    with centre_scope(home()), pytest.raises(ChangeDecidedError):
        actions.see_change(by=SYSTEM, change=left, shown_at=None)


def test_public_words_that_wait_are_not_among_it(world):
    edit(world, name="Neuer Name", street="Musterweg 1")

    (change,) = direct()
    assert set(change.proposed) == {"street"}
    assert set(waiting(world)) == {f"{DESK}organisations/?changes={x}" for x in ("waiting", "direct")}


def test_of_a_trusted_organisation_the_centre_sees_public_words_too(world):
    actions.set_trusted(by=SYSTEM, organisation=world.organisation, is_trusted=True)

    edit(world, name="Neuer Name", text_de="Wir sind da.")

    (change,) = direct()
    assert change.proposed == {"name": "Neuer Name", "text_de": "Wir sind da."}
    assert "<ins>Wir sind da.</ins>" in detail(world)


def test_contact_persons_are_shown_to_those_who_may_see_them_and_forgotten_when_seen(world):
    own = f"/partner/{world.organisation.public_id}/profile/contacts/"
    with centre_scope(home()):
        known = make_contact(world.organisation, "Alte Person", phone="02821 200200")
    client = world.client("organisation_admin")
    client.post(f"{own}new/", {"name": "Neue Person", "email": "neu@example.org"})
    client.post(f"{own}{known.public_id}/remove/")

    shown = detail(world)
    assert "<del>Alte Person, 02821 200200, " in shown
    assert "<ins>Neue Person, neu@example.org, " in shown
    assert "Alte Person" not in detail(world, "editor")
    see(world, *direct())

    with centre_scope(home()):
        (change,) = OrganisationChange.objects.filter(state="seen")
    assert (change.before, change.proposed) == ({}, {})


def test_what_the_centre_itself_changes_waits_for_nobody(world):
    with centre_scope(home()):
        contact = make_contact(world.organisation)
        draft = ContactDraft(name="Andere Person")
        actions.change_contact(by=world.actor("staff"), contact=contact, draft=draft)

    assert direct() == []


def test_the_organisation_does_not_read_it_as_a_proposal(world):
    edit(world, street="Musterweg 1")

    page = world.client("organisation_admin").get(f"/partner/{world.organisation.public_id}/profile/")

    assert page.context["change"] is None


def test_no_centre_nothing_to_see(world):
    row = make_organisation("Landesverband", centre=None)
    with organisation_scope(row):
        draft = actions.OrganisationDraft(name=row.name, kind=row.kind, street="Musterweg 1")
        actions.save_profile(by=member_of(row), organisation=row, draft=draft, texts={})
        assert not OrganisationChange.objects.exists()


def test_an_editor_of_the_centre_is_not_asked(world):
    with centre_scope(home()):
        make_direct_change(world.organisation)

    assert waiting(world, "editor") == {}
    assert "<ins>" not in detail(world, "editor")
