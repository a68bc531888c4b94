"""Dates of an iCalendar file as offers of the kind "event" of one organisation; the UID is what stays the same."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar

from vielklang.interfaces.imports.html import plain_paragraphs
from vielklang.interfaces.imports.source import Options, RawRow, UnreadableError, shortened
from vielklang.interfaces.imports.topics import topic_of
from vielklang.offers.calendar import BERLIN
from vielklang.offers.enums import OfferKind

_TOWN = re.compile(r"\b(\d{5})\s+([\w .\-]+)")
_NOT_TAKEN = ("ORGANIZER", "ATTENDEE", "ATTACH", "CONTACT", "COMMENT")


def icalendar_rows(text: str, options: Options) -> Iterator[RawRow]:
    """One row per UID; changed dates of a series (RECURRENCE-ID) become dates of their own."""
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError) as error:
        raise UnreadableError(0, _("is not iCalendar: %(error)s") % {"error": error}) from error
    series: dict[str, list[Any]] = {}
    for number, event in enumerate(calendar.walk("VEVENT"), start=1):
        uid = str(event.get("UID") or f"{event.get('SUMMARY')}-{number}")
        series.setdefault(uid, []).append((number, event))
    for uid, events in series.items():
        yield _row(uid, sorted(events, key=lambda x: "RECURRENCE-ID" in x[1]), options)


def _row(uid: str, events: list[tuple[int, Any]], options: Options) -> RawRow:
    number, event = events[0]
    title = shortened(str(event.get("SUMMARY") or ""), 160)
    description = plain_paragraphs(str(event.get("DESCRIPTION") or "").replace("\n", "<br>")) or title
    row = RawRow(
        number,
        {
            "external_source": "icalendar",
            "external_id": uid[:200],
            "kind": OfferKind.EVENT.value,
            "status": "published" if options.publish else "draft",
            "organisation": options.organisation,
            "topics": next((t for word in _categories(event) if (t := topic_of(word))), "") or options.topic,
            "title_de": title,
            "summary_de": shortened(description.split("\n\n", maxsplit=1)[0], 300),
            "description_de": description,
            "website": str(event.get("URL") or ""),
            **_place(event),
        },
    )
    row.notes += [(name, _("is not taken over")) for name in _NOT_TAKEN if name in event]
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        row.skip = _("was cancelled")
    elif "DTSTART" not in event:
        row.skip = _("has no start")
    else:
        row.cells |= _dates(event, [other for _number, other in events[1:]])
        if _is_over(event, options.today or dt.datetime.now(BERLIN).date()):
            row.skip = _("is over")
    return row


def _dates(event: Any, changed: list[Any]) -> dict[str, str]:
    start, length = _start(event), _length(event)
    cells = {"date_start": _clock(start), "date_minutes": _minutes(length)}
    if "RRULE" not in event:
        more = [f"{_clock(_local(day))} {_minutes(length)}" for day in _days(event, "RDATE")]
        return cells | {"dates": " | ".join(more)}
    rule = dict(event["RRULE"])
    until = rule.pop("UNTIL", None)
    rule.pop("WKST", None) if rule.get("WKST") == ["MO"] else None
    without = {_local(day).date().isoformat() for day in _days(event, "EXDATE")}
    without |= {_local(other["RECURRENCE-ID"].dt).date().isoformat() for other in changed}
    held = [other for other in changed if str(other.get("STATUS", "")).upper() != "CANCELLED"]
    more = [f"{_clock(_start(other))} {_minutes(_length(other))}" for other in held]
    more += [f"{_clock(_local(day))} {_minutes(length)}" for day in _days(event, "RDATE")]
    return cells | {
        "date_rrule": ";".join(f"{name}={_values(value)}" for name, value in rule.items()),
        "date_until": _local(until[0]).date().isoformat() if until else "",
        "date_without": "|".join(sorted(without)),
        "date_on_holidays": "yes",
        "dates": " | ".join(more),
    }


def _is_over(event: Any, today: dt.date) -> bool:
    """A single date that has passed, or a series whose last day has."""
    if "RDATE" in event:
        return False
    if "RRULE" in event:
        until = event["RRULE"].get("UNTIL")
        return bool(until) and _local(until[0]).date() < today
    return (_start(event) + _length(event)).date() < today


def _place(event: Any) -> dict[str, str]:
    text = str(event.get("LOCATION") or "").replace("\n", ", ")
    if not text:
        return {}
    found = _TOWN.search(text)
    cells = {"place_name": shortened(text, 160)}
    if found:
        before = [part.strip() for part in text[: found.start()].split(",") if part.strip()]
        cells |= {"postcode": found.group(1), "town": found.group(2).strip()[:80]}
        cells["street"] = before[-1][:120] if before and re.search(r"\d", before[-1]) else ""
        cells["place_name"] = shortened(", ".join(x for x in before if x != cells["street"]), 160)
    if "GEO" in event:
        cells |= {"lat": str(event["GEO"].latitude), "lon": str(event["GEO"].longitude)}
    return cells


def _categories(event: Any) -> list[str]:
    found = event.get("CATEGORIES") or []
    parts = found if isinstance(found, list) else [found]
    return [str(word) for part in parts for word in getattr(part, "cats", [part])]


def _days(event: Any, name: str) -> list[Any]:
    found = event.get(name) or []
    parts = found if isinstance(found, list) else [found]
    return [x.dt for part in parts for x in part.dts if not isinstance(x.dt, tuple)]


def _start(event: Any) -> dt.datetime:
    return _local(event["DTSTART"].dt)


def _length(event: Any) -> dt.timedelta:
    start = event["DTSTART"].dt
    if "DTEND" in event:
        return _utc(event["DTEND"].dt) - _utc(start)
    if "DURATION" in event:
        length: dt.timedelta = event["DURATION"].dt
        return length
    return dt.timedelta(hours=1) if isinstance(start, dt.datetime) else dt.timedelta(days=1)


def _utc(value: dt.date | dt.datetime) -> dt.datetime:
    return _local(value).astimezone(dt.UTC)


def _local(value: dt.date | dt.datetime) -> dt.datetime:
    """In German time; a time without zone is meant as German."""
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time(), BERLIN)
    return value.replace(tzinfo=BERLIN) if value.tzinfo is None else value.astimezone(BERLIN)


def _clock(value: dt.datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M}"


def _minutes(length: dt.timedelta) -> str:
    return f"{length.total_seconds() / 60:g}"


def _values(value: Any) -> str:
    return ",".join(str(x) for x in value) if isinstance(value, list) else str(value)
