"""Visible offers counted by topic and column, in PostgreSQL, in one statement; and the offers behind each figure.

Where an offer takes place: in the municipalities of its places; without any, in the one it names if it is on site;
else (by phone, online, at home) nowhere fixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.offers.enums import Delivery
from vielklang.offers.models import Offer, OfferPlace
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.enums import By

_SHOWN = """
WITH shown AS MATERIALIZED ({shown}),
home AS (SELECT municipality_id AS key FROM centres_centrearea WHERE centre_id = %s),
topic (key, area) AS (SELECT * FROM unnest(%s::text[], %s::text[]))"""

_LOCATED = """
SELECT DISTINCT s.id, s.topics, s.is_fresh, CASE
        WHEN coalesce(p.municipality_id, s.town) IS NULL THEN ''
        WHEN h.key IS NULL THEN 'elsewhere'
        ELSE h.key END AS field
    FROM shown s
    LEFT JOIN offers_offerplace p ON p.offer_id = s.id AND p.municipality_id IS NOT NULL
    LEFT JOIN home h ON h.key = coalesce(p.municipality_id, s.town)
    WHERE h.key IS NOT NULL OR s.centre_id = %s"""

_LISTED = """
SELECT DISTINCT s.id, s.topics, s.is_fresh, coalesce(x.field, '') AS field
    FROM shown s LEFT JOIN LATERAL unnest(s.{column}) AS x(field) ON true"""

_COUNT = """
SELECT t.key, t.area, l.field, count(DISTINCT l.id), count(DISTINCT l.id) FILTER (WHERE l.is_fresh)
    FROM located l CROSS JOIN LATERAL unnest(l.topics) AS x(key) JOIN topic t ON t.key = x.key
    GROUP BY GROUPING SETS ((t.key, l.field), (t.key), (t.area, l.field), (t.area), (l.field), ())"""


@dataclass(frozen=True, slots=True)
class Count:
    """Offers, and how many of them somebody confirmed within their interval."""

    offers: int = 0
    fresh: int = 0

    @property
    def freshness(self) -> float | None:
        """Share from 0 to 1; None without offers."""
        return self.fresh / self.offers if self.offers else None


Key = tuple[str | None, str | None]
"""(topic or life area or None for all, column or None for all)."""


def shown_offers(centre: Centre) -> QuerySet[Offer]:
    """The visible offers of a centre, and those of others that take place in its area."""
    nearby = OfferPlace.objects.filter(municipality__centre_area__centre=centre).order_by().values("offer")
    own = Offer.objects.filter(centre=centre).order_by().values("pk")
    # A union, because PostgreSQL answers "or" by reading all offers of the state.
    return Offer.objects.visible().filter(pk__in=own.union(nearby)).order_by()


def count_offers(centre: Centre, by: By) -> dict[Key, Count]:
    """Every cell, row sum (life areas too), column sum and the whole; an offer counts once in each."""
    located, parameters = _located(centre, by)
    with connection.cursor() as cursor:
        cursor.execute(f"{located}{_COUNT}", parameters)
        rows = cursor.fetchall()
    return {(topic or area, field): Count(offers, fresh) for topic, area, field, offers, fresh in rows}


def offers_of(centre: Centre, by: By, *, topics: Sequence[str], column: str | None) -> QuerySet[Offer]:
    """The offers that a figure counts; `column=None` is the sum of a row."""
    located, parameters = _located(centre, by)
    wanted = "SELECT id FROM located WHERE topics && %s::varchar[] AND (%s::text IS NULL OR field = %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"{located}{wanted}", [*parameters, list(topics), column, column])
        found = [row[0] for row in cursor.fetchall()]
    return Offer.objects.visible().filter(pk__in=found)


def _located(centre: Centre, by: By) -> tuple[str, list[Any]]:
    """The beginning of a statement: offers with the columns they stand in, as `located`."""
    sql, shown = _base(centre, by)
    taxonomy = get_taxonomy()
    areas = [taxonomy.life_area_of(key) for key in taxonomy.topic_keys]
    parameters = [*shown, centre.pk, list(taxonomy.topic_keys), areas]
    if by == By.MUNICIPALITY:
        body, parameters = _LOCATED, [*parameters, centre.pk]
    else:
        body = _LISTED.format(column="languages" if by == By.LANGUAGE else "target_groups")
    return f"{_SHOWN.format(shown=sql)}, located AS ({body})", parameters


def _base(centre: Centre, by: By) -> tuple[str, tuple[Any, ...]]:
    """`visible()` stays the only door: its own SQL is the innermost part of the statement."""
    limit = RawSQL("%s::timestamptz - make_interval(months => offers_offer.confirm_every)", [timezone.now()])
    fresh = Case(When(last_confirmed_at__gte=limit, then=Value(True)), default=Value(False))
    town = Case(When(delivery__contains=[Delivery.ON_SITE], then=F("municipality")))
    column = {By.LANGUAGE: ["languages"], By.GROUP: ["target_groups"], By.MUNICIPALITY: ["centre_id", "town"]}
    rows = shown_offers(centre).annotate(is_fresh=fresh, town=town)
    return rows.values("id", "topics", "is_fresh", *column[by]).query.sql_with_params()
