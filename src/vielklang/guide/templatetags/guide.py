"""What the guide's templates need in Python: addresses that keep the place, marked passages, times in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency
from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vielklang.centres.models import Centre
from vielklang.core.languages import get_language, same_language
from vielklang.guide.context import Reader
from vielklang.guide.reasons import reason_text
from vielklang.offers import enums
from vielklang.offers.models import Offer, OfferPlace
from vielklang.offers.schedule import DayHours, OpenState, Span, upcoming_dates, weekly_table
from vielklang.web import formats

register = template.Library()
_DAY_PATTERNS = {"de": "EEEE, d. MMMM", "ar": "EEEE، d MMMM", "fa": "EEEE d MMMM"}


def _reader(context: template.Context) -> Reader:
    """The page's reader; error pages have none and get the language of their address alone."""
    reader = context.get("reader")
    if isinstance(reader, Reader):
        return reader
    request: HttpRequest | None = context.get("request")
    language = getattr(request, "vk_language", None) or get_language(translation.get_language() or "de")
    return Reader(language, getattr(request, "vk_place", None), None)


@register.simple_tag(takes_context=True)
def guide_url(context: template.Context, name: str, *args: object, **query: object) -> str:
    """An address of the guide in the reader's language that keeps the reader's place."""
    return _reader(context).url(name, *args, **query)


@register.simple_tag(takes_context=True)
def guide_path(context: template.Context, name: str, *args: object) -> str:
    """The same without a query, for forms that send the query themselves."""
    return reverse(f"guide:{name}", args=[_reader(context).language.tag, *args])


@register.simple_tag(takes_context=True)
def ask_url(context: template.Context, offer: Offer | None = None) -> str:
    """Where the reader asks the responsible centre, about this offer if one is named; a higher room answers there."""
    reader = _reader(context)
    target = reverse("enquiries:ask", args=[reader.language.tag])
    query = {"place": reader.place_token, "offer": offer.public_id if offer else ""}
    kept = {key: value for key, value in query.items() if value}
    return f"{target}?{urlencode(kept)}" if kept else target


@register.simple_tag(takes_context=True)
def foreign(context: template.Context, tag: str) -> SafeString:
    """` lang="…" dir="…"` for a passage in another language than the page; nothing for the page's own."""
    if same_language(tag, _reader(context).language.tag):
        return mark_safe("")
    return format_html(' lang="{}" dir="{}"', tag, get_language(tag).direction)


@register.filter
def reason(why: Any) -> str:
    return reason_text(why)


clock = register.filter("clock", formats.time)
distance = register.filter("distance", formats.distance)


@register.filter
def spoken_phone(number: str) -> str:
    """The number as people in Germany write it."""
    return formats.phone_number(number)[0]


@register.filter
def day(moment: dt.datetime | dt.date) -> str:
    """Weekday and date in the reader's language: "Monday, 23 November"."""
    local = timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment
    pattern = _DAY_PATTERNS.get(formats.locale().language, "EEEE, d MMMM")
    return format_date(local, pattern, locale=formats.locale())


@register.filter
def full_date(moment: dt.datetime | dt.date) -> str:
    return formats.date(moment)


@register.filter
def euros(amount: Decimal) -> str:
    return format_currency(amount, "EUR", locale=formats.locale())


@register.filter
def labels(keys: Iterable[str], choices: str) -> str:
    """Stored keys as words, joined as the reader's language joins a list."""
    known = dict(getattr(enums, choices).choices)
    return format_list([str(known[key]) for key in keys if key in known], locale=formats.locale())


@register.filter
def opening(state: OpenState) -> str:
    """The one line somebody needs before setting off: open until when, or closed until when."""
    if state.is_open:
        return (
            _("Open now, until %(time)s") % {"time": clock(state.closes_at)}
            if state.closes_at
            else _("Open now")
        )
    if state.opens_at is None:
        return _("No opening in the next weeks")
    away = (timezone.localtime(state.opens_at).date() - timezone.localdate()).days
    values = {"time": clock(state.opens_at), "day": day(state.opens_at)}
    if away == 0:
        return _("Opens today at %(time)s") % values
    if away == 1:
        return _("Opens tomorrow at %(time)s") % values
    if away < 7:
        values["day"] = formats.weekday(timezone.localtime(state.opens_at).weekday())
    return _("Opens on %(day)s at %(time)s") % values


@register.filter
def span(one: Span) -> str:
    """A date with its time: "Monday, 23 November, 15:00–17:00"."""
    # The joiner keeps start and end on one line.
    values = {"day": day(one.starts_at), "start": clock(one.starts_at), "end": f"\u2060{clock(one.ends_at)}"}
    return _("%(day)s, %(start)s–%(end)s") % values


@register.filter
def times(intervals: tuple[tuple[dt.time, dt.time], ...]) -> SafeString:
    """Intervals of a day, each left to right: "9:00–12:00, 14:00–16:00"."""
    rows = ((clock(start), "24:00" if end == dt.time(23, 59) else clock(end)) for start, end in intervals)
    return format_html_join(", ", '<bdi dir="ltr">{}–{}</bdi>', rows)


@register.filter
def directions_url(place: OfferPlace) -> str:
    """Link to the way there on OpenStreetMap: opened only when somebody taps it, nothing is loaded from there."""
    return f"https://www.openstreetmap.org/directions?to={place.lat:.5f}%2C{place.lon:.5f}"


@register.filter
def week_of(centre: Centre) -> list[DayHours]:
    """The week of a centre's office, Monday to Friday and whatever other day it is open; empty without hours."""
    rows = list(centre.hours.all())
    week = [
        (number, [(row.opens, row.closes) for row in rows if row.weekday == number]) for number in range(7)
    ]
    shown = [(number, hours) for number, hours in week if rows and (number < 5 or hours)]
    return [DayHours(enums.Weekday(number), tuple(hours)) for number, hours in shown]


@register.filter
def open_days(offer: Offer) -> list[DayHours]:
    """The days of the usual week on which an offer is open."""
    return [line for line in weekly_table(offer) if line.intervals]


@register.filter
def next_dates(offer: Offer) -> list[Span]:
    return upcoming_dates(offer, count=3, now=timezone.now())


@register.simple_tag
def crumb_list(*parts: str) -> list[dict[str, str]]:
    """Text and address in turn; the last text may stand without an address."""
    pairs = zip_longest(parts[::2], parts[1::2], fillvalue="")
    return [{"text": text, "url": url} for text, url in pairs]
