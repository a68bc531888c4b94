"""Every write about people: invitations, memberships, accounts."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from vielklang.accounts.models import Invitation, Membership, User
from vielklang.accounts.rules import check_grant, hash_of
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.mail import queue_mail
from vielklang.core.permissions import Role
from vielklang.core.scope import accounts_door, token_scope

INVITATION_DAYS = 7


class Refused(Exception):
    """A change of people that is not possible; the text says why, for the person who tried."""


class InvitationClosed(Exception):
    """The invitation was used, revoked, has expired, or never existed."""


class AccountExists(Exception):
    """There is an account with the invited address: its owner has to sign in first."""


class AddressDiffers(Exception):
    """The signed-in person has another address than the invited one."""


class TooManyInvitations(Exception):
    """This centre or organisation has sent as many invitations today as it may."""


INVITATIONS_A_DAY = 40


@dataclass(frozen=True, kw_only=True)
class InvitationDraft:
    """For an organisation's role `organisation` is set, for a centre's `centre`, for the state's neither."""

    email: str
    role: str
    name: str = ""
    language: str = "de"
    centre: Any = None
    organisation: Any = None
    languages: tuple[str, ...] = ()
    membership_ends_at: dt.datetime | None = None


@action
def invite(*, by: Actor, draft: InvitationDraft) -> Invitation:
    """Invite by mail; an open invitation of the same address for the same role and place is revoked.

    Says nothing about whether an account exists. Raises `PermissionDenied` for a role that is not `by`'s to give,
    `TooManyInvitations` after `INVITATIONS_A_DAY` of one place.
    """
    check_grant(by, draft.role, centre=draft.centre, organisation=draft.organisation)
    email = draft.email.strip().lower()
    centre = draft.organisation.centre if draft.organisation else draft.centre
    _make_room(email, draft.role, centre, draft.organisation)
    token = secrets.token_urlsafe(32)
    with token_scope(hash_of(token)):
        invitation = Invitation.objects.create(
            email=email,
            name=draft.name.strip(),
            language=draft.language,
            role=draft.role,
            centre=centre,
            organisation=draft.organisation,
            languages=list(draft.languages) if draft.role == Role.TRANSLATOR else [],
            membership_ends_at=draft.membership_ends_at,
            token_hash=hash_of(token),
            invited_by=by.person or by.name,
            expires_at=timezone.now() + dt.timedelta(days=INVITATION_DAYS),
        )
    record(by=by, event="person invited", subject=invitation, role=draft.role)
    _send(invitation, token, by=by)
    return invitation


@action
def resend_invitation(*, by: Actor, invitation: Invitation) -> Invitation:
    """A new secret and seven new days; the address of the earlier mail stops working. Raises `Refused`."""
    check_grant(by, invitation.role, centre=invitation.centre, organisation=invitation.organisation)
    _check_unanswered(invitation)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_of(token)
    invitation.expires_at = timezone.now() + dt.timedelta(days=INVITATION_DAYS)
    invitation.save(update_fields=["token_hash", "expires_at"])
    record(by=by, event="invitation sent again", subject=invitation)
    _send(invitation, token, by=by)
    return invitation


@action
def revoke_invitation(*, by: Actor, invitation: Invitation) -> None:
    """The address of the mail stops working at once. Raises `Refused` where it was answered already."""
    check_grant(by, invitation.role, centre=invitation.centre, organisation=invitation.organisation)
    _check_unanswered(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record(by=by, event="invitation revoked", subject=invitation)


def _check_unanswered(invitation: Invitation) -> None:
    """Under a lock, so that accepting and revoking at the same moment cannot both happen."""
    fresh = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if fresh.accepted_at or fresh.revoked_at:
        raise Refused(_("This invitation was answered or revoked already."))


@action
def accept_invitation(*, by: Actor, token: str, name: str = "", password: str = "") -> Membership:
    """Use the invitation up: make the account (or take the signed-in person's) and give it the role.

    Raises `InvitationClosed`, `AccountExists` where nobody is signed in but the address has an account,
    `AddressDiffers` where somebody else is.
    """
    with token_scope(hash_of(token)):
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("centre", "organisation")
            .filter(token_hash=hash_of(token))
            .first()
        )
        if invitation is None or not invitation.is_open:
            raise InvitationClosed
        with accounts_door():
            user = _person(invitation, by, name=name, password=password)
            membership = _give_role(user, invitation)
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
    record(by=by, event="invitation accepted", subject=membership, user=user.pk)
    return membership


def _make_room(email: str, role: str, centre: Any, organisation: Any) -> None:
    with accounts_door():
        of_place = Invitation.objects.filter(centre=centre, organisation=organisation)
        of_place.filter(
            email=email, role=role, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        ).update(revoked_at=timezone.now())
        since = timezone.now() - dt.timedelta(days=1)
        if of_place.filter(created_at__gt=since).count() >= INVITATIONS_A_DAY:
            raise TooManyInvitations


def _person(invitation: Invitation, by: Actor, *, name: str, password: str) -> User:
    if by.user_id is not None:
        user = User.objects.get(pk=by.user_id, is_active=True)
        if user.email.lower() != invitation.email.lower():
            raise AddressDiffers
        return user
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise AccountExists
    return _make_user(email=invitation.email, name=name, password=password, language=invitation.language)


def _make_user(
    *, email: str, name: str, password: str | None, language: str, is_example: bool = False
) -> User:
    from allauth.account.models import EmailAddress

    user = User.objects.create_user(
        email=email, password=password, name=name.strip(), language=language, is_example=is_example
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _give_role(user: User, invitation: Invitation) -> Membership:
    return _grant(
        user,
        role=invitation.role,
        centre=invitation.centre,
        organisation=invitation.organisation,
        languages=invitation.languages,
        ends_at=invitation.membership_ends_at,
    )


def _grant(
    user: User, *, role: str, centre: Any, organisation: Any, languages: Any, ends_at: Any
) -> Membership:
    """One row for a person, role and place, whatever was before: an ended one runs again."""
    membership, _made = Membership.objects.update_or_create(
        user=user,
        role=role,
        centre=centre,
        organisation=organisation,
        defaults={"languages": list(languages), "ends_at": ends_at},
    )
    membership.user = user
    return membership


@action
def create_account(
    *, by: Actor, email: str, name: str, password: str, language: str = "de", is_example: bool = False
) -> User:
    """An account with a confirmed address, without an invitation: for examples, never for people who ask."""
    with accounts_door():
        user = _make_user(email=email, name=name, password=password, language=language, is_example=is_example)
    record(by=by, event="account created", subject=user)
    return user


@action
def grant_role(
    *,
    by: Actor,
    user: User,
    role: str,
    centre: Any = None,
    organisation: Any = None,
    languages: Iterable[str] = (),
) -> Membership:
    """A role without an invitation. Raises `PermissionDenied`."""
    check_grant(by, role, centre=centre, organisation=organisation)
    with accounts_door():
        place = organisation.centre if organisation else centre
        membership = _grant(
            user, role=role, centre=place, organisation=organisation, languages=languages, ends_at=None
        )
    record(by=by, event="role granted", subject=membership, role=role)
    return membership


@action
def change_membership(
    *,
    by: Actor,
    membership: Membership,
    role: str,
    languages: Iterable[str] = (),
    ends_at: dt.datetime | None = None,
) -> Membership:
    """Another role at the same place, other languages, another end. Raises `Refused` for the last lead, and where
    the person has that role already.
    """
    check_grant(by, membership.role, centre=membership.centre, organisation=membership.organisation)
    check_grant(by, role, centre=membership.centre, organisation=membership.organisation)
    if role != Role.LEAD or ends_at is not None:
        _keep_a_lead(membership)
    others = Membership.objects.filter(
        user=membership.user, centre=membership.centre, organisation=membership.organisation, role=role
    )
    if others.exclude(pk=membership.pk).exists():
        raise Refused(_("This person has that role already."))
    before = membership.role
    membership.role, membership.ends_at = role, ends_at
    membership.languages = list(languages) if role == Role.TRANSLATOR else []
    membership.save(update_fields=["role", "languages", "ends_at"])
    record(by=by, event="membership changed", subject=membership, before=before, after=role)
    return membership


@action
def end_membership(*, by: Actor, membership: Membership) -> None:
    """The role ends now; the account stays. Raises `Refused` for the last lead of a centre."""
    check_grant(by, membership.role, centre=membership.centre, organisation=membership.organisation)
    _keep_a_lead(membership)
    membership.ends_at = timezone.now()
    membership.save(update_fields=["ends_at"])
    record(by=by, event="membership ended", subject=membership, role=membership.role)


@action
def restore_membership(*, by: Actor, membership: Membership) -> None:
    """Undo an end: the role runs again as long as it did before."""
    check_grant(by, membership.role, centre=membership.centre, organisation=membership.organisation)
    before = (
        apps.get_model("accounts", "MembershipEvent")
        .objects.filter(pgh_obj_id=membership.pk)
        .exclude(ends_at=membership.ends_at)
        .order_by("-pgh_id")
        .values_list("ends_at", flat=True)
        .first()
    )
    membership.ends_at = before if before and before > timezone.now() else None
    membership.save(update_fields=["ends_at"])
    record(by=by, event="membership restored", subject=membership, role=membership.role)


def _keep_a_lead(membership: Membership) -> None:
    """Raises `Refused` where this is the centre's last lead; two leads who remove each other wait for one another.

    Ends are compared after the lock, and one within a day counts as ended: clocks of two machines may differ.
    """
    if membership.role != Role.LEAD:
        return
    leads = Membership.objects.filter(role=Role.LEAD, centre=membership.centre, user__is_active=True)
    locked = list(leads.select_for_update(of=("self",)).order_by("pk"))
    soon = timezone.now() + dt.timedelta(days=1)
    if not any(row.pk != membership.pk and (row.ends_at is None or row.ends_at > soon) for row in locked):
        raise Refused(_("This is the last lead of the centre. Make somebody else lead first."))


@action
def disable_account(*, by: Actor, user: User) -> None:
    """Nobody signs in with it any more and every session ends at once; memberships stay."""
    user.is_active = False
    with accounts_door():
        user.save(update_fields=["is_active"])
        _end_sessions(user)
    record(by=by, event="account disabled", subject=user)


@action
def enable_account(*, by: Actor, user: User) -> None:
    user.is_active = True
    with accounts_door():
        user.save(update_fields=["is_active"])
    record(by=by, event="account enabled", subject=user)


def _end_sessions(user: User) -> None:
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.filter(user=user):
        session.end()


@action
def choose_language(*, by: Actor, language: str) -> None:
    """The language of the person's pages and mails."""
    assert by.user_id is not None
    with accounts_door():
        User.objects.filter(pk=by.user_id).update(language=language)
    record(by=by, event="language chosen", language=language)


@action
def record_audit_export(*, by: Actor, centre_id: int, count: int) -> None:
    """Taking the audit along stands in the audit."""
    record(by=by, event="audit exported", centre_id=centre_id, count=count)


def _send(invitation: Invitation, token: str, *, by: Actor) -> None:
    invitation.url = settings.BASE_URL + reverse("accounts:invitation", args=[token])
    place = invitation.organisation or invitation.centre or "Nordrhein-Westfalen"
    with translation.override(invitation.language):
        role = str(Role(invitation.role).label)
    queue_mail(
        by=by,
        key=f"invitation:{hash_of(token)[:32]}",
        to=invitation.email,
        template="accounts/mail/invitation",
        context={
            "name": invitation.name,
            "area_name": str(place),
            "role": role,
            "invited_by": invitation.invited_by,
            "url": invitation.url,
            "days": INVITATION_DAYS,
        },
        language=invitation.language,
        centre_id=invitation.centre_id,
        organisation_id=invitation.organisation_id,
    )
