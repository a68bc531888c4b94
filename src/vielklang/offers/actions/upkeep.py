"""Writes that concern many offers at once and no person asks for: examples, dates counted out."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.offers.actions._common import announce_many, log
from vielklang.offers.actions.content import count_out, parts
from vielklang.offers.models import Offer, OfferOccurrence
from vielklang.offers.numbers import close_holes, has_many_holes


@action
def remove_example_offers(*, by: Actor) -> int:
    """Delete example offers, all of them; real offers are archived, never deleted. Returns how many."""
    ids = tuple(Offer.objects.filter(is_example=True).values_list("pk", flat=True))
    Offer.objects.filter(pk__in=ids).delete()
    announce_many(ids)
    record(by=by, event="example offers removed", count=len(ids))
    log.info("example offers removed", by=str(by), count=len(ids))
    return len(ids)


@action
def refresh_occurrences(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Count out the dates of the next 90 days anew, of all offers. Returns how many dates there are."""
    moment = now or timezone.now()
    offers = Offer.objects.filter(dates__isnull=False).distinct().prefetch_related("dates", "exceptions")
    OfferOccurrence.objects.all().delete()
    count = sum(count_out(list(part), moment) for part in parts(offers.order_by("pk")))
    log.info("occurrences refreshed", by=str(by), count=count)
    return count


@action
def close_numbers(*, by: Actor) -> int:
    """Where much was withdrawn, number what is public anew, so that pages of interfaces are full again (ADR 0018).

    Returns how many offers have a number; 0 where nothing was done.
    """
    if not has_many_holes():
        return 0
    count = close_holes()
    record(by=by, event="public offers numbered anew", count=count)
    log.info("public offers numbered anew", by=str(by), count=count)
    return count
