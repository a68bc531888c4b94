"""The only doors to upkeep's private objects: links by their secret, reports by right."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from vielklang.core.actor import Actor, ActorKind
from vielklang.core.areas import Area, AreaKind
from vielklang.core.audit import record_read
from vielklang.core.permissions import Permission
from vielklang.core.scope import token_scope
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation
from vielklang.upkeep.demonstration import EXAMPLE_TOKEN
from vielklang.upkeep.models import (
    GuideFeedback,
    LinkCheck,
    LinkSession,
    OfferReport,
    PersonalLink,
    ReportContact,
)
from vielklang.upkeep.tokens import hash_of


def link_actor(organisation: Organisation) -> Actor:
    """Whoever holds a personal link acts in the organisation's name."""
    return Actor(ActorKind.LINK, organisation.name)


def link_of(token: str) -> PersonalLink | None:
    """The link with this secret, in whatever state; None where there is none.

    The demonstration's link, whose secret everybody knows, is none anywhere else.
    """
    if token == EXAMPLE_TOKEN and not settings.IS_DEMONSTRATION:
        return None
    with token_scope(hash_of(token)):
        return PersonalLink.objects.select_related("organisation", "centre").first()


def session_by_secret(secret: str) -> LinkSession | None:
    """The running session that this cookie opens; None for a wrong or an ended one."""
    with token_scope(hash_of(secret)):
        rows = LinkSession.objects.select_related("organisation", "centre")
        return rows.filter(ends_at__gt=timezone.now()).first()


def session_of(public_id: uuid.UUID, secret: str) -> LinkSession | None:
    """The same, if it is the one that the address names."""
    session = session_by_secret(secret) if secret else None
    return session if session and session.public_id == public_id else None


def access_session_offer(session: LinkSession, public_id: uuid.UUID) -> Offer:
    """An offer of the session's organisation at its centre; 404 for every other one."""
    rows = Offer.objects.with_texts("de", "en").for_cards().prefetch_related("hours__place")
    offer = rows.filter(
        organisation=session.organisation_id, centre=session.centre_id, public_id=public_id
    ).first()
    if offer is None:
        raise Http404
    return offer


def access_own_offer(area: Area, public_id: uuid.UUID) -> Offer:
    """An offer of the partner area's organisation; 404 for every other one."""
    rows = Offer.objects.with_texts("de", "en").for_cards().prefetch_related("hours__place")
    offer = rows.filter(organisation=area.organisation, public_id=public_id).first()
    if offer is None:
        raise Http404
    return offer


def access_link(area: Area, public_id: uuid.UUID) -> PersonalLink:
    """A link of this centre, for those who send and withdraw links."""
    if not area.can(Permission.ORGANISATION_EDIT):
        raise PermissionDenied
    link = PersonalLink.objects.select_related("organisation", "centre").filter(public_id=public_id).first()
    if link is None:
        raise Http404
    return link


def access_report(area: Area, public_id: uuid.UUID) -> tuple[OfferReport, ReportContact | None]:
    """A report with the reader's contact, as far as this area may see it. Reading it is recorded."""
    right = Permission.REPORT_HANDLE if area.kind == AreaKind.DESK else Permission.OFFER_EDIT
    if not area.can(right):
        raise PermissionDenied
    rows = OfferReport.objects.select_related("organisation", "offer").prefetch_related("offer__texts")
    report = rows.filter(public_id=public_id).first()
    if report is None:
        raise Http404
    contact = ReportContact.objects.filter(report=report).first()
    record_read(by=area.actor, subject=report)
    return report, contact


def access_feedback(area: Area, public_id: uuid.UUID) -> GuideFeedback:
    """A remark about this centre's guide. Reading it is recorded."""
    if not area.can(Permission.REPORT_HANDLE):
        raise PermissionDenied
    feedback: GuideFeedback | None = GuideFeedback.objects.filter(public_id=public_id).first()
    if feedback is None:
        raise Http404
    record_read(by=area.actor, subject=feedback)
    return feedback


def access_dead_link(public_id: uuid.UUID) -> LinkCheck:
    """A checked website of the open centre's scope."""
    check = LinkCheck.objects.filter(public_id=public_id).first()
    if check is None:
        raise Http404
    return check
