"""Reads about people: who works here, with last sign-in and second factor; open invitations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from vielklang.accounts.models import Invitation, Membership
from vielklang.core.scope import accounts_door

UNDO_DAYS = 30


@dataclass(frozen=True)
class Person:
    """A line of the people page."""

    membership: Membership
    has_second_factor: bool


def memberships(*, text: str = "", role: str = "") -> QuerySet[Membership]:
    """Current memberships of the open scope, in a stable order."""
    rows = Membership.objects.current().select_related("user", "centre", "organisation")
    if text:
        rows = rows.filter(
            Q(user__name__icontains=text)
            | Q(user__email__icontains=text)
            | Q(organisation__name__icontains=text)
        )
    if role:
        rows = rows.filter(role=role)
    return rows.order_by("user__name", "user_id", "role", "pk")


def people(rows: Iterable[Membership]) -> list[Person]:
    """With the second factor, which lies in a table that no area sees: one more query, whatever the number."""
    from allauth.mfa.models import Authenticator

    rows = list(rows)
    with accounts_door():
        strong = set(
            Authenticator.objects.filter(
                user_id__in={row.user_id for row in rows},
                type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN),
            ).values_list("user_id", flat=True)
        )
    return [Person(row, row.user_id in strong) for row in rows]


def recently_ended() -> QuerySet[Membership]:
    """What may be undone."""
    since = timezone.now() - dt.timedelta(days=UNDO_DAYS)
    rows = Membership.objects.ended().filter(ends_at__gte=since).select_related("user", "organisation")
    return rows.order_by("-ends_at", "pk")[:50]


def unanswered_invitations() -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("organisation")
    return rows.order_by("-created_at", "pk")[:100]


def organisations_of(centre: Any) -> QuerySet[Any]:
    """Organisations of a centre, for which people may be invited (their room lies above this one)."""
    return (
        apps.get_model("organisations", "Organisation").objects.filter(centre=centre).order_by("name", "pk")
    )
