"""An offer's dates as a calendar file (RFC 5545), repeated at German clock time in summer and winter."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable

from dateutil.rrule import rrule, rrulestr
from icalendar import Calendar, Event, Timezone, vDuration, vGeo, vRecur, vText

from vielklang.offers.calendar import BERLIN, is_public_holiday
from vielklang.offers.models import HoursException, Offer, OfferDate
from vielklang.offers.texts import ShownText, text_in

HOLIDAYS_AHEAD = dt.timedelta(days=3 * 366)
"""How far public holidays are written into an endless series; whoever subscribes longer fetches it again."""

REFRESH = dt.timedelta(hours=6)
"""How often a calendar program should ask again."""

BERLIN_SINCE_1996 = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""Summer time by rule (Directive 2000/84/EC), short and without an end, unlike a list of all changes."""


def offer_calendar(offer: Offer, *, language: str, url: str) -> bytes:
    """A calendar with an event per date or series, in the reader's language (or German, said by LANGUAGE).

    Days on which a series does not take place are left out: its own, closed days, public holidays. No query for
    an offer read `with_texts(…).for_page()`.
    """
    text = text_in(offer, language)
    calendar = _calendar(text.title)
    _add_dates(calendar, offer, text, url)
    return _written(calendar)


def offers_calendar(
    offers: Iterable[Offer], *, language: str, name: str, source: str, url_of: Callable[[Offer], str]
) -> bytes:
    """A calendar to subscribe to, with the dates of many offers; `source` is its own address (RFC 7986).

    The events are those of `offer_calendar`, under the same UIDs. Reads what `offer_calendar` reads.
    """
    calendar = _calendar(name)
    calendar.add("name", name)
    calendar.add("source", source, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for offer in offers:
        _add_dates(calendar, offer, text_in(offer, language), url_of(offer))
    return _written(calendar)


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Vielklang//Guide//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    return calendar


def _add_dates(calendar: Calendar, offer: Offer, text: ShownText, url: str) -> None:
    seen: Counter[str] = Counter()
    for date in offer.dates.all():
        event = _event(offer, date, text, url)
        start = date.starts_at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
        seen[start] += 1
        event.add("uid", f"{offer.public_id}-{start}-{seen[start]}@vielklang")
        calendar.add_component(event)


def _written(calendar: Calendar) -> bytes:
    calendar.add_component(Timezone.from_ical(BERLIN_SINCE_1996))
    return bytes(calendar.to_ical())


def _event(offer: Offer, date: OfferDate, text: ShownText, url: str) -> Event:
    event = Event()
    event.add("dtstamp", offer.updated_at.astimezone(dt.UTC))
    event.add("last-modified", offer.updated_at.astimezone(dt.UTC))
    event.add("sequence", offer.content_revision)
    event.add("summary", _said(text.title, text))
    words = "\n\n".join(part for part in (text.summary, text.how_to_join, url) if part)
    event.add("description", _said(words, text))
    event.add("url", url)
    _add_place(event, offer)
    _add_times(event, offer, date)
    return event


def _said(words: str, text: ShownText) -> vText:
    value = vText(words)
    value.params["LANGUAGE"] = text.language
    return value


def _add_place(event: Event, offer: Offer) -> None:
    places = list(offer.places.all())
    if places:
        event.add("location", "; ".join(str(place) for place in places))
    if len(places) == 1 and places[0].lat is not None and places[0].lon is not None:
        event.add("geo", vGeo((places[0].lat, places[0].lon)))


def _add_times(event: Event, offer: Offer, date: OfferDate) -> None:
    starts = date.starts_at.astimezone(BERLIN)
    if not date.rrule:
        event.add("dtstart", starts)
        event.add("duration", vDuration(date.duration))
        return
    rule = _rule(date)
    # The first day of a calendar event always counts, so it must be one on which the rule falls.
    first = next(iter(rule), starts.replace(tzinfo=None))
    event.add("dtstart", first.replace(tzinfo=BERLIN))
    event.add("duration", vDuration(date.duration))
    event.add("rrule", _recurrence(date, rule))
    if skipped := _skipped(date, rule, first, list(offer.exceptions.all())):
        event.add("exdate", [day.replace(tzinfo=BERLIN) for day in skipped])


def _rule(date: OfferDate) -> rrule:
    """The rule in clock time, without zone, as offers.recurrence counts it."""
    rule = rrulestr(date.rrule, dtstart=date.starts_at.astimezone(BERLIN).replace(tzinfo=None))
    assert isinstance(rule, rrule)
    return rule


def _recurrence(date: OfferDate, rule: rrule) -> vRecur:
    recurrence = vRecur.from_ical(date.rrule)
    if date.until is None:
        return recurrence
    # UNTIL and COUNT exclude each other, and UNTIL is in UTC (RFC 5545, 3.3.10).
    last = dt.datetime.combine(date.until, dt.time(23, 59, 59))
    if recurrence.pop("COUNT", None):
        last = min(last, max(rule))
    recurrence["UNTIL"] = [last.replace(tzinfo=BERLIN).astimezone(dt.UTC)]
    return recurrence


def _skipped(
    date: OfferDate, rule: rrule, first: dt.datetime, exceptions: list[HoursException]
) -> list[dt.datetime]:
    closed = {row.date for row in exceptions if row.is_closed and row.place_id is None}
    left_out = closed | set(date.exdates)
    end = max(first, dt.datetime.now(BERLIN).replace(tzinfo=None)) + HOLIDAYS_AHEAD
    if date.until:
        end = min(end, dt.datetime.combine(date.until, dt.time.max))
    return [
        start
        for start in rule.between(first, end, inc=True)
        if start.date() in left_out or (not date.on_holidays and is_public_holiday(start.date()))
    ]
