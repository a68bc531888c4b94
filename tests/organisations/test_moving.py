"""An entry goes to another centre, and nothing private with it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from tests.organisations.factories import foreign, home, make_contact, make_direct_change, make_organisation
from tests.world import World, make_world
from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.organisations import actions
from vielklang.organisations.actions import CannotMoveError, InvalidOrganisationError, OrganisationDraft
from vielklang.organisations.models import Organisation, OrganisationChange

pytestmark = pytest.mark.django_db


def test_an_update_that_names_no_centre_leaves_it():
    organisation = make_organisation()

    actions.update_organisation(
        by=SYSTEM, organisation=organisation, draft=OrganisationDraft(name="Neu", kind="school")
    )

    assert Organisation.objects.get().centre == home()


@pytest.mark.parametrize("centre", [foreign, lambda: None])
def test_an_update_does_not_move(centre):
    organisation = make_organisation()
    draft = OrganisationDraft(name="Neu", kind="school", centre=centre())

    with pytest.raises(InvalidOrganisationError, match="centre"):
        actions.update_organisation(by=SYSTEM, organisation=organisation, draft=draft)


def test_an_entry_without_private_rows_moves_and_both_centres_know():
    organisation = make_organisation()
    make_organisation(organisation.name)
    actions.refresh_duplicates(by=SYSTEM, centre=home())

    actions.move_organisation(by=SYSTEM, organisation=organisation, centre=foreign())

    assert Organisation.objects.get(pk=organisation.pk).centre == foreign()
    for centre in (home(), foreign()):
        with centre_scope(centre):
            assert AuditEntry.objects.filter(event="organisation moved").count() == 1


def test_what_a_centre_knows_in_confidence_keeps_the_entry_there():
    organisation = make_organisation()
    with centre_scope(home()):
        make_contact(organisation)
        actions.add_note(by=SYSTEM, organisation=organisation, centre=home(), text="Beispiel")

    with pytest.raises(CannotMoveError) as caught:
        actions.move_organisation(by=SYSTEM, organisation=organisation, centre=foreign())

    assert caught.value.kinds == ("organisations.ContactPerson", "organisations.OrganisationNote")
    assert Organisation.objects.get().centre == home()


def test_offers_and_members_keep_the_entry_there():
    world = make_world()

    with pytest.raises(CannotMoveError) as caught:
        actions.move_organisation(by=SYSTEM, organisation=world.organisation, centre=foreign())

    assert {"offers.Offer", "accounts.Membership"} <= set(caught.value.kinds)


DESK = "/desk/kreis-kleve/organisations/"


def move(world: World, organisation: Organisation, **data: str):
    values = {"target": world.foreign.slug, "sure": "on"} | data
    return world.client("lead").post(f"{DESK}{organisation.public_id}/move/", values)


def test_the_lead_hands_over_and_takes_back():
    world, row = make_world(), make_organisation("Umzugsverein")
    client = world.client("lead")
    assert f"{DESK}{row.public_id}/move/" in client.get(f"{DESK}{row.public_id}/").content.decode()

    answer = move(world, row)

    assert Organisation.objects.get(pk=row.pk).centre == foreign()
    assert client.get(f"{DESK}{row.public_id}/").status_code == 404
    page = client.get(answer.headers["Location"])
    assert page.context["moved"] == row
    assert client.post(f"{DESK}{row.public_id}/move/undo/").status_code == 302
    assert Organisation.objects.get(pk=row.pk).centre == home()
    assert client.get(answer.headers["Location"]).context["moved"] is None
    with centre_scope(foreign()):
        assert not OrganisationChange.objects.exists()


def test_the_other_centre_is_told_and_nobody_else():
    world, row = make_world(), make_organisation("Umzugsverein")

    move(world, row)

    with centre_scope(foreign()):
        (told,) = OrganisationChange.objects.all()
    assert (told.state, told.before, told.proposed) == (
        "direct", {"centre": "Kreis Kleve"}, {"centre": "Kreis Wesel"}
    )  # fmt: skip
    page = world.client(world.stranger).get(f"/desk/kreis-wesel/organisations/{row.public_id}/")
    assert "<ins>Kreis Wesel</ins>" in page.content.decode()
    with centre_scope(home()):
        assert not OrganisationChange.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"target": ""}, {"target": "kreis-kleve"}, {"target": "nirgends"}, {"sure": ""}]
)
def test_without_a_centre_or_a_yes_nothing_moves(wrong):
    world, row = make_world(), make_organisation("Umzugsverein")

    assert move(world, row, **wrong).status_code == 400
    assert Organisation.objects.get(pk=row.pk).centre == home()


def test_the_page_says_what_keeps_the_entry():
    world = make_world()
    page = world.client("lead").get(f"{DESK}{world.organisation.public_id}/move/")

    assert {str(words): count for words, count in page.context["left"]} == {
        "Angebote": 1, "Personen mit Zugang": 2
    }  # fmt: skip
    assert move(world, world.organisation).status_code == 400
    assert Organisation.objects.get(pk=world.organisation.pk).centre == home()


def test_what_was_decided_does_not_keep_the_entry_and_trust_ends():
    world, row = make_world(), make_organisation("Umzugsverein")
    actions.set_trusted(by=SYSTEM, organisation=row, is_trusted=True)
    with centre_scope(home()):
        change = make_direct_change(row)
        actions.see_change(by=SYSTEM, change=change, shown_at=change.proposed_at)
        actions.decide_different(by=SYSTEM, centre=home(), first=row, second=make_organisation("Zweiter"))

    move(world, row)

    found = Organisation.objects.get(pk=row.pk)
    assert (found.centre, found.publishes_directly) == (foreign(), False)


def test_what_the_other_centre_has_touched_or_kept_long_is_not_taken_back():
    world, row = make_world(), make_organisation("Umzugsverein")
    move(world, row)
    client, address = world.client("lead"), f"{DESK}{row.public_id}/move/undo/"
    with time_machine.travel(timezone.now() + dt.timedelta(days=2), tick=False):
        assert world.client("lead").post(address).status_code == 404
    draft = OrganisationDraft(name="Umzugsverein Wesel", kind="association")
    actions.update_organisation(by=SYSTEM, organisation=row, draft=draft)

    assert client.post(address).status_code == 404
    assert Organisation.objects.get(pk=row.pk).centre == foreign()


def test_what_the_other_centre_knows_in_confidence_stays_there():
    world, row = make_world(), make_organisation("Umzugsverein")
    move(world, row)
    row.refresh_from_db()
    with centre_scope(foreign()):
        make_contact(row)

    answer = world.client("lead").post(f"{DESK}{row.public_id}/move/undo/", follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Organisation.objects.get(pk=row.pk).centre == foreign()


def test_what_another_centre_handed_on_is_not_ours_to_take():
    world = make_world()
    row = make_organisation("Umzugsverein", centre=foreign())
    actions.move_organisation(by=SYSTEM, organisation=row, centre=Centre.objects.get(key="05111"))

    assert world.client("lead").post(f"{DESK}{row.public_id}/move/undo/").status_code == 404
