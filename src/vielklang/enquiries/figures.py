"""A centre's figures of its enquiries: volume, topics, languages, channels, time to the first answer, outcomes.

Of living and deleted ones together (`counting`). Others than the centre itself get them with small numbers hidden.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from vielklang.enquiries.counting import STILL_OPEN, Cell, cells
from vielklang.enquiries.enums import Outcome

MONTHS = 12
MOST_MONTHS = 120
NO_TOPIC = "-"
UNANSWERED = "none"
SPANS: dict[str, tuple[int, int]] = {"0": (0, 0), "1": (1, 3), "4": (4, 7), "8": (8, 14), "15": (15, 999)}
"""Calendar days to the first answer, from and to, by a short key."""
Counts = list[tuple[str, int]]
Shown = list[tuple[str, int | None]]
"""None: hidden, because it is small or would give a small one away."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, named by their first days; both belong to it."""

    first: dt.date
    last: dt.date

    @property
    def months(self) -> list[dt.date]:
        found, month = [], self.first
        while month <= self.last:
            found.append(month)
            month += relativedelta(months=1)
        return found


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the enquiries received in `period`. `median`: calendar days to the first answer.

    `in_time` of `answered` got it by the day the centre had set itself. `outcomes` are of `closed` ones, among which
    `solved` helped; of `known` ones the outcome is known at all.
    """

    period: Period
    total: int
    answered: int
    in_time: int
    median: float | None
    closed: int
    known: int
    solved: int
    months: list[tuple[dt.date, int]]
    topics: Counts
    languages: Counts
    channels: Counts
    times: Counts
    outcomes: Counts


def last_months(now: dt.datetime, count: int = MONTHS) -> Period:
    last = timezone.localtime(now).date().replace(day=1)
    return Period(last - relativedelta(months=count - 1), last)


def figures_of(period: Period) -> Figures:
    """Of the open scope's centre; one query, whatever the number of rows."""
    found = cells(period.first, period.last)
    months, times = _summed(found, "month"), _times(found)
    outcomes = Counter[str]()
    for cell in found:
        outcomes[cell.outcome] += cell.count
    still_open = outcomes.pop(STILL_OPEN, 0)
    total = sum(cell.count for cell in found)
    return Figures(
        period=period,
        total=total,
        answered=total - times[UNANSWERED],
        in_time=sum(cell.count for cell in found if cell.was_in_time),
        median=_median(found),
        closed=total - still_open,
        known=total - still_open - outcomes[Outcome.UNKNOWN],
        solved=outcomes[Outcome.HELPED],
        months=[(month, months[month]) for month in period.months],
        topics=_falling(_topics(found)),
        languages=_falling(_summed(found, "language")),
        channels=_falling(_summed(found, "channel")),
        times=_in_order(times, [*SPANS, UNANSWERED]),
        outcomes=_in_order(outcomes, Outcome.values),
    )


def statistics_for_others(period: Period) -> dict[str, Shown]:
    """The same of the open scope's centre for others than the centre: no number that could tell about single people.

    Topics may stand twice in one enquiry, so their table has no sum that gives a hidden one away.
    """
    found = figures_of(period)
    parts = {name: getattr(found, name) for name in ("languages", "channels", "times", "outcomes")}
    months = [(f"{month:%Y-%m}", count) for month, count in found.months]
    return {
        "total": hidden([("total", found.total)]),
        "topics": hidden(found.topics),
        **{name: hidden(rows, has_sum=True) for name, rows in {**parts, "months": months}.items()},
    }


def hidden(rows: Counts, *, has_sum: bool = False) -> Shown:
    """Counts below the least that may be shown are hidden; zero is none and stays.

    With `has_sum` the sum is known elsewhere: a single hidden number takes the smallest shown one along, or the sum
    would tell it.
    """
    least = smallest_shown()
    shown: Shown = [(key, None if 0 < count < least else count) for key, count in rows]
    concealed = [key for key, count in shown if count is None]
    if has_sum and len(concealed) == 1:
        others = [(count, key) for key, count in shown if count]
        partner = min(others)[1] if others else None
        return [(key, None if key == partner else count) for key, count in shown]
    return shown


@cache
def _rules() -> dict[str, Any]:
    path = Path(__file__).with_name("data") / "protection.json"
    rules: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return rules


def smallest_shown() -> int:
    """Counts from one to below this are hidden towards others."""
    return int(_rules()["smallest_shown"])


def legal_months() -> int:
    """Months after its receipt within which a request of a person must be answered."""
    return int(_rules()["request"]["months"])


def legal_source() -> tuple[str, str]:
    """(article, address) of the law that says so."""
    return _rules()["request"]["article"], _rules()["request"]["source"]


def span_of(days: int | None) -> str:
    if days is None:
        return UNANSWERED
    return next(key for key, (start, end) in SPANS.items() if start <= days <= end)


def _summed(found: Iterable[Cell], name: str) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for cell in found:
        counts[getattr(cell, name)] += cell.count
    return counts


def _times(found: Iterable[Cell]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for cell in found:
        counts[span_of(cell.days)] += cell.count
    return counts


def _topics(found: Iterable[Cell]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for cell in found:
        for topic in cell.topics or (NO_TOPIC,):
            counts[topic] += cell.count
    return counts


def _median(found: Iterable[Cell]) -> float | None:
    counts: Counter[int] = Counter()
    for cell in found:
        if cell.days is not None:
            counts[cell.days] += cell.count
    if not counts:
        return None
    total = counts.total()
    low, high = _at(counts, (total - 1) // 2), _at(counts, total // 2)
    return (low + high) / 2


def _at(counts: Counter[int], place: int) -> int:
    """The value at this place (from 0) of all values in order."""
    for days in sorted(counts):
        if place < counts[days]:
            return days
        place -= counts[days]
    raise IndexError(place)


def _falling(counts: Counter[str]) -> Counts:
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def _in_order(counts: Counter[str], keys: Sequence[str]) -> Counts:
    return [(key, counts[key]) for key in keys if counts[key]]
