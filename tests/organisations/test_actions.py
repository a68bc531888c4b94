"""Organisations: what is stored, and what is refused."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.organisations import actions
from vielklang.organisations.actions import InvalidOrganisationError, OrganisationDraft
from vielklang.organisations.contact import normal_phone
from vielklang.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def test_create_stores_the_draft_with_a_normal_phone_number():
    centre = Centre.objects.get(slug="kreis-kleve")
    draft = OrganisationDraft(
        name=" Beispielverein ", kind="association", phone="0221 4710-123", postcode="47533", centre=centre
    )

    made = actions.create_organisation(by=SYSTEM, draft=draft)

    stored = Organisation.objects.get(public_id=made.public_id)
    assert (stored.name, stored.phone, stored.centre) == ("Beispielverein", "+492214710123", centre)
    assert not stored.is_example


def test_update_replaces_the_draft_and_keeps_what_the_entry_is():
    draft = OrganisationDraft(name="Alt", kind="carrier", phone="0221 4710123")
    made = actions.create_organisation(by=SYSTEM, draft=draft, is_example=True)

    actions.update_organisation(
        by=SYSTEM, organisation=made, draft=OrganisationDraft(name="Neu", kind="school")
    )

    stored = Organisation.objects.get()
    assert (stored.name, stored.kind, stored.phone, stored.is_example) == ("Neu", "school", "", True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "circus"}, "kind"),
        ({"phone": "none"}, "phone"),
        ({"email": "a@b"}, "email"),
        ({"website": "ftp://example.org"}, "website"),
        ({"postcode": "D-4753"}, "postcode"),
    ],
)
def test_wrong_details_are_refused_by_name(values: dict[str, str], field: str):
    draft = OrganisationDraft(**({"name": "Beispiel", "kind": "carrier"} | values))

    with pytest.raises(InvalidOrganisationError) as caught:
        actions.create_organisation(by=SYSTEM, draft=draft)

    assert [name for name, _ in caught.value.problems] == [field]
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "circus"}, "organisation_kind_known"),
        ({"postcode": "123"}, "organisation_postcode_five_digits"),
        ({"phone": "0221 4710"}, "organisation_phone_e164"),
    ],
)
def test_the_database_refuses_what_no_action_wrote(values: dict[str, str], constraint: str):
    with pytest.raises(IntegrityError, match=constraint):
        Organisation.objects.create(**({"name": "x", "kind": "carrier"} | values))


def test_examples_go_and_real_ones_stay():
    draft = OrganisationDraft(name="Beispiel", kind="carrier")
    actions.create_organisations(by=SYSTEM, drafts=[draft, draft], is_example=True)
    real = actions.create_organisation(by=SYSTEM, draft=draft)

    assert actions.remove_example_organisations(by=SYSTEM) == 2
    assert list(Organisation.objects.all()) == [real]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", ""),
        ("0221 4710000", "+492214710000"),
        ("+90 312 555 01 00", "+903125550100"),
        ("(030) 23125-000", "+493023125000"),
    ],
)
def test_normal_phone(text: str, number: str):
    assert normal_phone(text) == number
