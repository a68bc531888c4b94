"""Overlaps: same topic, same municipality, same time, different organisations; likeliest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vielklang.centres.models import Centre
from vielklang.offers.models import Offer, OfferOccurrence, OpeningHours
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.counting import shown_offers
from vielklang.web import formats

_PAIRS = """
WITH shown AS MATERIALIZED ({shown}),
home AS (SELECT municipality_id AS key FROM centres_centrearea WHERE centre_id = %(centre)s),
town AS (
    SELECT DISTINCT s.id, s.organisation_id, t.topic, coalesce(p.municipality_id, s.municipality_id) AS key
    FROM shown s CROSS JOIN LATERAL unnest(s.topics) AS t(topic)
    LEFT JOIN offers_offerplace p ON p.offer_id = s.id AND p.municipality_id IS NOT NULL
    WHERE coalesce(p.municipality_id, s.municipality_id) IN (SELECT key FROM home)
        AND (%(topic)s = '' OR t.topic = %(topic)s)),
pair AS MATERIALIZED (
    SELECT DISTINCT a.id AS a, b.id AS b FROM town a
    JOIN town b ON a.topic = b.topic AND a.key = b.key AND a.id < b.id AND a.organisation_id <> b.organisation_id
    WHERE EXISTS (SELECT 1 FROM reporting_overlapdecision d
        WHERE d.centre_id = %(centre)s AND d.first_id = a.id AND d.second_id = b.id) = %(accepted)s),
times AS (
    SELECT a, b, extract(epoch FROM least(x.closes, y.closes) - greatest(x.opens, y.opens)) / 60 AS minutes, 0 AS dates
    FROM pair JOIN offers_openinghours x ON x.offer_id = a JOIN offers_openinghours y ON y.offer_id = b
        AND x.weekday = y.weekday AND x.opens < y.closes AND y.opens < x.closes
    UNION ALL
    SELECT a, b, 0, 1 FROM pair JOIN offers_offeroccurrence x ON x.offer_id = a
        JOIN offers_offeroccurrence y ON y.offer_id = b AND x.starts_at < y.ends_at AND y.starts_at < x.ends_at
    WHERE x.ends_at > now()
    UNION ALL
    SELECT a, b, 0, 1 FROM pair
        JOIN (SELECT offer_id, starts_at AT TIME ZONE 'Europe/Berlin' AS s, ends_at AT TIME ZONE 'Europe/Berlin' AS e
            FROM offers_offeroccurrence WHERE ends_at > now()) x ON x.offer_id IN (a, b)
        JOIN offers_openinghours y ON y.offer_id = CASE WHEN x.offer_id = a THEN b ELSE a END
            AND y.weekday = extract(isodow FROM x.s) - 1 AND x.s::time < y.closes AND x.e::time > y.opens)
SELECT a, b, count(*) OVER () AS total,
    30.0 * cardinality(ARRAY(SELECT unnest(x.topics) INTERSECT SELECT unnest(y.topics)))
        / least(cardinality(x.topics), cardinality(y.topics))
    + CASE WHEN x.kind = y.kind THEN 25 ELSE 0 END
    + CASE WHEN x.target_groups && y.target_groups THEN 15 ELSE 0 END
    + CASE WHEN array_remove(x.languages, 'de') && array_remove(y.languages, 'de') THEN 10 ELSE 0 END
    + 20 * least(1, hours.minutes / 240.0 + hours.dates / 4.0) AS score
FROM (SELECT a, b, sum(minutes) AS minutes, sum(dates) AS dates FROM times GROUP BY a, b) hours
JOIN shown x ON x.id = a JOIN shown y ON y.id = b
ORDER BY score DESC, a, b LIMIT %(limit)s OFFSET %(offset)s"""
_FIELDS = ("id", "organisation_id", "topics", "municipality_id", "kind", "target_groups", "languages")
MOST_TIMES = 4


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two offers; `score` from 0 to 100 says how alike they are: topics, kind, people, languages, common time.

    `times` and `reasons` are words: when both take place, and what else they share.
    """

    first: Offer
    second: Offer
    score: int
    topics: tuple[str, ...]
    times: tuple[str, ...]
    reasons: tuple[str, ...]


def find_overlaps(
    centre: Centre, *, topic: str = "", accepted: bool = False, limit: int = 25, offset: int = 0
) -> tuple[list[Overlap], int]:
    """Overlaps and how many there are in all; `accepted`: those that somebody found fine. Six queries at most."""
    sql, parameters = shown_offers(centre).values(*_FIELDS).query.sql_with_params()
    values: dict[str, Any] = {
        "centre": centre.pk,
        "topic": topic,
        "accepted": accepted,
        "limit": limit,
        "offset": offset,
    }
    shown, named = _named(sql, parameters)
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS.replace("{shown}", shown), values | named)
        rows = cursor.fetchall()
    ids = {pk for a, b, *_rest in rows for pk in (a, b)}
    offers = {offer.pk: offer for offer in _offers(ids)}
    dates = _dates(ids)
    found = [_overlap(offers[a], offers[b], float(score), dates) for a, b, _total, score in rows]
    return found, rows[0][2] if rows else 0


def _named(sql: str, parameters: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """Numbered parameters become named ones, so that both kinds of a statement fit together."""
    names = [f"shown_{number}" for number in range(len(parameters))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, parameters, strict=True))


def _offers(ids: set[int]) -> list[Offer]:
    rows = Offer.objects.filter(pk__in=ids).with_texts("de")
    return list(rows.select_related("organisation", "municipality").prefetch_related("hours", "places"))


def _dates(ids: set[int]) -> dict[int, list[OfferOccurrence]]:
    found: dict[int, list[OfferOccurrence]] = {pk: [] for pk in ids}
    for row in OfferOccurrence.objects.filter(offer__in=ids, ends_at__gt=timezone.now()).order_by(
        "starts_at", "pk"
    ):
        found[row.offer_id].append(row)
    return found


def _overlap(first: Offer, second: Offer, score: float, dates: dict[int, list[OfferOccurrence]]) -> Overlap:
    names = get_taxonomy()
    shared = [topic for topic in first.topics if topic in second.topics]
    times = [*_weekly(first, second), *_dated(first, second, dates)]
    return Overlap(
        first,
        second,
        round(score),
        tuple(names.topic_name(topic, formats.page_tag()) for topic in shared),
        tuple(times),
        tuple(_reasons(first, second)),
    )


def _weekly(first: Offer, second: Offer) -> list[str]:
    found = sorted(
        {
            (x.weekday, max(x.opens, y.opens), min(x.closes, y.closes))
            for x in first.hours.all()
            for y in second.hours.all()
            if x.weekday == y.weekday and x.opens < y.closes and y.opens < x.closes
        }
    )
    return [_span(formats.weekday(day), opens, closes) for day, opens, closes in found]


def _span(day: str, opens: dt.time, closes: dt.time) -> str:
    return f"{day} {formats.time(opens)}–{formats.time(closes)}"


def _dated(first: Offer, second: Offer, dates: dict[int, list[OfferOccurrence]]) -> list[str]:
    """The first common dates, and how many more there are."""
    found = {
        (max(x.starts_at, y.starts_at), min(x.ends_at, y.ends_at))
        for x in dates[first.pk]
        for y in dates[second.pk]
        if x.starts_at < y.ends_at and y.starts_at < x.ends_at
    }
    for one, other in ((first, second), (second, first)):
        found |= {
            span for row in dates[one.pk] for hours in other.hours.all() if (span := _within(row, hours))
        }
    spans = sorted(found)
    local = [(timezone.localtime(start), timezone.localtime(end)) for start, end in spans[:MOST_TIMES]]
    words = [_span(formats.date(start, "medium"), start.time(), end.time()) for start, end in local]
    if (more := len(spans) - MOST_TIMES) > 0:
        words.append(ngettext("and %(count)s more date", "and %(count)s more dates", more) % {"count": more})
    return words


def _within(row: OfferOccurrence, hours: OpeningHours) -> tuple[dt.datetime, dt.datetime] | None:
    """When a date falls into weekly hours."""
    start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    if start.weekday() != hours.weekday:
        return None
    opens = start.replace(hour=hours.opens.hour, minute=hours.opens.minute, second=0, microsecond=0)
    closes = start.replace(hour=hours.closes.hour, minute=hours.closes.minute, second=0, microsecond=0)
    if start >= closes or end <= opens:
        return None
    return max(start, opens), min(end, closes)


def _reasons(first: Offer, second: Offer) -> list[str]:
    places = [
        {(place.street, place.postcode) for place in offer.places.all() if place.street}
        for offer in (first, second)
    ]
    found = []
    if places[0] & places[1]:
        found.append(_("same address"))
    if first.kind == second.kind:
        found.append(_("same kind"))
    if set(first.target_groups) & set(second.target_groups):
        found.append(_("same target group"))
    if (set(first.languages) & set(second.languages)) - {"de"}:
        found.append(_("same languages"))
    return found
