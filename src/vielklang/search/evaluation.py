"""`vielklang evaluate-search`: labelled questions over documents, through the tables and the ranking of the offers."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from vielklang.search.indexing import Source, SourceText, write
from vielklang.search.models import EmbeddingCache, SearchDocument, SearchPassage, SearchSignature
from vielklang.search.questions import EVERYTHING, Components, prepare
from vielklang.search.retrieval import Candidate, retrieve

_TABLES = [model._meta.db_table for model in (SearchDocument, SearchPassage, SearchSignature, EmbeddingCache)]
_BATCH = 64
_CUTS = (1, 3, 5)


class MalformedFile(Exception):
    """A row cannot be read; one line that names file, line and reason."""


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    id: str
    language: str
    text: str
    relevant: frozenset[str]
    region: str = ""


def evaluate(documents_path: Path, queries_path: Path) -> dict[str, Any]:
    """Figures per language and their mean: `{"languages": {tag: {hit@1, hit@3, hit@5, mrr, ms, queries}}, "average"}`.

    `ms` is the mean time of one search. Documents are indexed in a temporary schema that is dropped afterwards.
    Raises `MalformedFile`.
    """
    sources = read_documents(documents_path)
    questions = read_questions(queries_path, {source.reference for source in sources})
    with temporary_index(sources):
        return figures_of(questions, search_documents)


@contextmanager
def temporary_index(sources: Sequence[Source]) -> Iterator[None]:
    """The index tables of their own in a schema of this process, filled with these sources, while the block runs."""
    schema = f"search_evaluation_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        before = cursor.fetchone()[0]
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
        for table in _TABLES:
            cursor.execute(f"CREATE TABLE {schema}.{table} (LIKE public.{table} INCLUDING ALL)")
        cursor.execute(f"SET search_path TO {schema}, {before}")
    try:
        for start in range(0, len(sources), _BATCH):
            with transaction.atomic():
                write(sources[start : start + _BATCH])
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET search_path TO {before}; DROP SCHEMA {schema} CASCADE")


def search_documents(question: LabelledQuestion, components: Components = EVERYTHING) -> list[str]:
    """References of the documents, best first; those of the question's region where both sides name one."""
    scope = SearchDocument.objects.all()
    if question.region:
        in_region = scope.filter(region=question.region)
        scope = in_region if in_region.exists() else scope.filter(region="")
    found = retrieve(scope, prepare(question.text, question.language, components))
    return [candidate.reference for candidate in sorted(found, key=_by_relevance)]


def _by_relevance(candidate: Candidate) -> tuple[float, str]:
    return -candidate.relevance, candidate.reference


def figures_of(
    questions: Sequence[LabelledQuestion], search: Callable[[LabelledQuestion], list[str]]
) -> dict[str, Any]:
    """Run all questions and count; languages in the order of their first question."""
    ranks: dict[str, list[tuple[int, float]]] = {}
    if questions:
        search(questions[0])  # loading the encoders is not part of a search
    for question in questions:
        started = time.perf_counter()
        found = search(question)
        took = (time.perf_counter() - started) * 1000
        rank = next((place for place, id_ in enumerate(found, 1) if id_ in question.relevant), 0)
        ranks.setdefault(question.language, []).append((rank, took))
    languages = {tag: _figures(rows) for tag, rows in ranks.items()}
    count = max(len(languages), 1)
    names = [name for name in _figures([]) if name != "queries"]
    average = {name: round(sum(row[name] for row in languages.values()) / count, 4) for name in names}
    return {"languages": languages, "average": average | {"queries": sum(map(len, ranks.values()))}}


def _figures(rows: Sequence[tuple[int, float]]) -> dict[str, float]:
    count = max(len(rows), 1)
    hits = {f"hit@{cut}": round(sum(0 < rank <= cut for rank, _ in rows) / count, 4) for cut in _CUTS}
    mrr = sum(1 / rank for rank, _ in rows if rank) / count
    return {
        **hits,
        "mrr": round(mrr, 4),
        "ms": round(sum(took for _, took in rows) / count, 2),
        "queries": len(rows),
    }


def as_table(figures: dict[str, Any]) -> str:
    """The figures for people."""
    lines = ["language   hit@1  hit@3  hit@5    mrr     ms  queries"]
    for tag, row in [*figures["languages"].items(), ("average", figures["average"])]:
        numbers = "  ".join(f"{row[name]:5.3f}" for name in ("hit@1", "hit@3", "hit@5", "mrr"))
        lines.append(f"{tag:9}  {numbers}  {row['ms']:5.1f}  {row['queries']:7}")
    return "\n".join(lines)


def read_documents(path: Path) -> list[Source]:
    """Rows `{id, language, text[, region]}`: the first line of a text is its title."""
    sources, seen = [], set()
    for number, row in _rows(path):
        id_, language, text = (_text(path, number, row, name) for name in ("id", "language", "text"))
        if id_ in seen:
            raise MalformedFile(f"{path}, line {number}: the id {id_!r} stands there twice")
        seen.add(id_)
        title, body = title_and_body(text)
        source_text = SourceText(language, title, body)
        sources.append(Source((source_text,), reference=id_, region=_optional(path, number, row, "region")))
    return sources


def read_questions(path: Path, known: set[str]) -> list[LabelledQuestion]:
    """Rows `{id, language, text, relevant: [ids][, region]}`; every relevant id must be a document."""
    questions = []
    for number, row in _rows(path):
        id_, language, text = (_text(path, number, row, name) for name in ("id", "language", "text"))
        relevant = row.get("relevant")
        if not isinstance(relevant, list) or not relevant or not all(isinstance(x, str) for x in relevant):
            raise MalformedFile(f'{path}, line {number}: "relevant" must be a list with at least one id')
        if unknown := [x for x in relevant if x not in known]:
            raise MalformedFile(f"{path}, line {number}: there is no document {unknown[0]!r}")
        region = _optional(path, number, row, "region")
        questions.append(LabelledQuestion(id_, language, text, frozenset(relevant), region))
    return questions


def title_and_body(text: str) -> tuple[str, str]:
    """The first line and the rest, without repetitions of the first line at its beginning."""
    title, *rest = [line.strip() for line in text.splitlines() if line.strip()] or [text]
    while rest and rest[0] == title:
        rest = rest[1:]
    return title, "\n".join(rest)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedFile(f"{path}: cannot be read as UTF-8 text ({error})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise MalformedFile(f"{path}, line {number}: not JSON ({error.msg})") from error
        if not isinstance(row, dict):
            raise MalformedFile(f"{path}, line {number}: must be a JSON object")
        yield number, row


def _text(path: Path, number: int, row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    value = str(value) if name == "id" and isinstance(value, int) else value
    if not isinstance(value, str) or not value.strip():
        raise MalformedFile(f'{path}, line {number}: "{name}" is missing or not a text')
    return value.replace("\x00", " ")


def _optional(path: Path, number: int, row: dict[str, Any], name: str) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str):
        raise MalformedFile(f'{path}, line {number}: "{name}" must be a text')
    return value
