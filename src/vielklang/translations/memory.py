"""The text memory: what people have translated before, for passages that are the same or nearly so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from vielklang.translations.differences import Piece, difference
from vielklang.translations.models import MemoryPassage
from vielklang.translations.passages import compose, lines_of, normalise, passage_hash, passages_of
from vielklang.translations.works import Words, Work

NEAR = 0.8
_MOST_NEAR = 2


@dataclass(frozen=True, slots=True)
class Near:
    """A passage much like one of the text, with what is different, and its translation."""

    passage: str
    pieces: tuple[Piece, ...]
    target: str
    origin: str
    per_cent: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the memory has for one field; `is_whole`: every passage of it is known."""

    target: str
    known: int
    total: int
    origin: str
    near: tuple[Near, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.known == self.total


@dataclass(frozen=True, slots=True)
class Known:
    """Of a whole text: field → suggestion, and how many of its passages are known."""

    fields: dict[str, Suggestion]
    known: int
    total: int

    @property
    def filled(self) -> Words:
        """The fields of which every passage is known."""
        return {name: one.target for name, one in self.fields.items() if one.is_whole}


def exact(source_language: str, language: str, passages: Iterable[str]) -> dict[str, MemoryPassage]:
    """normalised passage → its row; one query."""
    hashes = {passage_hash(passage) for passage in passages}
    rows = MemoryPassage.objects.filter(
        source_language=source_language, language=language, source_hash__in=hashes
    )
    return {row.source: row for row in rows}


def candidates(source: Words) -> set[str]:
    """All that can be looked up for a text: whole fields, lines and sentences."""
    found: set[str] = set()
    for text in source.values():
        if text.strip():
            found |= {normalise(text), *map(normalise, lines_of(text)), *passages_of(text)}
    return found


def known_of(work: Work, *, with_near: bool = False) -> Known:
    """What the memory has for this text; one query, and one more with near matches."""
    rows = exact(work.source_language, work.language, candidates(work.source))
    known = {passage: row.target for passage, row in rows.items()}
    near = _near(work, known) if with_near else {}
    fields: dict[str, Suggestion] = {}
    count = total = 0
    for name, text in work.source.items():
        target, have, of = compose(text, known)
        count, total = count + have, total + of
        close = tuple(one for passage in passages_of(text) for one in near.get(passage, ()))
        if have or close:
            origins = dict.fromkeys(rows[key].origin for key in candidates({name: text}) if key in rows)
            fields[name] = Suggestion(target, have, of, ", ".join(origins), close)
    return Known(fields, count, total)


def _near(work: Work, known: dict[str, str]) -> dict[str, list[Near]]:
    """Passages that are much alike (trigrams), for those that are not known exactly."""
    passages = [
        passage
        for text in work.source.values()
        for passage in passages_of(text)
        if passage not in known and len(passage) >= 12
    ]
    if not passages:
        return {}
    found: dict[str, list[Near]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(NEAR)])
        cursor.execute(
            "SELECT p.text, m.source, m.target, m.origin, m.score FROM unnest(%s::text[]) AS p(text),"
            " LATERAL (SELECT source, target, origin, similarity(source, p.text) AS score"
            "  FROM translations_memorypassage WHERE language = %s AND source_language = %s AND source %% p.text"
            "  ORDER BY score DESC, used_count DESC, id LIMIT %s) m",
            [passages, work.language, work.source_language, _MOST_NEAR],
        )
        for passage, source, target, origin, score in cursor.fetchall():
            pieces = tuple(difference(source, passage))
            found.setdefault(passage, []).append(Near(passage, pieces, target, origin, round(100 * score)))
    return found
