"""From the text of one cell to a value; `ValueError` says the reason so that a person understands it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from vielklang.offers.calendar import BERLIN
from vielklang.offers.drafts import HoursDraft
from vielklang.offers.imports.reading import LIST_MARK

_DAYS = {
    "mo": 0, "tu": 1, "di": 1, "we": 2, "mi": 2, "th": 3, "do": 3, "fr": 4, "sa": 5, "su": 6, "so": 6,
}  # fmt: skip
_HOURS = re.compile(r"([a-z]{2})(?:-([a-z]{2}))? +(\d\d?:\d\d) *[-–] *(\d\d?:\d\d)", re.ASCII)
_YES, _NO = {"yes", "ja", "true", "1"}, {"no", "nein", "false", "0", ""}


def keys(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(LIST_MARK) if part.strip())


def number(text: str) -> Decimal | None:
    """A number with decimal point or comma; empty is none."""
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is not a number") from error
    if not value.is_finite():
        raise ValueError(f"{text!r} is not a number")
    return value


def coordinate(text: str) -> float | None:
    value = number(text)
    return None if value is None else float(value)


def yes_or_no(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(f"{text!r} is neither yes nor no")


def date(text: str) -> dt.date | None:
    """A date as 2026-12-31 or 31.12.2026; empty is none."""
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a date such as 2026-12-31 or 31.12.2026")


def moment(text: str) -> dt.datetime:
    """German time as 2026-12-31 15:00."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a time such as 2026-12-31 15:00") from error


def hours(text: str) -> tuple[HoursDraft, ...]:
    """`Mo-Fr 09:00-12:00 | We 14:00-16:00`, with English or German short names of days."""
    return tuple(row for part in keys(text) for row in _interval(part))


def _interval(text: str) -> Iterator[HoursDraft]:
    match = _HOURS.fullmatch(text.lower())
    if match is None:
        raise ValueError(f"{text!r} is not an interval such as Mo 09:00-12:00 or Mo-Fr 09:00-12:00")
    first, last, opens, closes = match.groups()
    if first not in _DAYS or (last or first) not in _DAYS:
        raise ValueError(f"{text!r} names no day: use Mo Tu We Th Fr Sa Su or Mo Di Mi Do Fr Sa So")
    days = range(_DAYS[first], _DAYS[last or first] + 1)
    if not days:
        raise ValueError(f"{text!r} names days in the wrong order")
    for day in days:
        yield HoursDraft(weekday=day, opens=_clock(opens), closes=_clock(closes))


def _clock(text: str) -> dt.time:
    hour, minute = (int(part) for part in text.split(":"))
    if (hour, minute) == (24, 0):
        return dt.time(23, 59)
    try:
        return dt.time(hour, minute)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a time of day") from error
