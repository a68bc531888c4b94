"""Who may bring people in: roles are granted within one's own centre or organisation; those of the state by command."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from vielklang.accounts.models import Invitation, Membership
from vielklang.core.actor import Actor
from vielklang.core.areas import Area, AreaKind
from vielklang.core.permissions import CENTRE_ROLES, ORGANISATION_ROLES, Permission, Role, can


def may_grant(by: Actor, role: str, *, centre: Any = None, organisation: Any = None) -> bool:
    """A lead grants the roles of the centre and of its organisations, an organisation's administration its own."""
    if not by.is_person and by.user_id is None:
        return True
    if role in CENTRE_ROLES:
        return centre is not None and can(by, Permission.PEOPLE_MANAGE, centre_id=centre.pk)
    if role in ORGANISATION_ROLES and organisation is not None:
        return can(
            by,
            Permission.PEOPLE_MANAGE,
            centre_id=organisation.centre_id,
            organisation_id=organisation.pk,
        )
    return False


def check_grant(by: Actor, role: str, *, centre: Any = None, organisation: Any = None) -> None:
    """Raises `PermissionDenied` where `may_grant` says no."""
    if not may_grant(by, role, centre=centre, organisation=organisation):
        raise PermissionDenied


def grantable_roles(area: Area) -> tuple[Role, ...]:
    """What somebody who manages people may choose from in this area."""
    return (*CENTRE_ROLES, *ORGANISATION_ROLES) if area.kind == AreaKind.DESK else ORGANISATION_ROLES


def roles_beside(membership: Membership) -> tuple[Role, ...]:
    """Roles to which a membership may be changed: those of the same centre or organisation."""
    return ORGANISATION_ROLES if membership.organisation_id else CENTRE_ROLES


def access_membership(public_id: uuid.UUID) -> Membership:
    """A membership of the open scope; raises `Http404`."""
    row = (
        Membership.objects.select_related("user", "centre", "organisation")
        .filter(public_id=public_id)
        .first()
    )
    if row is None:
        raise Http404
    return row


def access_invitation(public_id: uuid.UUID) -> Invitation:
    """An invitation of the open scope; raises `Http404`."""
    row = Invitation.objects.select_related("centre", "organisation").filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def hash_of(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
