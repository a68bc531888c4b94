"""Opening hours, dates and exceptions as HSDS schedules. Clock times carry the offset that holds in Germany then."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from vielklang.offers.calendar import BERLIN
from vielklang.offers.models import HoursException, Offer, OfferDate, OpeningHours

Node = dict[str, Any]
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def weekly(offer: Offer, row: OpeningHours, now: dt.datetime) -> Node:
    """An interval of every week. The offset is today's: what readers hear is the clock on the wall."""
    return {
        "id": _id(offer, f"hours:{_place(offer, row.place_id)}:{row.weekday}:{row.opens}"),
        "freq": "WEEKLY",
        "interval": 1,
        "byday": _DAYS[row.weekday],
        "opens_at": _clock(row.opens, now.astimezone(BERLIN)),
        "closes_at": _clock(row.closes, now.astimezone(BERLIN)),
    }


def exceptions(offer: Offer, now: dt.datetime) -> Iterator[Node]:
    """Days from today on that replace the weekly hours."""
    today = now.astimezone(BERLIN).date()
    for row in offer.exceptions.all():
        if row.date >= today:
            yield _exception(offer, row)


def dated(offer: Offer, row: OfferDate) -> Node:
    """A date, or a series; a rule that is neither weekly nor monthly stands in words."""
    starts = row.starts_at.astimezone(BERLIN)
    ends = (row.starts_at + row.duration).astimezone(BERLIN)
    rule = dict(part.split("=", maxsplit=1) for part in row.rrule.split(";") if "=" in part)
    freq = rule.get("FREQ", "")
    node: Node = {
        "id": _id(offer, f"date:{row.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M}:{row.duration}:{row.rrule}"),
        "dtstart": f"{starts:%Y-%m-%d}",
        "opens_at": _clock(starts.time(), starts),
        "closes_at": _clock(ends.time(), ends),
    }
    if row.until:
        node["until"] = row.until.isoformat()
    if row.exdates:
        node["notes"] = _("Not on %(days)s") % {"days": ", ".join(day.isoformat() for day in row.exdates)}
    if freq in {"WEEKLY", "MONTHLY"}:
        node["freq"] = freq
        node |= {name.lower(): rule[name] for name in ("BYDAY", "BYMONTHDAY") if rule.get(name)}
        node |= {name.lower(): int(rule[name]) for name in ("INTERVAL", "COUNT") if name in rule}
    elif freq:
        node["description"] = row.rrule
    return node


def _exception(offer: Offer, row: HoursException) -> Node:
    day = row.date.isoformat()
    node: Node = {
        "id": _id(offer, f"exception:{_place(offer, row.place_id)}:{day}:{row.opens}"),
        "valid_from": day,
        "valid_to": day,
        "description": _("Closed on this day") if row.is_closed else _("Other hours on this day"),
    }
    if row.opens and row.closes:
        noon = dt.datetime.combine(row.date, dt.time(12), BERLIN)
        node |= {"opens_at": _clock(row.opens, noon), "closes_at": _clock(row.closes, noon)}
    if row.reason:
        node["notes"] = row.reason
    return node


def _place(offer: Offer, key: int | None) -> str:
    return next((str(x.public_id) for x in offer.places.all() if x.pk == key), "") if key else ""


def _clock(time: dt.time, when: dt.datetime) -> str:
    """`09:00+01:00`; `when`: an aware moment of Germany that has the offset."""
    offset = f"{when:%z}"
    return f"{time:%H:%M}{offset[:3]}:{offset[3:5]}"


def _id(offer: Offer, what: str) -> str:
    return str(uuid.uuid5(offer.public_id, what))
