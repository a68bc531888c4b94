"""Every write of coordination."""

from __future__ import annotations

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.offers.models import Offer
from vielklang.reporting.models import OverlapDecision


@action
def accept_overlap(*, by: Actor, centre: Centre, offers: tuple[Offer, Offer]) -> OverlapDecision:
    """Remember that this overlap is fine, so that the list leaves it out; once more changes nothing."""
    first, second = sorted(offers, key=lambda offer: offer.pk)
    row, is_new = OverlapDecision.objects.get_or_create(
        centre=centre, first=first, second=second, defaults={"decided_by": by.person or by.name}
    )
    if is_new:
        record(by=by, event="overlap accepted", subject=row, label=f"{first.public_id} {second.public_id}")
    return row


@action
def reopen_overlap(*, by: Actor, decision: OverlapDecision) -> None:
    """Show the overlap in the list again."""
    record(by=by, event="overlap reopened", subject=decision)
    decision.delete()
