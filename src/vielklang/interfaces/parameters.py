"""Parameters of the open interfaces: read strictly, so that a mistake is named instead of overlooked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from vielklang.interfaces.problems import BadParameter

Query = Mapping[str, str]


def integer(query: Query, name: str, *, default: int, least: int = 1, most: int | None = None) -> int:
    """A whole number; missing or empty is `default`. Raises `BadParameter` outside of `least` to `most`."""
    raw = query.get(name, "").strip()
    if not raw:
        return default
    if not raw.removeprefix("-").isdecimal() or not raw.isascii() or len(raw) > 12:
        raise BadParameter(name, "must be a whole number.")
    value = int(raw)
    if value < least:
        raise BadParameter(name, f"must be {least} or more.")
    if most is not None and value > most:
        raise BadParameter(name, f"must be {most} or less.")
    return value


def one_of(query: Query, name: str, known: Collection[str], *, default: str = "") -> str:
    """One of the known words; missing or empty is `default`."""
    raw = query.get(name, "").strip()
    if raw and raw not in known:
        raise BadParameter(name, f"must be one of {', '.join(sorted(known))}.")
    return raw or default


def boolean(query: Query, name: str, *, default: bool = False) -> bool:
    """`true`/`1` or `false`/`0`; missing or empty is `default`."""
    raw = query.get(name, "").strip().lower()
    if raw in {"true", "1"}:
        return True
    if raw in {"false", "0"}:
        return False
    if raw:
        raise BadParameter(name, "must be true or false.")
    return default


def identifier(query: Query, name: str) -> UUID | None:
    """A UUID; missing or empty is None."""
    raw = query.get(name, "").strip()
    if not raw:
        return None
    try:
        return UUID(raw)
    except ValueError as error:
        raise BadParameter(name, "must be a UUID.") from error


def moment(query: Query, name: str) -> dt.datetime | None:
    """An ISO 8601 date or date-time (without offset: German time) as an aware moment; missing or empty is None."""
    raw = query.get(name, "").strip().replace(" ", "+")  # a plus sign that was not encoded
    if not raw:
        return None
    try:
        value = parse_datetime(raw)
        day = None if value else parse_date(raw)
        if value is None and day is not None:
            value = dt.datetime.combine(day, dt.time())
        if value is None:
            raise BadParameter(name, "must be an ISO 8601 date or date-time.")
        aware = value if timezone.is_aware(value) else timezone.make_aware(value)
        return aware.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise BadParameter(name, "must be an ISO 8601 date or date-time.") from error


def text(query: Query, name: str, *, longest: int = 200) -> str:
    """Words as typed, without the spaces around them."""
    raw = query.get(name, "")
    if "\x00" in raw:
        raise BadParameter(name, "must not contain a null character.")
    if len(raw) > longest:
        raise BadParameter(name, f"must have at most {longest} characters.")
    return raw.strip()
