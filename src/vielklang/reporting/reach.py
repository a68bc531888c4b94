"""How far it is from the middle of each municipality to the nearest offer of each topic, over all centres (ADR 0017).

PostgreSQL hands over the points of each topic as packed numbers, numpy measures all of them at once: no PostGIS, and
no query per cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet

from vielklang.centres.models import Centre
from vielklang.offers.enums import AreaServed, Delivery
from vielklang.offers.models import Offer
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.places.models import Municipality

EARTH_KM = 6371.0
Box = tuple[float, float, float, float]
_SURE_KM = 25.0
_MARGIN = (0.23, 0.37)
"""Degrees of latitude and longitude that are more than `_SURE_KM` in North Rhine-Westphalia."""
_EVERYWHERE: Box = (-90.0, 90.0, -180.0, 180.0)
REMOTE = (Delivery.PHONE, Delivery.ONLINE, Delivery.AT_HOME)

_PLACES = """
WITH shown AS NOT MATERIALIZED ({shown}),
town AS (SELECT key, lat, lon FROM places_municipality WHERE lat BETWEEN %s AND %s AND lon BETWEEN %s AND %s),
place AS (
    SELECT s.id, s.topics, p.lat, p.lon FROM offers_offerplace p JOIN shown s ON s.id = p.offer_id
    WHERE p.lat BETWEEN %s AND %s AND p.lon BETWEEN %s AND %s
    UNION ALL
    SELECT s.id, s.topics, t.lat, t.lon FROM offers_offerplace p JOIN shown s ON s.id = p.offer_id
    JOIN town t ON t.key = p.municipality_id WHERE p.lat IS NULL
    UNION ALL
    SELECT s.id, s.topics, t.lat, t.lon FROM shown s JOIN town t ON t.key = s.municipality_id
    WHERE 'on_site' = ANY(s.delivery) AND NOT EXISTS (SELECT 1 FROM offers_offerplace p
        WHERE p.offer_id = s.id AND (p.lat IS NOT NULL OR p.municipality_id IS NOT NULL)))"""
"""Where offers take place within a box: at their places, or in the middle of a place's municipality; without any place
in the middle of the town they name, if they are on site."""

_POINTS = """
SELECT topic, string_agg(float8send(lat) || float8send(lon), ''::bytea)
FROM (SELECT unnest(topics) AS topic, lat, lon FROM place) point GROUP BY topic"""

_NEAREST = """
SELECT id, min(2 * 6371 * asin(least(1, sqrt(
    sin(radians(lat - %s) / 2) ^ 2 + cos(radians(lat)) * cos(radians(%s)) * sin(radians(lon - %s) / 2) ^ 2)))) AS km
FROM place GROUP BY id ORDER BY km, id LIMIT %s"""


@dataclass(frozen=True)
class Reach:
    """`km[topic][municipality key]`: kilometres as the crow flies; a topic that is missing is offered nowhere.

    `remote`: topics that people of this centre can have by phone, online or at home.
    """

    km: Mapping[str, Mapping[str, float]]
    remote: frozenset[str]

    def distance(self, topic: str, municipality: str) -> float | None:
        return self.km.get(topic, {}).get(municipality)


def reach_of(centre: Centre, municipalities: Sequence[Municipality]) -> Reach:
    """Three queries at most: what is near first, then the whole state for topics of which nothing is near enough."""
    keys = [row.key for row in municipalities]
    middles = np.array([(row.lat, row.lon) for row in municipalities], np.float64).reshape(-1, 2)
    if not keys:
        return Reach({}, _remote_topics(centre))
    found = _nearest_by_topic(middles, _around(middles), Offer.objects.visible())
    rare = [key for key in get_taxonomy().topic_keys if key not in found or found[key].max() > _SURE_KM]
    if rare:
        wide = Offer.objects.visible().filter(topics__overlap=rare)
        found |= {key: km for key, km in _nearest_by_topic(middles, _EVERYWHERE, wide).items() if key in rare}
    by_town = {topic: dict(zip(keys, km.tolist(), strict=True)) for topic, km in found.items()}
    return Reach(by_town, _remote_topics(centre))


def _around(middles: np.ndarray) -> Box:
    """A box that reaches at least `_SURE_KM` beyond every middle: what is nearer than that cannot lie outside."""
    (south, west), (north, east) = middles.min(axis=0), middles.max(axis=0)
    return (south - _MARGIN[0], north + _MARGIN[0], west - _MARGIN[1], east + _MARGIN[1])


def _nearest_by_topic(middles: np.ndarray, box: Box, offers: QuerySet[Offer]) -> dict[str, np.ndarray]:
    radians = np.radians(middles)
    return {topic: nearest(radians, points) for topic, points in _points_by_topic(offers, box).items()}


def nearest(middles: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Kilometres from each middle to the nearest of the points (both radians, latitude and longitude)."""
    half = (
        np.sin((points[:, 0] - middles[:, None, 0]) / 2) ** 2
        + np.cos(middles[:, None, 0])
        * np.cos(points[:, 0])
        * np.sin((points[:, 1] - middles[:, None, 1]) / 2) ** 2
    )
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half.min(axis=1)))))


def nearest_offers(topic: str, town: Municipality, count: int) -> dict[int, float]:
    """Ids of the nearest offers of one topic with their kilometres, nearest first; one query."""
    places, parameters = _places(Offer.objects.visible().filter(topics__contains=[topic]), _EVERYWHERE)
    with connection.cursor() as cursor:
        cursor.execute(places + _NEAREST, [*parameters, town.lat, town.lat, town.lon, count])
        return dict(cursor.fetchall())


def _points_by_topic(offers: QuerySet[Offer], box: Box) -> dict[str, np.ndarray]:
    places, parameters = _places(offers, box)
    with connection.cursor() as cursor:
        cursor.execute(places + _POINTS, parameters)
        rows = cursor.fetchall()
    return {
        topic: np.radians(np.frombuffer(bytes(packed), ">f8").astype(np.float64).reshape(-1, 2))
        for topic, packed in rows
    }


def _places(offers: QuerySet[Offer], box: Box) -> tuple[str, tuple[Any, ...]]:
    shown = offers.order_by().values("id", "topics", "municipality_id", "delivery")
    sql, parameters = shown.query.sql_with_params()
    return _PLACES.replace("{shown}", sql), (*parameters, *box, *box)


def _remote_topics(centre: Centre) -> frozenset[str]:
    within = Q(centre=centre) | Q(area=AreaServed.STATE)
    rows = Offer.objects.visible().filter(within, delivery__overlap=list(REMOTE)).order_by()
    return frozenset(key for topics in rows.values_list("topics", flat=True).distinct() for key in topics)
