"""Offers tell that they changed; the index follows in the background."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from vielklang.offers.models import Offer
from vielklang.offers.signals import offer_changed, offers_changed
from vielklang.organisations.signals import organisations_changed

_MOST_IN_ONE_TASK = 500


@receiver(offer_changed, dispatch_uid="search.offer_changed")
def index_one(sender: object, *, offer_id: int, **kwargs: Any) -> None:
    index_many(sender, offer_ids=(offer_id,))


@receiver(offers_changed, dispatch_uid="search.offers_changed")
def index_many(sender: object, *, offer_ids: tuple[int, ...], **kwargs: Any) -> None:
    from vielklang.search.tasks import index_offers  # procrastinate's app is ready only after Django's

    for start in range(0, len(offer_ids), _MOST_IN_ONE_TASK):
        index_offers.defer(offer_ids=list(offer_ids[start : start + _MOST_IN_ONE_TASK]))


@receiver(organisations_changed, dispatch_uid="search.organisations_changed")
def index_offers_of(sender: object, *, organisation_ids: tuple[int, ...], **kwargs: Any) -> None:
    """The index knows offers by the name of who runs them."""
    offers = Offer.objects.filter(organisation__in=organisation_ids).order_by("pk")
    index_many(sender, offer_ids=tuple(offers.values_list("pk", flat=True)))
