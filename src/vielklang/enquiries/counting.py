"""Enquiries as they are counted: one expression for the living and for what stays of the deleted.

Figures are always both together, read by one statement, so that an enquiry that is deleted at this very moment is
counted once (docs/adr/0025-counted-facts.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncDate, TruncMonth

from vielklang.enquiries.enums import EnquiryState
from vielklang.enquiries.models import Enquiry, EnquiryFact
from vielklang.enquiries.regrouping import counted
from vielklang.offers.calendar import BERLIN

STILL_OPEN = ""
"""The outcome of an enquiry that is not closed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """So many enquiries that are alike in everything that is counted."""

    month: dt.date
    topics: tuple[str, ...]
    language: str
    channel: str
    outcome: str
    days: int | None
    was_in_time: bool
    count: int


def cells(first: dt.date, last: dt.date) -> list[Cell]:
    """The open scope's enquiries asked in the months from `first` to `last` (their first days), deleted ones too."""
    facts = EnquiryFact.objects.filter(month__range=(first, last)).order_by()
    names = ("month", "topics", "language", "channel", "outcome", "days", "was_in_time", "count")
    rows = living(first, last)
    return _cells(_grouped(rows, ends=False).union(facts.values_list(*names), all=True))


def moments(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Where these months begin, and where the month after them does, in Germany."""
    start = dt.datetime.combine(first, dt.time(), BERLIN)
    return start, dt.datetime.combine((last + dt.timedelta(days=31)).replace(day=1), dt.time(), BERLIN)


def living(first: dt.date, last: dt.date) -> QuerySet[Enquiry]:
    """The rows behind the figures of these months, as far as they still are."""
    start, end = moments(first, last)
    return Enquiry.objects.filter(counted(), created_at__gte=start, created_at__lt=end).order_by()


def keep_facts(centre_id: int, keys: Collection[int]) -> None:
    """Count enquiries for good; in the transaction that deletes them, whose locks they are under.

    In one order, so that two deletions at the same time wait for each other instead of failing.
    """
    found = _cells(_grouped(Enquiry.objects.filter(counted(), pk__in=keys).order_by(), ends=True))
    rows = [[centre_id, cell.month, list(cell.topics), *astuple(cell)[2:]] for cell in sorted(found, key=str)]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


class _DaysBetween(Func):
    """Whole days from the second date to the first; none where one of them is none."""

    template, arg_joiner = "least(%(expressions)s, 999)", " - "
    output_field = SmallIntegerField()


def as_counted(rows: QuerySet[Enquiry], *, ends: bool = False) -> QuerySet[Any]:
    """With `c_month`, `c_outcome`, `c_days` and `c_in_time`, as they are counted.

    `ends`: also what is not closed ends now, with the outcome that is known.
    """
    known = F("outcome")
    outcome = known if ends else Case(When(state=EnquiryState.CLOSED, then=known), default=Value(STILL_OPEN))
    asked, answered = TruncDate("created_at", tzinfo=BERLIN), TruncDate("answered_at", tzinfo=BERLIN)
    was_answered = Q(answered_at__isnull=False)
    return rows.annotate(
        c_month=Cast(TruncMonth("created_at", tzinfo=BERLIN), DateField()),
        c_outcome=outcome,
        c_days=Case(When(was_answered, then=Cast(_DaysBetween(answered, asked), SmallIntegerField()))),
        c_in_time=Case(When(answered_at__lte=F("first_due_at"), then=True), default=False),
    )


def _grouped(rows: QuerySet[Enquiry], *, ends: bool) -> QuerySet[Any]:
    names = ("c_month", "topics", "language", "channel", "c_outcome", "c_days", "c_in_time")
    found = as_counted(rows, ends=ends).values_list(*names)
    return found.annotate(c_count=Cast(Count("pk"), IntegerField()))


def _cells(rows: Iterable[Any]) -> list[Cell]:
    return [Cell(month, tuple(topics), *rest) for month, topics, *rest in rows]


_ADD = """
INSERT INTO enquiries_enquiryfact AS kept
    (centre_id, month, topics, language, channel, outcome, days, was_in_time, count)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (centre_id, month, topics, language, channel, outcome, days, was_in_time)
    DO UPDATE SET count = kept.count + excluded.count
"""
