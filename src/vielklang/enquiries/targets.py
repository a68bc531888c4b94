"""When a centre wants to have answered: working days of North Rhine-Westphalia."""

from __future__ import annotations

import datetime as dt

from vielklang.offers.calendar import BERLIN, is_public_holiday


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < 5 and not is_public_holiday(day)


def due_at(asked_at: dt.datetime, working_days: int) -> dt.datetime:
    """The end of the last of so many working days after the day of the question (aware)."""
    day, left = asked_at.astimezone(BERLIN).date(), working_days
    while left:
        day += dt.timedelta(days=1)
        left -= is_working_day(day)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), BERLIN)


def late_since(now: dt.datetime, working_days: int) -> dt.datetime:
    """What was due then or earlier has been overdue for so many whole working days."""
    day, left = now.astimezone(BERLIN).date(), working_days
    while left:
        day -= dt.timedelta(days=1)
        left -= is_working_day(day)
    return dt.datetime.combine(day, dt.time(), BERLIN)
