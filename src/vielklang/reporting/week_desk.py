"""The dates of the coming week on the desk's start page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vielklang.core.areas import Area, AreaKind, Block, Line
from vielklang.core.permissions import Permission
from vielklang.reporting.dates import DateFilter, entries_between

MOST = 8


def dates_of_the_week(area: Area) -> Iterator[Block]:
    """The first dates of the next seven days in the centre's area, for those who may open the calendar."""
    if area.kind != AreaKind.DESK or not area.can(Permission.COORDINATION_VIEW):
        return
    today = timezone.localdate()
    language = translation.get_language() or "de"
    entries = entries_between(area.centre, today, today + dt.timedelta(days=6), DateFilter(), language)
    yield Block(
        title=_("Dates of this week"),
        lines=tuple(
            Line(
                when=date_format(entry.starts_at, "D, H:i"),
                title=entry.text.title,
                hint=" · ".join(filter(None, (entry.place, entry.town))),
                url=area.url("offers:desk_offer", entry.offer.public_id),
            )
            for entry in entries[:MOST]
        ),
        sort=20,
        empty=_("No dates in the next seven days."),
        url=area.url("reporting:desk_calendar"),
    )
