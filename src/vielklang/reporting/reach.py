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
from vielklang.places.models import Municipality

EARTH_KM = 6371.0
REMOTE = (Delivery.PHONE, Delivery.ONLINE, Delivery.AT_HOME)

_PLACES = """
WITH shown AS ({shown}), place AS (
    SELECT s.id, s.topics, coalesce(p.lat, pm.lat, om.lat) AS lat, coalesce(p.lon, pm.lon, om.lon) AS lon
    FROM shown s
    LEFT JOIN offers_offerplace p ON p.offer_id = s.id
    LEFT JOIN places_municipality pm ON pm.key = p.municipality_id
    LEFT JOIN places_municipality om ON om.key = s.municipality_id AND 'on_site' = ANY(s.delivery))"""
"""Where offers take place: at their places; without any, in the middle of the town they name, if they are on site."""

_POINTS = """
SELECT topic, string_agg(float8send(lat) || float8send(lon), ''::bytea)
FROM (SELECT DISTINCT unnest(topics) AS topic, lat, lon FROM place WHERE lat IS NOT NULL) point GROUP BY topic"""

_NEAREST = """
SELECT id, min(2 * 6371 * asin(least(1, sqrt(
    sin(radians(lat - %s) / 2) ^ 2 + cos(radians(lat)) * cos(radians(%s)) * sin(radians(lon - %s) / 2) ^ 2)))) AS km
FROM place WHERE lat IS NOT NULL GROUP BY id ORDER BY km, id LIMIT %s"""


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
    """Two queries, whatever the number of offers, topics and municipalities."""
    keys = [row.key for row in municipalities]
    middles = np.radians(np.array([(row.lat, row.lon) for row in municipalities], np.float64).reshape(-1, 2))
    found = {
        topic: dict(zip(keys, nearest(middles, points).tolist(), strict=True))
        for topic, points in _points_by_topic().items()
    }
    return Reach(found, _remote_topics(centre))


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
    places, parameters = _places(Offer.objects.visible().filter(topics__contains=[topic]))
    with connection.cursor() as cursor:
        cursor.execute(places + _NEAREST, [*parameters, town.lat, town.lat, town.lon, count])
        return dict(cursor.fetchall())


def _points_by_topic() -> dict[str, np.ndarray]:
    places, parameters = _places(Offer.objects.visible())
    with connection.cursor() as cursor:
        cursor.execute(places + _POINTS, parameters)
        rows = cursor.fetchall()
    return {
        topic: np.radians(np.frombuffer(bytes(packed), ">f8").astype(np.float64).reshape(-1, 2))
        for topic, packed in rows
    }


def _places(offers: QuerySet[Offer]) -> tuple[str, tuple[Any, ...]]:
    shown = offers.order_by().values("id", "topics", "municipality_id", "delivery")
    sql, parameters = shown.query.sql_with_params()
    return _PLACES.replace("{shown}", sql), parameters


def _remote_topics(centre: Centre) -> frozenset[str]:
    within = Q(centre=centre) | Q(area=AreaServed.STATE)
    rows = Offer.objects.visible().filter(within, delivery__overlap=list(REMOTE)).order_by()
    return frozenset(key for topics in rows.values_list("topics", flat=True).distinct() for key in topics)
