"""The order of results: how well an offer fits, whether it is for people here, and how far it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, F, FloatField, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Power

from vielklang.offers.enums import AreaServed
from vielklang.search.models import SearchDocument
from vielklang.search.questions import Question
from vielklang.search.retrieval import Candidate, retrieve
from vielklang.search.scope import Point, distance_m, home, serves, within_reach

MOST_RESULTS = 200

# Relevance of a good answer lies between 0.4 and 1.2; place decides between answers that fit about equally.
_FOR_PEOPLE_HERE = 0.15
_OWN_CENTRE = 0.03
_NEAR = 0.06
_NEAR_SCALE_M = 8_000
_DISTANCE_DOES_NOT_MATTER = 0.04
_NEXT_COPY = 0.08
# Shown is what fits at all, and not much worse than the best.
_LEAST_RELEVANCE = 0.2
_SHARE_OF_BEST = 0.35


@dataclass(frozen=True, slots=True)
class Ranked:
    offer_id: int
    public_id: str
    score: float
    distance_m: int | None
    area: str
    for_whole_area: bool
    topic: float = 0.0
    best_topic: str = ""
    found_words: tuple[str, ...] = ()


def rank(
    scope: QuerySet[SearchDocument], question: Question, place: Point | None, centre_id: int | None
) -> list[Ranked]:
    """All offers that fit the question, best first; at most 200. Ties break on the id."""
    reach, at_home = within_reach(place, centre_id), home(place, centre_id)
    candidates = retrieve(scope, question, reach=reach, home=at_home)
    if centre_id is None and place is None:
        scored = _spread([(c.relevance, c) for c in _fitting(candidates)])
    else:
        fitting = _fitting(_without_twins_elsewhere(candidates, place, centre_id))
        scored = [(_score(c, place, centre_id), c) for c in fitting]
    scored.sort(key=lambda pair: (-round(pair[0], 6), pair[1].offer_id))
    public_ids = _public_ids(c for _, c in scored[:MOST_RESULTS])
    return [
        _ranked(c, score, place, public_ids) for score, c in scored[:MOST_RESULTS] if c.offer_id in public_ids
    ]


def browse(
    scope: QuerySet[SearchDocument], place: Point | None, centre_id: int | None, start: int, size: int
) -> tuple[int, list[Ranked]]:
    """Offers without a question: those for people here first, then the nearest; how many, and one page of them."""
    here = Case(When(serves(place, centre_id), then=0), default=1, output_field=IntegerField())
    ordered = scope.annotate(elsewhere=here).order_by("elsewhere", *_by_distance(place), "offer_id")
    fields = ("offer_id", "offer__public_id", "points", "area", "is_remote")
    rows = ordered.values_list(*fields)[start : start + size]
    page = [
        Ranked(
            offer_id, str(public_id), 0.0, _distance(place, points, is_remote), area, _is_for_whole_area(area)
        )
        for offer_id, public_id, points, area, is_remote in rows
    ]
    return scope.count(), page


def _fitting(candidates: Sequence[Candidate]) -> list[Candidate]:
    best = max((candidate.relevance for candidate in candidates), default=0.0)
    least = max(_LEAST_RELEVANCE, _SHARE_OF_BEST * best)
    return [candidate for candidate in candidates if candidate.relevance >= least]


def _without_twins_elsewhere(
    candidates: Sequence[Candidate], place: Point | None, centre_id: int | None
) -> list[Candidate]:
    """Leaves out what is for other people and exists here with the same text: a programme that every centre offers."""
    here = {c.text_key for c in candidates if c.centre_id == centre_id}
    return [
        c
        for c in candidates
        if c.text_key not in here or c.centre_id == centre_id or _is_for(c, place, centre_id)
    ]


def _spread(scored: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """For the whole state: the tenth copy of one programme stands behind other things that fit."""
    copies: Counter[str] = Counter()
    spread = []
    for score, candidate in sorted(scored, key=lambda pair: (-round(pair[0], 6), pair[1].offer_id)):
        spread.append((score - _NEXT_COPY * copies[candidate.text_key], candidate))
        copies[candidate.text_key] += 1
    return spread


def _score(candidate: Candidate, place: Point | None, centre_id: int | None) -> float:
    score = candidate.relevance
    if candidate.centre_id == centre_id:
        score += _OWN_CENTRE
    if _is_for(candidate, place, centre_id):
        score += _FOR_PEOPLE_HERE
    return score + _nearness(candidate, place)


def _is_for(candidate: Candidate, place: Point | None, centre_id: int | None) -> bool:
    if candidate.area == AreaServed.STATE:
        return True
    if candidate.area == AreaServed.MUNICIPALITY and place is not None and place.municipality_key is not None:
        return candidate.municipality_key == place.municipality_key
    return candidate.centre_id == centre_id


def _nearness(candidate: Candidate, place: Point | None) -> float:
    """An offer for a whole area, by phone, online or at home counts as if it were a few kilometres away."""
    metres = distance_m(place.lat, place.lon, candidate.points) if place else None
    near = _NEAR * math.exp(-metres / _NEAR_SCALE_M) if metres is not None else 0.0
    if candidate.is_remote or _is_for_whole_area(candidate.area):
        return max(near, _DISTANCE_DOES_NOT_MATTER)
    return near


def _ranked(candidate: Candidate, score: float, place: Point | None, public_ids: dict[int, str]) -> Ranked:
    assert candidate.offer_id is not None
    return Ranked(
        candidate.offer_id,
        public_ids[candidate.offer_id],
        score,
        _distance(place, candidate.points, candidate.is_remote),
        candidate.area,
        _is_for_whole_area(candidate.area),
        candidate.topic,
        candidate.best_topic,
        tuple(candidate.found_words),
    )


def _distance(place: Point | None, points: list[float], is_remote: bool) -> int | None:
    return None if place is None or (is_remote and not points) else distance_m(place.lat, place.lon, points)


def _is_for_whole_area(area: str) -> bool:
    return area in {AreaServed.CENTRE, AreaServed.STATE}


def _public_ids(candidates: Iterable[Candidate]) -> dict[int, str]:
    ids = [candidate.document_id for candidate in candidates]
    rows = SearchDocument.objects.filter(pk__in=ids).values_list("offer_id", "offer__public_id")
    return {offer_id: str(public_id) for offer_id, public_id in rows if offer_id is not None}


def _by_distance(place: Point | None) -> list[Combinable]:
    if place is None:
        return []
    shrink = math.cos(math.radians(place.lat))
    squared = Power(F("lat") - Value(place.lat), 2) + Power((F("lon") - Value(place.lon)) * Value(shrink), 2)
    # Offers without a place stand where one at two kilometres would stand.
    nowhere = When(lat=None, then=Value((2_000 / 111_195) ** 2))
    return [Case(nowhere, default=squared, output_field=FloatField())]
