"""From the text of one cell to a value; `ValueError` says the reason so that a person understands it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from vielklang.offers.calendar import BERLIN
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft

LIST_MARK = "|"
_DAYS = {
    "mo": 0, "tu": 1, "di": 1, "we": 2, "mi": 2, "th": 3, "do": 3, "fr": 4, "sa": 5, "su": 6, "so": 6,
}  # fmt: skip
_HOURS = re.compile(r"([a-z]{2})(?:-([a-z]{2}))? +(\d\d?:\d\d) *[-–] *(\d\d?:\d\d)(?: *@(\d))?", re.ASCII)
_EXCEPTION = re.compile(
    r"(\S+) +(?:(closed|geschlossen)|(\d\d?:\d\d) *[-–] *(\d\d?:\d\d))(?: *@(\d))?(?: *\((.*)\))?", re.S
)
_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?) +([\d.]+)(?: +(FREQ=\S+))?(?: +until (\S+))?"
    r"(?: +without (\S+))?( +on_holidays)?",
    re.I | re.A,
)
_YES, _NO = {"yes", "ja", "true", "1"}, {"no", "nein", "false", "0", ""}
_MONTH = 60 * 24 * 31


def keys(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(LIST_MARK) if part.strip())


def number(text: str) -> Decimal | None:
    """A number with decimal point or comma; empty is none."""
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(_("“%(text)s” is not a number") % {"text": text}) from error
    if not value.is_finite():
        raise ValueError(_("“%(text)s” is not a number") % {"text": text})
    return value


def coordinate(text: str) -> float | None:
    value = number(text)
    return None if value is None else float(value)


def yes_or_no(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(_("“%(text)s” is neither yes nor no") % {"text": text})


def date(text: str) -> dt.date | None:
    """A date as 2026-12-31 or 31.12.2026; empty is none."""
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise ValueError(_("“%(text)s” is not a date such as 2026-12-31 or 31.12.2026") % {"text": text})


def days(text: str) -> tuple[dt.date, ...]:
    return tuple(day for part in re.split(r"[|,]", text) if (day := date(part.strip())))


def moment(text: str) -> dt.datetime:
    """German time as 2026-12-31 15:00."""
    for form in ("%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M:%S"):
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=BERLIN)
        except ValueError:
            continue
    raise ValueError(_("“%(text)s” is not a time such as 2026-12-31 15:00") % {"text": text})


def minutes(text: str) -> dt.timedelta:
    """A length in minutes, an hour if nothing is said."""
    value = number(text)
    value = Decimal(60) if value is None else value
    if not 0 < value <= _MONTH:
        raise ValueError(_("must lie between 1 minute and 31 days"))
    return dt.timedelta(minutes=float(value))


def hours(text: str) -> tuple[HoursDraft, ...]:
    """`Mo-Fr 09:00-12:00 | We 14:00-16:00 @2`, with English or German short names of days; `@2`: second place."""
    return tuple(row for part in keys(text) for row in _interval(part))


def exceptions(text: str) -> tuple[ExceptionDraft, ...]:
    """`2026-12-24 closed (reason) | 2026-12-31 09:00-12:00 @2`."""
    return tuple(_exception(part) for part in keys(text))


def dates(text: str) -> tuple[DateDraft, ...]:
    """`2026-12-05 10:00 60 FREQ=MONTHLY;COUNT=3 until 2027-06-30 without 2027-01-05 on_holidays`, with `|`."""
    return tuple(_date(part) for part in keys(text))


def _interval(text: str) -> Iterator[HoursDraft]:
    match = _HOURS.fullmatch(text.lower())
    if match is None:
        raise ValueError(
            _("“%(text)s” is not an interval such as Mo 09:00-12:00 or Mo-Fr 09:00-12:00") % {"text": text}
        )
    first, last, opens, closes, place = match.groups()
    if first not in _DAYS or (last or first) not in _DAYS:
        raise ValueError(
            _("“%(text)s” names no day: use Mo Tu We Th Fr Sa Su or Mo Di Mi Do Fr Sa So") % {"text": text}
        )
    span = range(_DAYS[first], _DAYS[last or first] + 1)
    if not span:
        raise ValueError(_("“%(text)s” names days in the wrong order") % {"text": text})
    for day in span:
        yield HoursDraft(weekday=day, opens=_clock(opens), closes=_clock(closes), place=_place(place))


def _exception(text: str) -> ExceptionDraft:
    match = _EXCEPTION.fullmatch(text)
    day = date(match.group(1)) if match else None
    if match is None or day is None:
        raise ValueError(
            _("“%(text)s” is not a day such as 2026-12-24 closed or 2026-12-31 09:00-12:00") % {"text": text}
        )
    _day, closed, opens, closes, place, reason = match.groups()
    times = {} if closed else {"opens": _clock(opens), "closes": _clock(closes)}
    return ExceptionDraft(date=day, place=_place(place), reason=(reason or "").strip(), **times)


def _date(text: str) -> DateDraft:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(_("“%(text)s” is not a date such as 2026-12-05 10:00 60") % {"text": text})
    start, length, rule, until, without, on_holidays = match.groups()
    return DateDraft(
        starts_at=moment(start),
        duration=minutes(length),
        rrule=rule or "",
        until=date(until or ""),
        exdates=days(without or ""),
        on_holidays=bool(on_holidays),
    )


def _place(text: str | None) -> int | None:
    return int(text) - 1 if text else None


def _clock(text: str) -> dt.time:
    hour, minute = (int(part) for part in text.split(":"))
    if (hour, minute) == (24, 0):
        return dt.time(23, 59)
    try:
        return dt.time(hour, minute)
    except ValueError as error:
        raise ValueError(_("“%(text)s” is not a time of day") % {"text": text}) from error
