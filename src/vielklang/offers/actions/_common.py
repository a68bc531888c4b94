"""What all actions of offers share: the locked row, the audit, and telling others after the commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import structlog
from django.db import transaction
from django.db.models import F, Model

from vielklang.core.actor import Actor
from vielklang.core.audit import record
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.offers.signals import offer_changed, offers_changed

log = structlog.get_logger("vielklang.offers.actions")

BATCH = 1000
_Row = TypeVar("_Row", bound=Model)


class WrongStateError(Exception):
    """The offer's or revision's state does not allow the action."""


def locked(offer: Offer, *, but: Sequence[OfferStatus] = (), action: str = "") -> Offer:
    """The offer's row, nobody else writes it until the transaction ends. Raises `WrongStateError`."""
    row = Offer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=offer.pk)
    if row.status in but:
        raise WrongStateError(f"cannot {action} an offer that is {row.status}")
    return row


def save_state(by: Actor, offer: Offer, event: str, **details: Any) -> Offer:
    offer.save()
    return done(by, event, offer, **details)


def done(by: Actor, event: str, offer: Offer, **details: Any) -> Offer:
    """One audit row, and `offer_changed` after the commit."""
    record(by=by, event=event, subject=offer, **details)
    log.info(event, by=str(by), offer=str(offer.public_id))
    offer_id = offer.pk
    transaction.on_commit(lambda: offer_changed.send(sender=Offer, offer_id=offer_id))
    return offer


def next_edition(offer: Offer) -> int:
    """Count that somebody saved something; `offer` is locked. No other column is touched."""
    Offer.objects.filter(pk=offer.pk).update(edition=F("edition") + 1)
    offer.edition += 1
    return offer.edition


def announce_many(ids: Iterable[int]) -> None:
    offer_ids = tuple(ids)
    transaction.on_commit(lambda: offers_changed.send(sender=Offer, offer_ids=offer_ids))


def bulk(model: type[_Row], rows: Sequence[_Row]) -> list[_Row]:
    return model._default_manager.bulk_create(rows, batch_size=BATCH)
