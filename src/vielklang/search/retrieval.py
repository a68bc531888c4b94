"""Candidates from the index and how well each fits a question; the same for offers and for evaluated documents.

Small scopes are compared whole. In larger ones the nearest signatures (HNSW), the rarest words and the most probable
topics propose candidates, and only those are compared (ADR 0010, with figures).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet
from pgvector import HalfVector
from pgvector.django import HammingDistance

from vielklang.core.reading import reading_alias, reading_connection
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.search.encoders import Matrix
from vielklang.search.models import SearchDocument, SearchSignature
from vielklang.search.normalise import latinised
from vielklang.search.questions import Question, WeightedTerm, signs

EVERYWHERE = Q()
COMPARED_WHOLE = 1200
"""Up to so many documents are all compared; more than that are asked for candidates first."""

_SURELY_LARGE = 2 * COMPARED_WHOLE
_FEW = 60
_NEAREST_SIGNATURES = 80
_RAREST_TERMS = 4
_CANDIDATES_PER_WAY = 160
_PROBABLE = 0.08
_SIMILAR_NAME = 0.6

WORDS_WEIGHT = 0.15
TOPICS_WEIGHT = 0.4
NAMES_WEIGHT = 0.35
_BEST_PASSAGE = 0.8
_SIDE_TOPIC = 0.6
_NEIGHBOUR_TOPIC = 0.4
_GUESSED_TOPIC = 0.25
_COLUMNS = (
    "id, offer_id, reference, centre_id, municipality_key, points, area, is_remote, topics, text_key,"
    " topics_are_guessed"
)
_FOUND_IN = {2: 1.0, 1: 0.6, 0: 0.0}


@dataclass(slots=True)
class Candidate:
    """A document with its facts and what each way of searching says about it."""

    document_id: int
    offer_id: int | None
    reference: str
    centre_id: int | None
    municipality_key: str
    points: list[float]
    area: str
    is_remote: bool
    topics: list[str]
    text_key: str
    topics_are_guessed: bool
    meaning: float = 0.0
    words: float = 0.0
    topic: float = 0.0
    name: float = 0.0
    found_words: list[str] = field(default_factory=list)
    best_topic: str = ""

    @property
    def relevance(self) -> float:
        return (
            self.meaning + WORDS_WEIGHT * self.words + TOPICS_WEIGHT * self.topic + NAMES_WEIGHT * self.name
        )


def retrieve(
    scope: QuerySet[SearchDocument], question: Question, *, reach: Q = EVERYWHERE, home: Q = EVERYWHERE
) -> list[Candidate]:
    """Candidates of the scope with all scores, in no order. Reads only; uses a short transaction for its settings.

    In a large scope `reach` says cheaply what may lie in it, and words and topics propose only what is at `home`.
    """
    with transaction.atomic(using=reading_alias()):
        ids = sorted(_candidates(scope, question, reach, home))
        candidates = _facts(ids, question.terms)
        _add_meaning(candidates, question)
        _add_names(candidates, question)
    _add_topics(candidates, question)
    return candidates


def _candidates(scope: QuerySet[SearchDocument], question: Question, reach: Q, home: Q) -> Collection[int]:
    proposed: Collection[int] = ()
    if _expected_size(scope) > _SURELY_LARGE:
        proposed = _propose(scope, question, reach, home)
        if len(proposed) >= _FEW:
            return proposed
    # The expectation may be wrong where filters hang together: with few proposals the scope itself is looked at.
    whole = list(scope.order_by().values_list("pk", flat=True)[: COMPARED_WHOLE + 1])
    if len(whole) <= COMPARED_WHOLE:
        return whole
    return proposed or _propose(scope, question, reach, home)


def _expected_size(scope: QuerySet[SearchDocument]) -> int:
    """How many documents PostgreSQL expects in the scope; counting them would take longer than the search."""
    plan = scope.order_by().values_list("pk", flat=True).explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"])


def _propose(scope: QuerySet[SearchDocument], question: Question, reach: Q, home: Q) -> set[int]:
    found: set[int] = set()
    if question.vector is not None:
        found.update(_nearest(SearchSignature.objects.filter(reach, document__in=scope), question.vector))
    if question.terms:
        rarest = " | ".join(_quoted(term.key) for term in question.terms[:_RAREST_TERMS])
        found.update(_some(scope.filter(home).extra(where=["lexemes @@ %s::tsquery"], params=[rarest])))
    if topics := [match.key for match in question.topics if match.probability >= _PROBABLE]:
        found.update(_some(scope.filter(home, topics__overlap=topics)))
    for name in question.names:
        found.update(_some(scope.filter(names__trigram_word_similar=latinised(name))))
    return found


def _some(scope: QuerySet[SearchDocument]) -> list[int]:
    return list(scope.order_by().values_list("pk", flat=True)[:_CANDIDATES_PER_WAY])


def _nearest(signatures: QuerySet[SearchSignature], vector: Matrix) -> list[int]:
    """Documents of the nearest signatures, by the HNSW index, which goes on until enough of them lie in the scope."""
    with reading_connection().cursor() as cursor:
        cursor.execute("SET LOCAL hnsw.iterative_scan = relaxed_order; SET LOCAL hnsw.ef_search = 120")
    nearest = signatures.order_by(HammingDistance("bits", signs(vector)))
    return list(nearest.values_list("document_id", flat=True)[:_NEAREST_SIGNATURES])


def _facts(ids: Sequence[int], terms: Sequence[WeightedTerm]) -> list[Candidate]:
    hits = ", ".join(
        [
            "CASE WHEN lexemes @@ %s::tsquery THEN CASE WHEN lexemes @@ %s::tsquery THEN 2 ELSE 1 END ELSE 0 END"
        ]
        * len(terms)
    )
    keys = [part for term in terms for part in (_quoted(term.key), f"{_quoted(term.key)}:A")]
    with reading_connection().cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, ARRAY[{hits}]::smallint[] FROM search_searchdocument WHERE id = ANY(%s)",  # noqa: S608
            [*keys, list(ids)],
        )
        rows = cursor.fetchall()
    total = sum(term.weight for term in terms) or 1.0
    candidates = []
    for *facts, found in rows:
        candidate = Candidate(*facts)
        candidate.words = (
            sum(_FOUND_IN[hit] * term.weight for hit, term in zip(found, terms, strict=True)) / total
        )
        candidate.found_words = list(
            dict.fromkeys(t.word for hit, t in zip(found, terms, strict=True) if hit)
        )
        candidates.append(candidate)
    return candidates


def _add_meaning(candidates: Sequence[Candidate], question: Question) -> None:
    """The best passage counts, and a little the second best: a text that fits twice fits better."""
    if question.vector is None or not candidates:
        return
    with reading_connection().cursor() as cursor:
        cursor.execute(
            "SELECT document_id, -(embedding <#> %s) FROM search_searchpassage WHERE document_id = ANY(%s)",
            [HalfVector(question.vector).to_text(), [candidate.document_id for candidate in candidates]],
        )
        scores: dict[int, list[float]] = {}
        for document_id, score in cursor.fetchall():
            scores.setdefault(document_id, []).append(score)
    for candidate in candidates:
        best = sorted(scores.get(candidate.document_id, ()), reverse=True)[:2]
        if best:
            candidate.meaning = _BEST_PASSAGE * best[0] + (1 - _BEST_PASSAGE) * sum(best) / len(best)


def _add_topics(candidates: Sequence[Candidate], question: Question) -> None:
    """Its own topics count, the first most; a topic of the same area of life counts a little ("Sprachkurs" and the
    integration course)."""
    probabilities = {match.key: match.probability for match in question.topics}
    areas = _areas(question)
    for candidate in candidates:
        shares = {
            topic: probabilities[topic] * (_SIDE_TOPIC if position else 1.0)
            for position, topic in enumerate(candidate.topics)
            if topic in probabilities
        }
        neighbours = (
            0.0 if candidate.topics_are_guessed else _NEIGHBOUR_TOPIC * areas.get(_area(candidate), 0.0)
        )
        candidate.topic = min(1.0, max(sum(shares.values()), neighbours))
        if candidate.topics_are_guessed and not question.trusts_guessed_topics:
            candidate.topic *= _GUESSED_TOPIC
        candidate.best_topic = max(shares, key=lambda topic: shares[topic], default="")


def _areas(question: Question) -> dict[str, float]:
    areas: dict[str, float] = {}
    for match in question.topics:
        area = get_taxonomy().life_area_of(match.key)
        areas[area] = areas.get(area, 0.0) + match.probability
    return areas


def _area(candidate: Candidate) -> str:
    topics = get_taxonomy().topics
    return topics[candidate.topics[0]].life_area if candidate.topics and candidate.topics[0] in topics else ""


def _add_names(candidates: Sequence[Candidate], question: Question) -> None:
    by_id = {candidate.document_id: candidate for candidate in candidates}
    for name in question.names if by_id else ():
        with reading_connection().cursor() as cursor:
            cursor.execute(
                "SELECT id, word_similarity(%s, names) FROM search_searchdocument"
                " WHERE id = ANY(%s) AND word_similarity(%s, names) >= %s",
                [latinised(name), list(by_id), latinised(name), _SIMILAR_NAME],
            )
            for document_id, similarity in cursor.fetchall():
                candidate = by_id[document_id]
                candidate.name = max(candidate.name, similarity)
                candidate.found_words.append(name)


def _quoted(key: str) -> str:
    return "'" + key[:60].replace("\\", "").replace("'", "''") + "'"
