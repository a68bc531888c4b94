"""When an offer is open: pure functions on prefetched rows (`OfferQuerySet.for_cards`), no query.

The rules are those of `OfferQuerySet.open_at`: an exception replaces the weekly hours of its day, public
holidays of North Rhine-Westphalia close what no exception opens, dates come on top.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vielklang.offers.calendar import BERLIN, END_OF_DAY, is_public_holiday
from vielklang.offers.enums import Weekday
from vielklang.offers.models import HoursException, Offer, OfferPlace, OpeningHours
from vielklang.offers.recurrence import occurrences

_HORIZON_DAYS = 62
"""How far the next opening is looked for: longer than any summer break."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """An aware interval in German time. `reason`: why the hours of this day differ, if they do."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenState:
    """What a reader wants to know at once. `is_known` is false where an offer has neither hours nor dates."""

    is_known: bool
    is_open: bool
    closes_at: dt.datetime | None = None
    opens_at: dt.datetime | None = None
    opens_today: bool = False
    is_holiday: bool = False


@dataclass(frozen=True, slots=True)
class DayHours:
    """One line of the week's table; `intervals` is empty on a closed day."""

    weekday: Weekday
    intervals: tuple[tuple[dt.time, dt.time], ...]
    place: OfferPlace | None = None

    @property
    def label(self) -> str:
        return str(self.weekday.label)


def spans_on(offer: Offer, day: dt.date) -> list[Span]:
    """Opening intervals of a day, in order; dates are not among them."""
    special = [row for row in offer.exceptions.all() if row.date == day]
    rows: list[HoursException | OpeningHours] = [row for row in special if not row.is_closed]
    if not is_public_holiday(day):
        weekly = (row for row in offer.hours.all() if row.weekday == day.weekday())
        rows += [row for row in weekly if not any(_replaces(other, row) for other in special)]
    return sorted(_span(row, day) for row in rows)


def is_open(offer: Offer, moment: dt.datetime) -> bool:
    """Open by its hours, or one of its dates is running, at this moment (aware)."""
    return _current(offer, moment) is not None


def next_opening(offer: Offer, moment: dt.datetime) -> dt.datetime | None:
    """The next start of hours or of a date after `moment`; None when there is none (hours: in two months)."""
    days = (_day(moment) + dt.timedelta(days=n) for n in range(_HORIZON_DAYS))
    by_hours = _has_hours(offer) and next(
        (s.starts_at for day in days for s in spans_on(offer, day) if s.starts_at > moment), None
    )
    by_dates = next((s.starts_at for s in dates_after(offer, moment) if s.starts_at > moment), None)
    return min((start for start in (by_hours, by_dates) if start), default=None)


def open_state(offer: Offer, moment: dt.datetime) -> OpenState:
    """Open until when, or closed until when."""
    if not _has_hours(offer) and not offer.dates.all():
        return OpenState(is_known=False, is_open=False)
    holiday = is_public_holiday(_day(moment))
    if current := _current(offer, moment):
        return OpenState(is_known=True, is_open=True, closes_at=current.ends_at, is_holiday=holiday)
    opens_at = next_opening(offer, moment)
    today = opens_at is not None and _day(opens_at) == _day(moment)
    return OpenState(is_known=True, is_open=False, opens_at=opens_at, opens_today=today, is_holiday=holiday)


def next_change(states: Iterable[OpenState]) -> dt.datetime | None:
    """When the first of these states will be another one; None when none of them changes by itself."""
    moments = (state.closes_at or state.opens_at for state in states)
    return min((moment for moment in moments if moment), default=None)


def upcoming_dates(offer: Offer, count: int, now: dt.datetime) -> list[Span]:
    """The next dates that have not ended, in order, at most `count`."""
    return list(itertools.islice(dates_after(offer, now), count))


def upcoming_exceptions(offer: Offer, now: dt.datetime, days: int = 28) -> list[HoursException]:
    """Days of the coming weeks on which the hours differ."""
    first, last = _day(now), _day(now) + dt.timedelta(days=days)
    return [row for row in offer.exceptions.all() if first <= row.date <= last]


def weekly_table(offer: Offer) -> list[DayHours]:
    """The usual week, Monday first, per place where places differ; empty without weekly hours."""
    rows = list(offer.hours.all())
    places = {row.place_id: row.place for row in rows}
    return [
        DayHours(Weekday(day), _intervals(rows, day, place_id), place)
        for place_id, place in places.items()
        for day in range(7)
        if day < 5 or _intervals(rows, day, place_id)
    ]


def _intervals(
    rows: Sequence[OpeningHours], weekday: int, place_id: int | None
) -> tuple[tuple[dt.time, dt.time], ...]:
    return tuple(
        sorted((row.opens, row.closes) for row in rows if (row.weekday, row.place_id) == (weekday, place_id))
    )


def _current(offer: Offer, moment: dt.datetime) -> Span | None:
    running = [span for span in spans_on(offer, _day(moment)) if span.starts_at <= moment < span.ends_at]
    first = next(dates_after(offer, moment), None)
    if first and first.starts_at <= moment:
        running.append(first)
    return max(running, key=lambda span: span.ends_at, default=None)


def dates_after(offer: Offer, moment: dt.datetime) -> Iterator[Span]:
    """All dates that end after `moment`, in order and lazily; a day that an exception closes is left out."""
    closed = {row.date for row in offer.exceptions.all() if row.is_closed and row.place_id is None}
    series = [
        (
            Span(start, end)
            for start, end in occurrences(date, moment)
            if not date.rrule or start.date() not in closed
        )
        for date in offer.dates.all()
    ]
    return heapq.merge(*series)


def _replaces(exception: HoursException, hours: OpeningHours) -> bool:
    return exception.place_id is None or exception.place_id == hours.place_id


def _span(row: HoursException | OpeningHours, day: dt.date) -> Span:
    assert row.opens is not None
    assert row.closes is not None
    last = day + dt.timedelta(days=1) if row.closes == END_OF_DAY else day
    closes = dt.time() if row.closes == END_OF_DAY else row.closes
    starts_at, ends_at = (
        dt.datetime.combine(day, row.opens, BERLIN),
        dt.datetime.combine(last, closes, BERLIN),
    )
    return Span(starts_at, ends_at, row.reason if isinstance(row, HoursException) else "")


def _has_hours(offer: Offer) -> bool:
    return bool(offer.hours.all()) or bool(offer.exceptions.all())


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(BERLIN).date()
