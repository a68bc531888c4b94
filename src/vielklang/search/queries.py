"""`search_offers`: from a request to a page of offers that fit, best first, with reasons and suggestions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import structlog
from django.db import DatabaseError
from django.utils import timezone

from vielklang.offers.taxonomy import get_taxonomy
from vielklang.search import misses
from vielklang.search.questions import EVERYTHING, Components, Question, prepare
from vielklang.search.ranking import Ranked, browse, rank
from vielklang.search.scope import NO_FILTERS, Filters, Point, scope_of

__all__ = [
    "Filters", "Point", "Reason", "Result", "SearchRequest", "SearchResponse", "SearchUnavailable", "Suggestions",
    "search_offers",
]  # fmt: skip

log = structlog.get_logger("vielklang.search")

_WIDER = (2, 4)
_MOST_WORDS_SHOWN = 3
_TOPIC_SHOWN_FROM = 0.2
_MOST_NEIGHBOURS = 3


class SearchUnavailable(Exception):
    """The search could not run. Never shown as "nothing found"."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What somebody looks for. `language`: tag of the page. Without text offers are listed by filters, nearest first.

    `centre_id`: the centre responsible for the place; without place and centre the whole state is searched.
    """

    text: str = ""
    language: str = "de"
    place: Point | None = None
    centre_id: int | None = None
    filters: Filters = NO_FILTERS
    page: int = 1
    page_size: int = 10
    components: Components = EVERYTHING


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is shown. `detail`: the topic's name for the reader, the words found, metres, or the area."""

    kind: Literal["topic", "words", "meaning", "distance", "area"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """`distance_m` is `None` where distance does not matter or is not known; `language` is that of the request."""

    offer_id: int
    public_id: str
    score: float
    distance_m: int | None
    why: tuple[Reason, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What else to try. `wider_m` and `wider_count`: so many offers within so many metres (0: no wider search helps).

    `topics`: keys of neighbouring topics that have offers here; `did_you_mean`: the question with mended words.
    """

    wider_m: int = 0
    wider_count: int = 0
    topics: tuple[str, ...] = ()
    did_you_mean: str = ""


NO_SUGGESTIONS = Suggestions()


@dataclass(frozen=True, slots=True)
class SearchResponse:
    total: int
    results: list[Result] = field(default_factory=list)
    suggestions: Suggestions = NO_SUGGESTIONS
    took_ms: float = 0.0


def search_offers(request: SearchRequest) -> SearchResponse:
    """One page of published, valid offers, best first; the order of equal ones never changes.

    Reads only. That nothing was found is counted by a background task (`misses`). Raises `SearchUnavailable`.
    """
    started = time.perf_counter()
    try:
        question = prepare(request.text, request.language, request.components)
        total, ranked = _page(request, question)
        suggestions = _suggestions(request, question, total)
    except (DatabaseError, OSError, RuntimeError, ValueError, MemoryError) as error:
        log.exception("search failed", language=request.language)
        raise SearchUnavailable("The search cannot run at the moment.") from error
    if not total and question.text:
        misses.note(question.text, request.language, request.centre_id)
    results = [_result(row, request, question) for row in ranked]
    return SearchResponse(total, results, suggestions, round((time.perf_counter() - started) * 1000, 1))


def _page(request: SearchRequest, question: Question) -> tuple[int, list[Ranked]]:
    scope = scope_of(request.filters, request.place, request.centre_id, timezone.now())
    start = (max(request.page, 1) - 1) * request.page_size
    if not question.text:
        return browse(scope, request.place, request.centre_id, start, request.page_size)
    ranked = rank(scope, question, request.place, request.centre_id)
    return len(ranked), ranked[start : start + request.page_size]


def _suggestions(request: SearchRequest, question: Question, total: int) -> Suggestions:
    did_you_mean = ""
    if question.corrections:
        did_you_mean = " ".join(question.corrections.get(word, word) for word in question.text.split())
    if total:
        return Suggestions(did_you_mean=did_you_mean)
    wider_m, wider_count = _wider(request, question)
    return Suggestions(wider_m, wider_count, _neighbours(request, question), did_you_mean)


def _wider(request: SearchRequest, question: Question) -> tuple[int, int]:
    if request.filters.max_distance_m is None or request.place is None:
        return 0, 0
    for factor in _WIDER:
        metres = request.filters.max_distance_m * factor
        wider = SearchRequest(
            text=request.text, language=request.language, place=request.place, centre_id=request.centre_id,
            filters=request.filters.replaced(max_distance_m=metres), page_size=1,
        )  # fmt: skip
        if count := _page(wider, question)[0]:
            return metres, count
    return 0, 0


def _neighbours(request: SearchRequest, question: Question) -> tuple[str, ...]:
    """Topics near to what was asked for, those that have visible offers in the same scope."""
    asked = request.filters.topics or tuple(match.key for match in question.topics[:1])
    taxonomy = get_taxonomy()
    near = [match.key for match in question.topics]
    near += [key for topic in asked if topic in taxonomy.topics for key in taxonomy.neighbours(topic)]
    candidates = [key for key in dict.fromkeys(near) if key not in request.filters.topics][:12]
    scope = scope_of(Filters(topics=tuple(candidates)), request.place, request.centre_id, timezone.now())
    there = (
        {topic for topics in scope.values_list("topics", flat=True)[:200] for topic in topics}
        if candidates
        else ()
    )
    return tuple(key for key in candidates if key in there)[:_MOST_NEIGHBOURS]


def _result(row: Ranked, request: SearchRequest, question: Question) -> Result:
    return Result(
        row.offer_id, row.public_id, round(row.score, 6), row.distance_m, tuple(_reasons(row, request, question)),
        request.language,
    )  # fmt: skip


def _reasons(row: Ranked, request: SearchRequest, question: Question) -> Sequence[Reason]:
    reasons = []
    if row.best_topic and row.topic >= _TOPIC_SHOWN_FROM:
        reasons.append(Reason("topic", get_taxonomy().topic_name(row.best_topic, request.language)))
    if row.found_words:
        reasons.append(Reason("words", ", ".join(row.found_words[:_MOST_WORDS_SHOWN])))
    if question.text and not reasons:
        reasons.append(Reason("meaning"))
    if row.distance_m is not None:
        reasons.append(Reason("distance", str(row.distance_m)))
    if row.for_whole_area:
        reasons.append(Reason("area", row.area))
    return reasons
