"""What upkeep asks of the offers' actions: confirm, correct, end, suspend, bring back. For upkeep's actions."""

from __future__ import annotations

from typing import Any

from vielklang.core.actor import Actor
from vielklang.offers.actions import (
    OfferState,
    archive_offer,
    confirm_offer,
    publish_offer,
    put_back_offer,
    save_revision,
    state_of,
    suspend_offer,
)
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.enums import RevisionState
from vielklang.offers.models import Offer

Json = dict[str, Any]


def confirm(*, by: Actor, offer: Offer, by_carrier: bool) -> Offer:
    return confirm_offer(by=by, offer=offer, by_carrier=by_carrier)


def correct(*, by: Actor, offer: Offer, draft: OfferDraft, base_number: int, note: str) -> bool:
    """A new revision; returns whether it is in force already. Raises `EditConflict`, `InvalidOfferError`."""
    revision = save_revision(by=by, offer=offer, draft=draft, base_number=base_number, note=note)
    return bool(revision.state == RevisionState.PUBLISHED)


def end(*, by: Actor, offer: Offer, reason: str) -> Json:
    """Archive it as gone; returns what `bring_back` needs."""
    before = state_of(Offer.objects.get(pk=offer.pk))
    after = state_of(archive_offer(by=by, offer=offer, reason=reason, is_gone=True))
    return {"before": before.as_json(), "after": after.as_json()}


def bring_back(*, by: Actor, offer: Offer, ended: Json) -> Offer:
    """The offer as it was before `end`. Raises `InvalidOfferError`, `WrongStateError`."""
    before, after = (OfferState.from_json(ended[key]) for key in ("before", "after"))
    return put_back_offer(by=by, offer=offer, before=before, after=after)


def suspend(*, by: Actor, offer: Offer, reason: str) -> Offer:
    return suspend_offer(by=by, offer=offer, reason=reason)


def publish_again(*, by: Actor, offer: Offer) -> Offer:
    return publish_offer(by=by, offer=offer)
