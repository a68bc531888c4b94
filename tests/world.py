"""Two centres with the people who work there: Kleve is home, Wesel is the stranger. Used by the suites of the house."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests.offers.factories import draft as offer_draft
from vielklang.accounts.models import Membership, User
from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.core.areas import Area, AreaKind
from vielklang.core.permissions import CENTRE_ROLES, ORGANISATION_ROLES, Role
from vielklang.core.scope import accounts_door
from vielklang.offers.actions import create_offers
from vielklang.offers.models import Offer
from vielklang.organisations.actions import OrganisationDraft, create_organisations
from vielklang.organisations.models import Organisation

HOME_KEY, FOREIGN_KEY = "05154", "05170"


def make_user(email: str = "person@example.org", name: str = "Beispiel Person", **fields: Any) -> User:
    with accounts_door():
        return User.objects.create_user(email=email, name=name, **fields)


def make_membership(
    user: User,
    role: str,
    centre: Centre | None = None,
    organisation: Organisation | None = None,
    **fields: Any,
) -> Membership:
    tenant = organisation.centre if organisation else centre
    with accounts_door():
        return Membership.objects.create(
            user=user, role=role, centre=tenant, organisation=organisation, **fields
        )


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> Client:
    """A session as allauth leaves it; `second_factor`: opened with one."""
    with accounts_door():
        client.force_login(user, backend="vielklang.accounts.backends.Backend")
    session = client.session
    methods = [{"method": "password", "at": time.time()}]
    if second_factor:
        methods.append({"method": "mfa", "type": "totp", "at": time.time()})
    session[AUTHENTICATION_METHODS_SESSION_KEY] = methods
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


@dataclass
class World:
    """`people[role]` works at home; `stranger` leads the other centre, `outsider` edits for its organisation.

    `neighbour` is another organisation of the home centre: no row of it is the organisation's business.
    """

    home: Centre
    foreign: Centre
    organisation: Organisation
    neighbour: Organisation
    foreign_organisation: Organisation
    offer: Offer
    neighbour_offer: Offer
    foreign_offer: Offer
    people: dict[str, User] = field(default_factory=dict)
    sessions: dict[int, str] = field(default_factory=dict)
    stranger: User = field(init=False)
    outsider: User = field(init=False)

    def client(self, who: str | User | None) -> Client:
        """A browser in which this person (a role at home, or somebody) is signed in; None: nobody is."""
        client = Client()
        if who is None:
            return client
        user = self.people[who] if isinstance(who, str) else who
        if user.pk in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[user.pk]
            return client
        return sign_in(client, user)

    def sign_in_all(self) -> None:
        """From now on each person's clients share a session that is open already: for worlds that are kept."""
        for user in (*self.people.values(), self.stranger, self.outsider):
            client = sign_in(Client(), user)
            self.sessions[user.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def area(self, role: str) -> Area:
        """What `request.area` is for this role at home."""
        user = self.people[role]
        with accounts_door():
            rows = list(Membership.objects.filter(user=user).select_related("centre", "organisation"))
        kind = AreaKind.PARTNER if role in ORGANISATION_ROLES else AreaKind.DESK
        if role == Role.COORDINATION:
            kind = AreaKind.STATE
        organisation = self.organisation if kind == AreaKind.PARTNER else None
        name = str(organisation or self.home)
        grants = frozenset(row.grant for row in rows)
        actor = Actor(ActorKind.PERSON, name, user_id=user.pk, person=user.name, grants=grants)
        return Area(kind, actor, (role,), None if kind == AreaKind.STATE else self.home, organisation)

    def actor(self, role: str) -> Actor:
        return self.area(role).actor


def make_world() -> World:
    """Few statements: hundreds of tests begin with it."""
    home, foreign = Centre.objects.get(key=HOME_KEY), Centre.objects.get(key=FOREIGN_KEY)
    places = (("Beispielverein", home), ("Nachbarverein", home), ("Beispielverein", foreign))
    drafts = [
        OrganisationDraft(
            name=f"{name} {centre.name}", kind="carrier", email=f"{centre.slug}@example.org", centre=centre
        )
        for name, centre in places
    ]
    organisations = create_organisations(by=SYSTEM, drafts=drafts)
    offers = create_offers(
        by=SYSTEM,
        drafts=[offer_draft(centre=row.centre, organisation=row) for row in organisations],
        publish=True,
    )
    world = World(home, foreign, *organisations, *offers)
    with translation.override("en"):  # names are the same whatever language the test speaks
        names = {role: f"Beispiel {role.label}" for role in Role}
    rows = [_member(role, names[role], role, *_place(world, role)) for role in Role]
    rows.append(_member("stranger", "Beispiel Fremde", Role.LEAD, foreign, None))
    outside = world.foreign_organisation
    rows.append(_member("outsider", "Beispiel Außenstehende", Role.ORGANISATION_ADMIN, foreign, outside))
    with accounts_door():
        User.objects.bulk_create([row.user for row in rows])
        Membership.objects.bulk_create(rows)
    *people, world.stranger, world.outsider = (row.user for row in rows)
    world.people = dict(zip(Role, people, strict=True))
    return world


def _member(
    name: str, shown: str, role: str, centre: Centre | None, organisation: Organisation | None
) -> Membership:
    user = User(email=f"{name}@example.org", name=shown)
    user.set_unusable_password()
    return Membership(user=user, role=role, centre=centre, organisation=organisation)


def _place(world: World, role: Role) -> tuple[Centre | None, Organisation | None]:
    if role in CENTRE_ROLES:
        return world.home, None
    return (world.home, world.organisation) if role in ORGANISATION_ROLES else (None, None)
