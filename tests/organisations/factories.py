"""Rows for tests of organisations; called inside the scope of `centre` where they are private."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.core.permissions import Grant
from vielklang.organisations import actions
from vielklang.organisations.actions import ContactDraft, OrganisationDraft
from vielklang.organisations.models import ContactPerson, Organisation, OrganisationChange

AGREED = {"is_public": True, "public_agreed_on": dt.date(2026, 11, 2), "public_agreed_how": "written"}


def home() -> Centre:
    return Centre.objects.get(key="05154")


def foreign() -> Centre:
    return Centre.objects.get(key="05170")


def make_organisation(name: str = "Beispielverein", **values: Any) -> Organisation:
    values = {"kind": "association", "centre": home()} | values
    return actions.create_organisation(by=SYSTEM, draft=OrganisationDraft(name=name, **values))


def make_change(organisation: Organisation, **texts: str) -> OrganisationChange:
    """Something that the organisation proposed and its centre has not looked at."""
    draft = OrganisationDraft(name="Neuer Name", kind=organisation.kind, email=organisation.email)
    change = actions.save_profile(by=SYSTEM, organisation=organisation, draft=draft, texts=texts)
    assert change
    return change


def member_of(organisation: Organisation) -> Actor:
    """Somebody who administers the organisation, in the partner area."""
    grants = frozenset({Grant("organisation_admin", organisation_id=organisation.pk)})
    return Actor(ActorKind.PERSON, organisation.name, person="Beispiel Mitglied", grants=grants)


def make_direct_change(organisation: Organisation, phone: str = "02821 100100") -> OrganisationChange:
    """Something that the organisation changed at once and its centre has not seen."""
    draft = OrganisationDraft(
        name=organisation.name, kind=organisation.kind, phone=phone, email=organisation.email
    )
    actions.save_profile(by=member_of(organisation), organisation=organisation, draft=draft, texts={})
    return OrganisationChange.objects.get(organisation=organisation, state="direct")


def make_contact(organisation: Organisation, name: str = "Beispiel Kontakt", **values: Any) -> ContactPerson:
    assert organisation.centre
    return actions.add_contact(
        by=SYSTEM,
        organisation=organisation,
        centre=organisation.centre,
        draft=ContactDraft(name=name, **values),
    )
