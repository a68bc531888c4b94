"""Series of dates: RRULEs of RFC 5545 in German clock time: 15:00 stays 15:00 when the clocks change."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator

from dateutil.rrule import rrule, rrulestr

from vielklang.offers.calendar import BERLIN, is_public_holiday
from vielklang.offers.models import OfferDate

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS = ("FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST")
_NINETEEN_CYCLES = 19 * 400
_MOST_STEPS = 5000
"""Bound of one count: more dates than a daily series has in thirteen years."""


def rrule_problem(text: str, starts_at: dt.datetime) -> str | None:
    """What is wrong with a rule, or None. UNTIL and times of day are kept in fields of their own."""
    parts = {name: value for name, _, value in (part.partition("=") for part in text.upper().split(";"))}
    if unknown := [name for name in parts if name not in _PARTS]:
        return f"{unknown[0]!r} is not allowed in a rule, allowed are {', '.join(_PARTS)}"
    if parts.get("FREQ") not in _FREQUENCIES:
        return f"FREQ must be one of {', '.join(_FREQUENCIES)}"
    for name in parts.keys() & {"INTERVAL", "COUNT"}:
        if not re.fullmatch(r"[1-9][0-9]{0,3}", parts[name]):  # 0 would never come to an end
            return f"{name} must be between 1 and 9999"
    # The calendar repeats every 400 years and counting ends with the year 9999: asked close to it, a rule
    # that never falls on a day is known as such at once.
    late = starts_at.replace(tzinfo=None, year=starts_at.year + _NINETEEN_CYCLES)
    try:
        first = next(iter(rrulestr(text, dtstart=late)), None)
    except (ValueError, TypeError) as error:
        return f"{text!r} is not a rule of iCalendar: {error}"
    return None if first else f"{text!r} never falls on a day"


def occurrences(date: OfferDate, after: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """(start, end) in German time of each date that ends after `after`, in order; a series may be endless."""
    if not date.rrule:
        starts: Iterator[dt.datetime] = iter([date.starts_at.astimezone(BERLIN)])
    else:
        starts = (start for start in _series(date, after) if _takes_place(date, start.date()))
    for start in starts:
        end = (start.astimezone(dt.UTC) + date.duration).astimezone(BERLIN)
        if end > after:
            yield start, end


def _series(date: OfferDate, after: dt.datetime) -> Iterator[dt.datetime]:
    rule = rrulestr(date.rrule, dtstart=date.starts_at.astimezone(BERLIN).replace(tzinfo=None))
    assert isinstance(rule, rrule)
    # xafter counts from the start without keeping what is past; a day of slack covers the change of clocks.
    earliest = after.astimezone(BERLIN).replace(tzinfo=None) - date.duration - dt.timedelta(days=1)
    for start in itertools.islice(rule.xafter(earliest, inc=True), _MOST_STEPS):
        if date.until and start.date() > date.until:
            return
        yield _aware(start)


def _aware(clock: dt.datetime) -> dt.datetime:
    """German time with its zone; an hour that the spring change skips becomes the one after it."""
    return clock.replace(tzinfo=BERLIN).astimezone(dt.UTC).astimezone(BERLIN)


def _takes_place(date: OfferDate, day: dt.date) -> bool:
    return day not in date.exdates and (date.on_holidays or not is_public_holiday(day))
