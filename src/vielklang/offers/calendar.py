"""The calendar of North Rhine-Westphalia: time zone and public holidays."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

import holidays

BERLIN = ZoneInfo("Europe/Berlin")
END_OF_DAY = dt.time(23, 59)
"""An interval that closes at 23:59 counts to midnight: 24:00 is no time of day in Python."""


@cache
def _holidays_of(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("DE", subdiv="NW", years=year))


def is_public_holiday(day: dt.date) -> bool:
    return day in _holidays_of(day.year)


def clock_of(local: dt.datetime) -> dt.time:
    """Time of day to compare with opening intervals, whose last minute belongs to them (`END_OF_DAY`)."""
    return min(local.time(), dt.time(23, 58, 59))
