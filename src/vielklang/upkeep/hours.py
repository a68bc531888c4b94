"""Opening hours as people write them in one line a day: "9–12, 14:30–16 Uhr"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from vielklang.offers.drafts import HoursDraft

_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?"
_INTERVAL = re.compile(rf"\s*{_CLOCK}\s*(?:-|–|—|bis|to)\s*{_CLOCK}\s*", re.IGNORECASE)
_NOTHING = {"", "-", "–", "geschlossen", "zu", "closed"}
_NOISE = re.compile(r"\b(uhr|o'clock|von|from)\b", re.IGNORECASE)
END_OF_DAY = dt.time(23, 59)


class UnreadableHoursError(ValueError):
    """The line is no list of times."""


def read_day(line: str) -> list[tuple[dt.time, dt.time]]:
    """The intervals of one line, in order; empty for a closed day. Raises `UnreadableHoursError`."""
    text = _NOISE.sub("", line).strip().rstrip(".")
    if text.lower() in _NOTHING:
        return []
    intervals = sorted(_interval(part) for part in re.split(r"[,;]|\bund\b|\band\b|\+", text))
    if any(later[0] < earlier[1] for earlier, later in pairwise(intervals)):
        raise UnreadableHoursError(line)
    return intervals


def write_day(hours: Iterable[HoursDraft], weekday: int) -> str:
    """The other way round: "09:00–12:00, 14:30–16:00"."""
    rows = sorted((row.opens, row.closes) for row in hours if row.weekday == weekday)
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in rows)


def hours_of_week(lines: Sequence[str], place: int | None) -> tuple[HoursDraft, ...]:
    """Seven lines, Monday first, as hours of this place."""
    return tuple(
        HoursDraft(weekday=weekday, opens=opens, closes=closes, place=place)
        for weekday, line in enumerate(lines)
        for opens, closes in read_day(line)
    )


def _interval(text: str) -> tuple[dt.time, dt.time]:
    match = _INTERVAL.fullmatch(text)
    if not match:
        raise UnreadableHoursError(text)
    opens, closes = _clock(match[1], match[2], text), _clock(match[3], match[4], text)
    if opens >= closes:
        raise UnreadableHoursError(text)
    return opens, closes


def _clock(hour: str, minute: str | None, text: str) -> dt.time:
    if hour == "24" and not int(minute or 0):
        return END_OF_DAY
    try:
        return dt.time(int(hour), int(minute or 0))
    except ValueError as error:
        raise UnreadableHoursError(text) from error
