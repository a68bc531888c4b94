"""An entry goes to another centre, and nothing private with it."""

from __future__ import annotations

import pytest

from tests.organisations.factories import foreign, home, make_contact, make_organisation
from tests.world import make_world
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.organisations import actions
from vielklang.organisations.actions import CannotMoveError, InvalidOrganisationError, OrganisationDraft
from vielklang.organisations.models import Organisation

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
