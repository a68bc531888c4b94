"""When a centre wants to have answered: working days of North Rhine-Westphalia."""

from __future__ import annotations

import datetime as dt

from vielklang.offers.calendar import BERLIN, is_public_holiday


def due_at(asked_at: dt.datetime, working_days: int) -> dt.datetime:
    """The end of the last of so many working days after the day of the question (aware)."""
    day, left = asked_at.astimezone(BERLIN).date(), working_days
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() < 5 and not is_public_holiday(day)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), BERLIN)
