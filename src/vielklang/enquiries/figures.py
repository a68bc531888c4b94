"""A centre's own figures of its enquiries: volume, topics, languages, time to the first answer, outcomes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Avg, CharField, Count, F, Func, Q, QuerySet
from django.db.models.functions import TruncMonth

from vielklang.enquiries.enums import EnquiryState, Outcome
from vielklang.enquiries.models import Enquiry
from vielklang.enquiries.queries import month_of
from vielklang.enquiries.regrouping import counted
from vielklang.offers.calendar import BERLIN

MONTHS = 12
Counts = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the enquiries received since `since`. `days`: mean time to the first answer, in days of 24 hours.

    `in_time` of `answered` got their first answer by the day the centre had set itself. `outcomes` are of closed ones.
    """

    since: dt.datetime
    total: int
    answered: int
    in_time: int
    days: float | None
    months: list[tuple[dt.date, int]]
    topics: Counts
    languages: Counts
    channels: Counts
    outcomes: Counts


def figures_of_centre(now: dt.datetime) -> Figures:
    """Of the open scope's centre, for this month and the eleven before it; six queries whatever the number of rows."""
    since = month_of(now) - relativedelta(months=MONTHS - 1)
    rows = Enquiry.objects.filter(counted(), created_at__gte=since).order_by()
    sums = rows.aggregate(
        total=Count("pk"),
        answered=Count("answered_at"),
        in_time=Count("pk", filter=Q(answered_at__lte=F("first_due_at"))),
        mean=Avg(F("answered_at") - F("created_at")),
    )
    topics = rows.annotate(topic=Func("topics", function="unnest", output_field=CharField()))
    closed = rows.filter(state=EnquiryState.CLOSED)
    return Figures(
        since,
        sums["total"],
        sums["answered"],
        sums["in_time"],
        round(sums["mean"] / dt.timedelta(days=1), 1) if sums["mean"] is not None else None,
        _by_month(rows, since),
        _counts(topics, "topic"),
        _counts(rows, "language"),
        _counts(rows, "channel"),
        _in_order(_counts(closed, "outcome"), Outcome.values),
    )


def _by_month(rows: QuerySet[Enquiry], since: dt.datetime) -> list[tuple[dt.date, int]]:
    """Every month, also those in which nobody asked."""
    found = (
        rows.annotate(month=TruncMonth("created_at", tzinfo=BERLIN)).values("month").annotate(n=Count("pk"))
    )
    counts = {row["month"].date(): row["n"] for row in found.order_by("month")}
    first = since.astimezone(BERLIN).date()
    months = [first + relativedelta(months=number) for number in range(MONTHS)]
    return [(month, counts.get(month, 0)) for month in months]


def _counts(rows: QuerySet[Any], name: str) -> Counts:
    found = rows.values(name).annotate(n=Count("pk")).order_by("-n", name)
    return [(row[name], row["n"]) for row in found]


def _in_order(counts: Counts, keys: Iterable[str]) -> Counts:
    by_key = dict(counts)
    return [(key, by_key[key]) for key in keys if key in by_key]
