"""Offers tell that they changed; the text memory follows in the background."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from vielklang.offers.signals import offer_changed, offers_changed

_MOST_IN_ONE_TASK = 500


@receiver(offer_changed, dispatch_uid="translations.offer_changed")
def follow_one(sender: object, *, offer_id: int, **kwargs: Any) -> None:
    follow_many(sender, offer_ids=(offer_id,))


@receiver(offers_changed, dispatch_uid="translations.offers_changed")
def follow_many(sender: object, *, offer_ids: tuple[int, ...], **kwargs: Any) -> None:
    from vielklang.translations.tasks import (
        remember_offers,  # procrastinate's app is ready only after Django's
    )

    for start in range(0, len(offer_ids), _MOST_IN_ONE_TASK):
        remember_offers.defer(offer_ids=list(offer_ids[start : start + _MOST_IN_ONE_TASK]))
