"""What upkeep hears of offers: a confirmation, wherever it is given, lifts an automatic suspension."""

from __future__ import annotations

from typing import Any

from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.upkeep.actions.answers import lift_suspension


def restore_when_confirmed(sender: Any, offer_id: int, **_: Any) -> None:
    offer = Offer.objects.select_related("centre").filter(pk=offer_id, status=OfferStatus.SUSPENDED).first()
    if offer is None or offer.last_confirmed_at is None or offer.suspended_at is None:
        return
    if offer.last_confirmed_at > offer.suspended_at:
        with centre_scope(offer.centre):
            lift_suspension(by=SYSTEM, offer=offer)
