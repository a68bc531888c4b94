"""When an offer is open or takes place, in lines for paper: the usual week, then the next certain days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from vielklang.guide.leaflet import wording
from vielklang.offers.enums import Weekday
from vielklang.offers.models import HoursException, Offer, OfferDate, OfferPlace
from vielklang.offers.schedule import DayHours, Span, upcoming_dates, upcoming_exceptions, weekly_table
from vielklang.web import formats

NEXT_DATES = 3
EXCEPTION_DAYS = 28

Intervals = tuple[tuple[dt.time, dt.time], ...]


def when_lines(offer: Offer, now: dt.datetime) -> list[str]:
    """Lines in the active language; empty where nothing is known."""
    lines = [*_week_lines(weekly_table(offer))]
    lines += [_exception_line(row) for row in upcoming_exceptions(offer, now, EXCEPTION_DAYS)]
    dates = upcoming_dates(offer, NEXT_DATES, now)
    if dates:
        lines += [_("Next dates"), *(_date_line(span) for span in dates)]
    if lines and (offer.hours.all() or _has_series_without_holidays(offer.dates.all())):
        lines.append(_("Closed on public holidays."))
    return lines


def _week_lines(days: Sequence[DayHours]) -> Iterable[str]:
    """Days with the same hours share a line; a place is named where there are several."""
    several = len({day.place for day in days}) > 1
    groups: dict[tuple[OfferPlace | None, Intervals], list[Weekday]] = {}
    for day in days:
        if day.intervals:
            groups.setdefault((day.place, day.intervals), []).append(day.weekday)
    for (place, intervals), weekdays in groups.items():
        names = wording.listed(formats.weekday(int(weekday)) for weekday in weekdays)
        hours = wording.listed(wording.hours(opens, closes) for opens, closes in intervals)
        line = _("%(days)s: %(hours)s") % {"days": names, "hours": hours}
        yield f"{line} ({place.name or place.street})" if several and place else line


def _exception_line(row: HoursException) -> str:
    day = formats.date(row.date)
    if row.opens is None or row.closes is None:
        line = _("%(day)s: closed") % {"day": day}
    else:
        line = _("%(days)s: %(hours)s") % {"days": day, "hours": wording.hours(row.opens, row.closes)}
    return f"{line} ({row.reason})" if row.reason else line


def _date_line(span: Span) -> str:
    hours = wording.hours(span.starts_at.time(), span.ends_at.time())
    return _("%(days)s: %(hours)s") % {
        "days": formats.date(span.starts_at, "full"),
        "hours": hours,
    }


def _has_series_without_holidays(dates: Iterable[OfferDate]) -> bool:
    return any(date.rrule and not date.on_holidays for date in dates)
