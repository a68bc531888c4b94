"""The rights of every role as a table: whoever changes a role changes this table, and somebody reads it."""

from __future__ import annotations

import pytest

from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.core.permissions import (
    CENTRE_ROLES,
    ORGANISATION_ROLES,
    PERMISSIONS,
    Grant,
    Permission,
    Role,
    can,
    needs_second_factor,
)

COLUMNS = ("lead", "staff", "editor", "translator", "funding", "organisation_admin", "organisation_editor",
           "coordination", "operator")  # fmt: skip
TABLE = """
                    lead staff editor transl funding orgadm orged coord oper
offer.view            x    x     x      x      x       x      x     -     -
offer.edit            x    x     x      -      -       x      x     -     -
offer.confirm         x    x     x      -      -       x      x     -     -
offer.publish         x    x     x      -      -       -      -     -     -
report.handle         x    x     -      -      -       -      -     -     -
enquiry.answer        x    x     -      -      -       -      -     -     -
text.translate        x    x     x      x      -       -      -     -     -
text.review           x    x     x      -      -       -      -     -     -
organisation.view     x    x     x      -      x       -      -     -     -
organisation.edit     x    x     -      -      -       x      -     -     -
organisation.merge    x    -     -      -      -       -      -     -     -
contact.view          x    x     -      -      x       x      -     -     -
data.import           x    -     x      -      -       -      -     -     -
data.export           x    x     x      -      -       -      -     -     -
coordination.view     x    x     -      -      x       -      -     -     -
centre.edit           x    -     -      -      -       -      -     -     -
people.manage         x    -     -      -      -       x      -     -     -
audit.view            x    -     -      -      -       -      -     -     -
state.view            -    -     -      -      -       -      -     x     -
operate               -    -     -      -      -       -      -     -     x
"""


def _table() -> dict[str, set[str]]:
    rows = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return {
        permission: {role for role, sign in zip(COLUMNS, signs, strict=True) if sign == "x"}
        for permission, *signs in rows
    }


def test_the_roles_have_exactly_these_rights():
    actual = {
        permission.value: {role.value for role in Role if permission in PERMISSIONS[role]}
        for permission in Permission
    }
    assert actual == _table()


def test_whoever_sees_private_data_needs_a_second_factor():
    assert {role for role in Role if needs_second_factor(role)} == {
        Role.LEAD,
        Role.STAFF,
        Role.FUNDING,
        Role.ORGANISATION_ADMIN,
    }


def test_coordination_and_operation_see_nothing_private():
    assert PERMISSIONS[Role.COORDINATION] == {Permission.STATE_VIEW}
    assert PERMISSIONS[Role.OPERATOR] == {Permission.OPERATE}


def person(*grants: Grant) -> Actor:
    return Actor(ActorKind.PERSON, "Beispiel", user_id=1, grants=frozenset(grants))


def test_a_grant_counts_at_its_centre_alone():
    lead = person(Grant("lead", centre_id=1))

    assert can(lead, Permission.AUDIT_VIEW, centre_id=1)
    assert not can(lead, Permission.AUDIT_VIEW, centre_id=2)
    assert not can(lead, Permission.AUDIT_VIEW)
    assert not can(lead, Permission.OFFER_VIEW, organisation_id=1)


def test_a_grant_counts_for_its_organisation_alone():
    editor = person(Grant("organisation_editor", organisation_id=5))

    assert can(editor, Permission.OFFER_EDIT, organisation_id=5)
    assert can(editor, Permission.OFFER_EDIT, centre_id=1, organisation_id=5)
    assert not can(editor, Permission.OFFER_EDIT, organisation_id=6)
    assert not can(editor, Permission.OFFER_EDIT, centre_id=5)


def test_the_state_s_roles_reach_into_no_centre():
    coordination = person(Grant("coordination"))

    assert can(coordination, Permission.STATE_VIEW)
    assert not can(coordination, Permission.STATE_VIEW, centre_id=1)


def test_several_grants_add_up_without_mixing_places():
    both = person(Grant("translator", centre_id=1), Grant("lead", centre_id=2))

    assert not can(both, Permission.OFFER_EDIT, centre_id=1)
    assert can(both, Permission.OFFER_EDIT, centre_id=2)


def test_a_translator_is_limited_to_languages():
    limited = person(Grant("translator", centre_id=1, languages=("ar", "uk")))
    free = person(Grant("translator", centre_id=1))

    assert can(limited, Permission.TEXT_TRANSLATE, centre_id=1, language="ar")
    assert not can(limited, Permission.TEXT_TRANSLATE, centre_id=1, language="tr")
    assert can(free, Permission.TEXT_TRANSLATE, centre_id=1, language="tr")


@pytest.mark.parametrize("kind", [ActorKind.LINK, ActorKind.READER])
def test_links_and_readers_have_no_right(kind):
    assert not any(can(Actor(kind, "Beispiel"), permission, centre_id=1) for permission in Permission)


def test_programs_have_all():
    assert all(can(SYSTEM, permission, centre_id=1) for permission in Permission)


def test_every_role_belongs_to_one_kind_of_place():
    assert set(CENTRE_ROLES) & set(ORGANISATION_ROLES) == set()
    assert set(Role) == {*CENTRE_ROLES, *ORGANISATION_ROLES, Role.COORDINATION, Role.OPERATOR}
