"""Writes the example content, and takes it away again. Everything goes through actions."""

from __future__ import annotations

import datetime as dt
from random import Random

from django.db import transaction
from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.offers.actions import Progress, create_offers, remove_example_offers
from vielklang.offers.examples.planning import draft_for, make_plan
from vielklang.offers.examples.towns import regions
from vielklang.offers.examples.types import read_types
from vielklang.offers.models import Offer
from vielklang.organisations.actions import create_organisations, remove_example_organisations


@transaction.atomic
def load_examples(
    *, by: Actor, seed: int = 2026, progress: Progress | None = None, now: dt.datetime | None = None
) -> int:
    """Fill the centres with example offers, the same for the same seed and `now`; nothing where some are.

    Returns how many were created. Needs the reference data of places and centres.
    """
    if Offer.objects.filter(is_example=True).exists():
        return 0
    moment = now or timezone.now()
    plan = make_plan(read_types(), regions(), Random(seed))  # noqa: S311 (not for secrets)
    rows = create_organisations(by=by, drafts=list(plan.organisations.values()), is_example=True)
    organisations = dict(zip(plan.organisations, rows, strict=True))
    drafts = [
        draft_for(
            offer,
            organisations[offer.organisation_key],
            plan.points[offer.organisation_key],
            Random(f"{seed} {offer.region.centre.slug} {offer.type.key} {offer.number}"),  # noqa: S311
            moment,
        )
        for offer in plan.offers
    ]
    return len(create_offers(by=by, drafts=drafts, publish=True, now=moment, progress=progress))


@transaction.atomic
def remove_examples(*, by: Actor) -> int:
    """Take all example offers and their organisations away. Returns how many offers there were."""
    count = remove_example_offers(by=by)
    remove_example_organisations(by=by)
    return count
