"""`evaluate-search`: a tiny set by hand, wrong rows, and the real development set where it is there."""

import json
import os

import pytest
from django.db import connection

from vielklang.search.evaluation import MalformedFile, as_table, evaluate
from vielklang.search.models import SearchDocument

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.owner]

DOCUMENTS = [
    {"id": "kita", "language": "de", "text": "Kita-Platz\nSo melden Sie Ihr Kind im Kindergarten an."},
    {
        "id": "debts",
        "language": "de",
        "text": "Schuldnerberatung\nHilfe, wenn Sie Rechnungen nicht bezahlen können.",
    },
    {
        "id": "course",
        "language": "de",
        "text": "Integrationskurs\nSechshundert Stunden Deutsch für Zugewanderte.",
    },
]
QUESTIONS = [
    {
        "id": "1",
        "language": "de",
        "text": "Wie melde ich mein Kind im Kindergarten an?",
        "relevant": ["kita"],
    },
    {"id": "2", "language": "ar", "text": "كيف أتعلم اللغة الألمانية؟", "relevant": ["course"]},
    {"id": "3", "language": "ar", "text": "لا أستطيع دفع ديوني", "relevant": ["debts", "kita"]},
]


@pytest.fixture
def files(tmp_path):
    def write(documents=DOCUMENTS, questions=QUESTIONS):
        paths = []
        for name, rows in (("documents", documents), ("questions", questions)):
            path = tmp_path / f"{name}.jsonl"
            lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
            path.write_text("\n".join(lines) + "\n", "utf-8")
            paths.append(path)
        return paths

    return write


def test_figures_of_a_tiny_set(files):
    figures = evaluate(*files())
    assert set(figures["languages"]) == {"de", "ar"}
    assert set(figures["languages"]["de"]) == {"hit@1", "hit@3", "hit@5", "mrr", "ms", "queries"}
    assert figures["languages"]["ar"]["queries"] == 2
    assert figures["average"]["hit@3"] == 1
    assert figures["average"]["hit@1"] >= 0.75
    assert "average" in as_table(figures)


def test_nothing_is_left_behind(files):
    evaluate(*files())
    assert not SearchDocument.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'search_evaluation%'")
        assert cursor.fetchone() == (0,)


def test_only_documents_of_the_region_are_candidates(files):
    documents = [row | {"region": "north"} for row in DOCUMENTS[:2]] + [DOCUMENTS[2] | {"region": "south"}]
    questions = [{**QUESTIONS[1], "region": "north"}, {**QUESTIONS[1], "id": "4", "region": "south"}]
    figures = evaluate(*files(documents, questions))["languages"]["ar"]
    assert figures["hit@1"] == 0.5, "the right document lies in the south only"


def test_region_of_documents_alone_changes_nothing(files):
    documents = [row | {"region": str(number)} for number, row in enumerate(DOCUMENTS)]
    assert evaluate(*files(documents))["average"]["hit@3"] == 1


@pytest.mark.parametrize(
    ("documents", "questions", "message"),
    [
        ([*DOCUMENTS, "{"], QUESTIONS, "documents.jsonl, line 4: not JSON"),
        ([*DOCUMENTS, "[]"], QUESTIONS, "line 4: must be a JSON object"),
        ([*DOCUMENTS, DOCUMENTS[0]], QUESTIONS, "line 4: the id 'kita' stands there twice"),
        ([{"id": "a", "text": "b"}], [], 'line 1: "language" is missing'),
        ([{"id": "a", "language": "de", "text": " "}], [], 'line 1: "text" is missing'),
        ([{"id": "a", "language": "de", "text": "b", "region": 1}], [], 'line 1: "region" must be a text'),
        (
            DOCUMENTS,
            [{**QUESTIONS[0], "relevant": ["x"]}],
            "questions.jsonl, line 1: there is no document 'x'",
        ),
        (DOCUMENTS, [{**QUESTIONS[0], "relevant": []}], 'line 1: "relevant" must be a list'),
        (DOCUMENTS, [{**QUESTIONS[0], "relevant": "kita"}], 'line 1: "relevant" must be a list'),
    ],
)
def test_malformed_rows_are_named(documents, questions, message, files):
    with pytest.raises(MalformedFile, match="line") as caught:
        evaluate(*files(documents, questions))
    assert message in str(caught.value)


def test_empty_lines_and_titles_alone_are_fine(files):
    figures = evaluate(*files([*DOCUMENTS, "", {"id": "t", "language": "de", "text": "Nur ein Titel"}]))
    assert figures["average"]["hit@5"] == 1


@pytest.mark.skipif("SEARCH_QUALITY" not in os.environ, reason="two minutes; SEARCH_QUALITY=1 runs it")
def test_development_set_reaches_its_target(shared):
    folder = shared / "data" / "search_dev"
    figures = evaluate(folder / "dev_documents.jsonl", folder / "dev_queries.jsonl")
    assert figures["average"]["hit@5"] >= 0.85
    assert min(row["hit@5"] for row in figures["languages"].values()) >= 0.80
