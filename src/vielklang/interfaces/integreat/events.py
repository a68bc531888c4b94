"""Dates of offers as the app's events: a series is one of them, and the app counts it out itself."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from dateutil.rrule import rrule, rrulestr

from vielklang.interfaces.integreat.codes import number_of, offer_slug
from vielklang.interfaces.integreat.content import offer_html
from vielklang.interfaces.integreat.edition import Edition, guide_offer, iso
from vielklang.interfaces.integreat.places import location, place_parts
from vielklang.interfaces.integreat.tree import whole
from vielklang.interfaces.integreat.wording import Words
from vielklang.offers.calendar import BERLIN
from vielklang.offers.models import Offer, OfferDate
from vielklang.offers.recurrence import occurrences
from vielklang.offers.texts import text_in

Row = dict[str, Any]
Span = tuple[dt.datetime, dt.datetime]
EVENTS = "events"
AHEAD = dt.timedelta(days=90)
"""How far a series is counted out for clients that want single dates."""
_LOCATION = ("id", "name", "address", "town", "postcode", "country", "latitude", "longitude")


def all_events(edition: Edition, *, combined: bool) -> list[Row]:
    """Dates that have not ended, of every visible offer. `combined`: a series is one event with its rule."""
    offers = Offer.objects.visible(edition.now).filter(centre=edition.centre, dates__isnull=False)
    words = Words(edition.tag)
    rows = whole(offers.order_by("pk").distinct(), edition.tag)
    events = [row for offer in rows for row in _events_of(offer, edition, words, combined)]
    return sorted(events, key=lambda row: (row["event"]["start"], row["path"]))


def _events_of(offer: Offer, edition: Edition, words: Words, combined: bool) -> Iterator[Row]:
    said: Row = {}
    seen: Counter[str] = Counter()
    for index, date in enumerate(offer.dates.all()):
        stamp = f"{date.starts_at.astimezone(BERLIN):%Y%m%d-%H%M}"
        seen[stamp] += 1
        again = f"-{seen[stamp]}" if seen[stamp] > 1 else ""
        for span in _spans(date, edition, combined):
            said = said or _says(offer, edition, words)
            single = not combined and date.rrule
            ending = f"{span[0]:%Y%m%d-%H%M}" if single else stamp
            slug = f"{offer_slug(offer.title, offer.public_id)}-{ending}{again}"
            rule = recurrence_rule(date) if combined and date.rrule else None
            yield said | _event(offer, index, span, slug, edition) | {"recurrence_rule": rule}


def _spans(date: OfferDate, edition: Edition, combined: bool) -> list[Span]:
    """The times to show: a whole series once with its beginning, or each date; nothing when all are over."""
    first = next(occurrences(date, edition.now), None)
    if first is None:
        return []
    edition.changes.append(first[1])
    if not combined:
        last = edition.now + AHEAD
        return list(itertools.takewhile(lambda span: span[0] <= last, occurrences(date, edition.now)))
    start = date.starts_at.astimezone(BERLIN)
    return [(start, start + date.duration) if date.rrule else first]


def _says(offer: Offer, edition: Edition, words: Words) -> Row:
    text = text_in(offer, edition.tag)
    return {
        "title": text.title,
        "excerpt": text.summary,
        "content": offer_html(offer, text, edition, words),
        "thumbnail": None,
        "featured_image": None,
        "meeting_url": None,
        "last_updated": iso(max(offer.updated_at, text.text.updated_at)),
        **_where(offer, edition),
    }


def _where(offer: Offer, edition: Edition) -> Row:
    """The first place with coordinates; without one an object of nulls, which the app reads as nowhere."""
    for index, place in enumerate(offer.places.all()):
        if place.lat is not None:
            path = edition.path(*place_parts(offer, index))
            return {"location": location(offer, place, index), "location_path": path}
    return {"location": dict.fromkeys(_LOCATION), "location_path": None}


def _event(offer: Offer, index: int, span: Span, slug: str, edition: Edition) -> Row:
    number, guide = number_of(offer.public_id, index), guide_offer(offer.public_id)
    start, end = span
    whole_day = start.time() == dt.time() and end - start >= dt.timedelta(hours=23, minutes=59)
    return {
        "id": number,
        "url": guide.replace("{tag}", edition.tag),
        "path": edition.path(EVENTS, slug),
        "available_languages": edition.elsewhere((EVENTS, slug), number, guide),
        "event": {
            "id": number,
            "start": iso(start),
            "end": iso(end),
            "all_day": whole_day,
            "only_weekdays": False,
        },
    }


def recurrence_rule(date: OfferDate) -> str:
    """DTSTART and RRULE as the app reads them: both in UTC without a sign, counted out by it in local time.

    It knows no EXDATE, so that days left out (holidays above all) stand in the text, under "Next dates".
    """
    starts = date.starts_at.astimezone(dt.UTC)
    rule = date.rrule.upper().strip(";")
    if date.until is not None:
        # UNTIL and COUNT exclude each other (RFC 5545, 3.3.10).
        rule = ";".join(part for part in rule.split(";") if not part.startswith("COUNT="))
        rule += f";UNTIL={_last(date):%Y%m%dT%H%M%S}"
    return f"DTSTART:{starts:%Y%m%dT%H%M%S}\nRRULE:{rule}"


def _last(date: OfferDate) -> dt.datetime:
    assert date.until is not None
    last = dt.datetime.combine(date.until, dt.time(23, 59, 59))
    if "COUNT=" in date.rrule.upper():
        counted = rrulestr(date.rrule, dtstart=date.starts_at.astimezone(BERLIN).replace(tzinfo=None))
        assert isinstance(counted, rrule)
        last = min(last, max(counted, default=last))
    return last.replace(tzinfo=BERLIN).astimezone(dt.UTC)
