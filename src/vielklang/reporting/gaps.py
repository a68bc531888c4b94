"""Gaps: topics that nobody offers within some kilometres of a municipality, worst need first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from vielklang.centres.models import Centre
from vielklang.centres.queries import focus_keys
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.demand import first_day, misses_of, requests_of
from vielklang.reporting.matrix import municipalities_of
from vielklang.reporting.reach import reach_of
from vielklang.web.formats import page_tag


@dataclass(frozen=True, slots=True)
class Gap:
    """`km` is None where nobody in the state offers the topic. Searches are those of the whole centre."""

    topic: str
    topic_name: str
    life_area: str
    municipality: str
    municipality_name: str
    lat: float
    lon: float
    km: float | None
    searches: int
    requests: int
    is_remote: bool
    is_focus: bool


def find_gaps(centre: Centre, *, km: int = 15, days: int = 90, area: str = "", topic: str = "") -> list[Gap]:
    """Every municipality × topic without an offer within `km`; most searched in vain first. Seven queries at most."""
    taxonomy, towns, since = get_taxonomy(), municipalities_of(centre), first_day(days)
    reach, misses, focus = reach_of(centre, towns), misses_of(centre, since).by_topic, set(focus_keys(centre))
    requests: Counter[tuple[str, str]] = Counter()
    for demand in requests_of(centre, since):
        requests[demand.topic, demand.municipality] += demand.count
    topics = [
        key for key in taxonomy.topic_keys if area in ("", taxonomy.life_area_of(key)) and topic in ("", key)
    ]
    found = [
        Gap(
            key,
            taxonomy.topic_name(key, page_tag()),
            taxonomy.life_area_name(taxonomy.life_area_of(key), page_tag()),
            town.key,
            town.name,
            town.lat,
            town.lon,
            distance,
            misses[key],
            requests[key, town.key] + requests[key, ""],
            key in reach.remote,
            bool(focus & {key, taxonomy.life_area_of(key)}),
        )
        for key in topics
        for town in towns
        if (distance := reach.distance(key, town.key)) is None or distance > km
    ]
    return sorted(found, key=_need)


def _need(gap: Gap) -> tuple[object, ...]:
    far = float("inf") if gap.km is None else gap.km
    return (-gap.searches, -gap.requests, gap.is_remote, -far, gap.topic_name, gap.municipality)
