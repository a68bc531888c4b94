"""How fresh a centre's or carrier's offers are: "87 % confirmed in the last 6 months; 64 % by the carriers themselves".

Both shares are of all public offers that are not over, so that they can be compared.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from vielklang.offers.models import Offer
from vielklang.upkeep.queries import kept_offers, with_asked_on

MONTHS = 6
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Freshness:
    """Numbers of offers; `fresh`: confirmed in the last six months, `own`: of these, by the carrier itself."""

    offers: int = 0
    fresh: int = 0
    own: int = 0
    due: int = 0
    never: int = 0

    @property
    def percent(self) -> int:
        return _percent(self.fresh, self.offers)

    @property
    def own_percent(self) -> int:
        return _percent(self.own, self.offers)


@dataclass(frozen=True, slots=True)
class Month:
    """How many offers were last confirmed in this month; `height` of its bar in steps of 0 to 10."""

    first: dt.date
    count: int
    height: int


def state_filter(state: str, today: dt.date) -> Q:
    """The rows behind a figure: fresh, own, due, never, stale; anything else is all of them."""
    fresh = Q(last_confirmed_at__gte=fresh_since(today))
    return {
        "fresh": fresh,
        "own": fresh & Q(confirmed_by_carrier=True),
        "due": Q(asked_on__lte=today),
        "never": Q(last_confirmed_at=None),
        "stale": Q(last_confirmed_at__lt=fresh_since(today)),
    }.get(state, Q())


def fresh_since(today: dt.date) -> dt.datetime:
    """The beginning of the day six months ago, in German time."""
    return timezone.make_aware(dt.datetime.combine(today - relativedelta(months=MONTHS), dt.time()))


def freshness_of(offers: QuerySet[Offer], today: dt.date) -> Freshness:
    """One query."""
    return Freshness(**_rows(offers, today).aggregate(**_counts(today)))


def freshness_by_organisation(offers: QuerySet[Offer], today: dt.date) -> QuerySet[Any]:
    """One row an organisation: `organisation_key`, `name`, the counts, and `percent` to sort by. One query."""
    return (
        _rows(offers, today)
        .order_by()
        .values(
            "organisation_id", organisation_key=F("organisation__public_id"), name=F("organisation__name")
        )
        .annotate(**_counts(today))
        .annotate(percent=F("fresh") * 100 / F("offers"), own_percent=F("own") * 100 / F("offers"))
    )


def confirmations_by_month(offers: QuerySet[Offer], today: dt.date) -> list[Month]:
    """The last twelve months, oldest first. One query."""
    start = today.replace(day=1) - relativedelta(months=MONTHS_SHOWN - 1)
    since = timezone.make_aware(dt.datetime.combine(start, dt.time()))
    found = (
        kept_offers(offers, today)
        .filter(last_confirmed_at__gte=since)
        .order_by()
        .annotate(month=TruncMonth("last_confirmed_at"))
        .values_list("month")
        .annotate(n=Count("pk"))
    )
    counts = {timezone.localtime(month).date().replace(day=1): n for month, n in found}
    most = max(counts.values(), default=0) or 1
    months = [start + relativedelta(months=number) for number in range(MONTHS_SHOWN)]
    return [Month(day, n := counts.get(day, 0), -(-n * 10 // most)) for day in months]


def _rows(offers: QuerySet[Offer], today: dt.date) -> QuerySet[Offer]:
    return with_asked_on(kept_offers(offers, today), today)


def _counts(today: dt.date) -> dict[str, Count]:
    states = ("fresh", "own", "due", "never")
    return {"offers": Count("pk")} | {
        state: Count("pk", filter=state_filter(state, today)) for state in states
    }


def _percent(part: int, whole: int) -> int:
    """Rounded down, so that 100 means all of them."""
    return part * 100 // whole if whole else 0
