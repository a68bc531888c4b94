"""The dates of a centre's area: a month to look at, and the same dates as an iCalendar feed. Public data alone."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import holidays
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vText

from vielklang.centres.models import Centre
from vielklang.guide.calendar import BERLIN_SINCE_1996
from vielklang.offers.calendar import BERLIN
from vielklang.offers.models import Offer, OfferOccurrence, OfferPlace
from vielklang.offers.texts import ShownText, text_in
from vielklang.reporting.counting import shown_offers
from vielklang.web.formats import page_tag

MOST_IN_FEED = 3000
SHOWN_PER_DAY = 5


@dataclass(frozen=True, slots=True)
class DateFilter:
    topic: str = ""
    municipality: str = ""
    organisation: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of an offer, in German time."""

    offer: Offer
    text: ShownText
    starts_at: dt.datetime
    ends_at: dt.datetime

    @property
    def place(self) -> str:
        places = list(self.offer.places.all())
        return (places[0].name or places[0].street or places[0].town) if places else ""

    @property
    def town(self) -> str:
        places = list(self.offer.places.all())
        return places[0].town if places else ""


@dataclass(frozen=True, slots=True)
class Day:
    date: dt.date
    in_month: bool
    is_today: bool
    holiday: str
    entries: tuple[Entry, ...]

    @property
    def first(self) -> tuple[Entry, ...]:
        return self.entries[:SHOWN_PER_DAY]

    @property
    def more(self) -> tuple[Entry, ...]:
        return self.entries[SHOWN_PER_DAY:]


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """Whole weeks from Monday to Sunday around a month."""

    first: dt.date
    weeks: tuple[Week, ...]
    total: int

    @property
    def previous(self) -> str:
        return f"{self.first - dt.timedelta(days=1):%Y-%m}"

    @property
    def next(self) -> str:
        return f"{self.first + dt.timedelta(days=31):%Y-%m}"


def month_of(centre: Centre, first: dt.date, filters: DateFilter) -> Month:
    """The month that begins on `first`, with the dates of the visible offers. Four queries at most."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    entries = entries_between(centre, weeks[0][0], weeks[-1][-1], filters, page_tag())
    by_day: dict[dt.date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.starts_at.date()].append(entry)
    today = timezone.localdate()
    return Month(
        first,
        tuple(
            Week(
                days[0].isocalendar().week,
                tuple(
                    Day(day, day.month == first.month, day == today, holiday_name(day), tuple(by_day[day]))
                    for day in days
                ),
            )
            for days in weeks
        ),
        sum(entry.starts_at.month == first.month for entry in entries),
    )


def entries_between(
    centre: Centre, first: dt.date, last: dt.date, filters: DateFilter, language: str
) -> list[Entry]:
    """Dates that start on these days, in order."""
    begin = dt.datetime.combine(first, dt.time(), BERLIN)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), BERLIN)
    rows = _occurrences(centre, filters, language).filter(starts_at__gte=begin, starts_at__lt=end)
    return [
        Entry(
            row.offer,
            text_in(row.offer, language),
            timezone.localtime(row.starts_at, BERLIN),
            timezone.localtime(row.ends_at, BERLIN),
        )
        for row in rows
    ]


def _occurrences(centre: Centre, filters: DateFilter, language: str) -> QuerySet[OfferOccurrence]:
    shown = shown_offers(centre)
    if filters.topic:
        shown = shown.filter(topics__contains=[filters.topic])
    if filters.organisation:
        shown = shown.filter(organisation__public_id=filters.organisation)
    if filters.municipality:
        there = OfferPlace.objects.filter(municipality=filters.municipality).values("offer")
        somewhere = OfferPlace.objects.exclude(municipality=None).values("offer")
        named = Q(municipality=filters.municipality) & ~Q(pk__in=somewhere)
        shown = shown.filter(Q(pk__in=there) | named)
    offers = Offer.objects.select_related("organisation").prefetch_related("places").with_texts(language)
    rows = OfferOccurrence.objects.filter(offer__in=shown.values("pk"))
    return rows.prefetch_related(Prefetch("offer", offers)).order_by("starts_at", "offer_id", "pk")


@cache
def _holidays(year: int, language: str) -> dict[dt.date, str]:
    return dict(holidays.country_holidays("DE", subdiv="NW", years=year, language=language))


def holiday_name(day: dt.date) -> str:
    """The public holiday of North Rhine-Westphalia on this day, or nothing."""
    language = "de" if page_tag().startswith("de") else "en_US"
    return _holidays(day.year, language).get(day, "")


def calendar_feed(centre: Centre, filters: DateFilter, language: str) -> bytes:
    """The coming dates as iCalendar (RFC 5545): counted out, in German time, each with an id that stays.

    The same content gives the same bytes: DTSTAMP is when the offer was last changed.
    """
    feed = Calendar()
    feed.add("prodid", "-//Vielklang//Dates//DE")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", f"{centre.name} · Vielklang")
    feed.add("x-wr-timezone", "Europe/Berlin")
    feed.add("refresh-interval;value=duration", "PT6H")
    feed.add_component(Timezone.from_ical(BERLIN_SINCE_1996))
    for event in _events(
        _occurrences(centre, filters, language).filter(ends_at__gt=timezone.now())[:MOST_IN_FEED], language
    ):
        feed.add_component(event)
    return bytes(feed.to_ical())


def _events(rows: Iterable[OfferOccurrence], language: str) -> Iterable[Event]:
    seen: Counter[str] = Counter()
    for row in rows:
        offer, text = row.offer, text_in(row.offer, language)
        uid = f"{offer.public_id}-{row.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
        seen[uid] += 1
        event = Event()
        event.add("uid", f"{uid}-{seen[uid]}@vielklang")
        event.add("dtstamp", offer.updated_at.astimezone(dt.UTC))
        event.add("dtstart", row.starts_at.astimezone(BERLIN))
        event.add("dtend", row.ends_at.astimezone(BERLIN))
        event.add("sequence", offer.content_revision)
        summary = vText(text.title)
        summary.params["LANGUAGE"] = text.language
        event.add("summary", summary)
        url = f"{settings.BASE_URL}{reverse('guide:offer', args=[language, offer.public_id])}"
        event.add(
            "description", "\n\n".join(part for part in (text.summary, str(offer.organisation), url) if part)
        )
        event.add("url", url)
        if places := list(offer.places.all()):
            event.add("location", "; ".join(str(place) for place in places))
        yield event


def organisations_with_dates(centre: Centre) -> Sequence[tuple[UUID, str]]:
    """(public id, name) of the organisations to filter by."""
    rows = OfferOccurrence.objects.filter(offer__in=shown_offers(centre).values("pk")).order_by()
    return list(
        rows.values_list("offer__organisation__public_id", "offer__organisation__name")
        .distinct()
        .order_by("offer__organisation__name", "offer__organisation__public_id")
    )
