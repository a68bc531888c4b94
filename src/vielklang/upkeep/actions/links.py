"""Sending, opening, renewing and withdrawing personal links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.mail import queue_mail
from vielklang.core.scope import organisation_scope
from vielklang.organisations.models import Organisation
from vielklang.upkeep.enums import LinkPurpose
from vielklang.upkeep.models import LinkSession, PersonalLink, UpkeepRules
from vielklang.upkeep.queries import Recipient, addresses_of, offers_to_answer
from vielklang.upkeep.tokens import hash_of, link_address, new_token, stop_address

SESSION = dt.timedelta(hours=2)
LINK_DAYS = 30
MOST_RENEWALS_A_DAY = 3


class LinkClosedError(Exception):
    """The link was opened, withdrawn, or its time is over."""


class UnknownAddressError(Exception):
    """The organisation has no such address that may get a link."""


@action
def mail_link(
    *,
    by: Actor,
    centre: Centre,
    organisation: Organisation,
    recipient: Recipient,
    purpose: LinkPurpose,
    key: str,
    template: str = "upkeep/mail/link",
    context: Mapping[str, Any] | None = None,
    days: int = LINK_DAYS,
) -> PersonalLink | None:
    """Make a link and mail it; None (and nothing is written) where a mail with this key exists already.

    In a scope that may write the organisation's rows of this centre. `context` adds to what every such mail says:
    organisation, centre, recipient, url, days.
    """
    token = new_token(centre.key)
    link = PersonalLink(
        centre=centre,
        organisation=organisation,
        email=recipient.email.lower(),
        recipient=recipient.name,
        language=recipient.language,
        purpose=purpose,
        token_hash=hash_of(token),
        created_by=str(by),
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    stop = stop_address(organisation.public_id, link.public_id)
    is_new = queue_mail(
        by=by,
        key=key,
        to=recipient.email,
        template=template,
        context={
            "organisation": organisation, "centre": centre, "recipient": recipient, "days": days,
            "url": link_address(token), "stop_url": stop if purpose == LinkPurpose.REMINDER else "",
            **(context or {}),
        },
        language=recipient.language,
        centre_id=centre.pk,
        organisation_id=organisation.pk,
        unsubscribe_url=stop if purpose == LinkPurpose.REMINDER else "",
    )  # fmt: skip
    if not is_new:
        return None
    link.save()
    record(by=by, event="personal link sent", subject=link, purpose=purpose)
    return link


@action
def send_link(*, by: Actor, centre: Centre, organisation: Organisation, email: str) -> PersonalLink:
    """The centre sends a link to one of the organisation's own addresses; older ones that wait are withdrawn.

    Raises `UnknownAddressError`.
    """
    recipient = _registered(organisation, email)
    _withdraw_waiting(by=by, organisation=organisation, email=recipient.email)
    key = f"link:{organisation.public_id}:{new_token()[:16]}"
    link = mail_link(
        by=by, centre=centre, organisation=organisation, recipient=recipient, key=key,
        purpose=LinkPurpose.REQUEST, days=UpkeepRules.of(centre).link_days,
    )  # fmt: skip
    assert link is not None
    return link


@action
def open_link(*, by: Actor, link: PersonalLink) -> tuple[LinkSession, str]:
    """Exchange a link for a session in one browser; returns it with the secret for the cookie.

    Works once: of two at the same moment one raises `LinkClosedError`, as do used, withdrawn and old ones.
    """
    secret, now = new_token(), timezone.now()
    with organisation_scope(link.organisation):
        row = PersonalLink.objects.select_for_update().get(pk=link.pk)
        if row.opened_at or row.revoked_at or row.expires_at <= now:
            raise LinkClosedError
        row.opened_at = now
        row.save(update_fields=["opened_at"])
        asked = offers_to_answer(link.organisation, link.centre, timezone.localdate())
        session = LinkSession.objects.create(
            centre_id=row.centre_id, organisation_id=row.organisation_id, link=row, language=row.language,
            secret_hash=hash_of(secret), ends_at=now + SESSION,
            answers={str(public_id): "" for public_id in asked.values_list("public_id", flat=True)},
        )  # fmt: skip
        record(by=by, event="personal link opened", subject=row)
    return session, secret


@action
def renew_link(*, by: Actor, link: PersonalLink) -> bool:
    """Mail a fresh link to the same person, if the address is still the organisation's own.

    Returns False, and the page says the same, for a withdrawn link, a foreign address and too many wishes a day.
    """
    with organisation_scope(link.organisation):
        Organisation.objects.select_for_update().get(pk=link.organisation_id)
        row = PersonalLink.objects.get(pk=link.pk)
        since = timezone.now() - dt.timedelta(days=1)
        wishes = PersonalLink.objects.filter(
            email=row.email, purpose=LinkPurpose.RENEWAL, created_at__gt=since
        ).count()
        try:
            recipient = _registered(link.organisation, row.email)
        except UnknownAddressError:
            return False
        if row.revoked_at or wishes >= MOST_RENEWALS_A_DAY:
            return False
        key = f"link:{row.public_id}:renewed:{new_token()[:16]}"
        mail_link(
            by=by, centre=link.centre, organisation=link.organisation, recipient=recipient, key=key,
            purpose=LinkPurpose.RENEWAL,
        )  # fmt: skip
    return True


@action
def revoke_link(*, by: Actor, link: PersonalLink) -> PersonalLink:
    """Withdraw a link: it opens no more, and where it was opened its session ends now. Harmless to repeat."""
    row = PersonalLink.objects.select_for_update().get(pk=link.pk)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        LinkSession.objects.filter(link=row, ends_at__gt=row.revoked_at).update(ends_at=row.revoked_at)
        record(by=by, event="personal link withdrawn", subject=row)
    return row


def _withdraw_waiting(*, by: Actor, organisation: Organisation, email: str) -> None:
    waiting = PersonalLink.objects.filter(
        organisation=organisation, email=email.lower(), opened_at=None, revoked_at=None
    )
    for link in waiting:
        revoke_link(by=by, link=link)


def _registered(organisation: Organisation, email: str) -> Recipient:
    for one in addresses_of(organisation):
        if one.email.lower() == email.lower():
            return one
    raise UnknownAddressError(email)
