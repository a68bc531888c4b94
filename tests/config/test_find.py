"""`vielklang find`: the guide's main job from the terminal, answered from the example offers of two centres."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from vielklang.config.cli import main
from vielklang.core.actor import SYSTEM
from vielklang.offers.examples import loading
from vielklang.offers.models import Offer
from vielklang.search.actions import index_offers

QUESTION = "كيف أتعلم الألمانية"
CENTRES = {"kreis-kleve", "stadt-aachen"}
FIELDS = ["id", "title", "language", "organisation", "municipality", "distance_m", "topics", "score", "why"]

Find = Callable[..., Result]


@pytest.fixture
def find(db) -> Find:
    """The command as it is called, within this process and on the test's database."""
    return lambda *arguments: CliRunner().invoke(main, ["find", *arguments])


@pytest.fixture
def _examples(db, monkeypatch, settings) -> None:
    settings.ENCODERS = ()  # what the encoders add is the search tests' matter
    everywhere = loading.regions
    monkeypatch.setattr(loading, "regions", lambda: [x for x in everywhere() if x.centre.slug in CENTRES])
    loading.load_examples(by=SYSTEM)
    index_offers(by=SYSTEM)


@pytest.mark.slow
@pytest.mark.usefixtures("_examples")
def test_answer_has_the_promised_fields(find):
    answer = json.loads(find("47533", QUESTION, "--limit", "3", "--json").stdout)

    assert list(answer) == ["centre", "query", "results", "took_ms"]
    assert answer["centre"] == {"slug": "kreis-kleve", "name": "Kreis Kleve", "key": "05154"}
    assert answer["query"] == {"text": QUESTION, "language": "ar"}
    assert isinstance(answer["took_ms"], float)
    assert len(answer["results"]) == 3
    for row in answer["results"]:
        _is_whole(row)
    assert len({row["id"] for row in answer["results"]}) == 3
    assert answer["results"][0]["language"] == "ar"

    _other_languages_and_forms(find)


def _is_whole(row: dict[str, Any]) -> None:
    assert list(row) == FIELDS
    offer = Offer.objects.visible().get(public_id=UUID(row["id"]))
    assert row["organisation"] == offer.organisation.name
    assert row["title"] == offer.texts.get(language=row["language"]).title
    assert row["distance_m"] is None or (isinstance(row["distance_m"], int) and row["distance_m"] >= 0)
    assert len(row["topics"]) == len(offer.topics)
    assert all(isinstance(word, str) and word for word in (*row["topics"], *row["why"]))
    assert isinstance(row["score"], float)


def _other_languages_and_forms(find: Find) -> None:
    """On the same examples, because making them takes a second: language, another centre, text for people."""
    english = json.loads(find("Kleve", "learn German", "--language", "en", "--json").stdout)
    assert english["query"]["language"] == "en"
    assert {row["language"] for row in english["results"]} == {"en"}

    aachen = json.loads(find("52062", "Sprachkurs", "--limit", "5", "--json").stdout)
    assert aachen["centre"]["key"] == "05334002"
    towns = {row["municipality"] for row in aachen["results"]}
    assert "Aachen" in towns
    assert "Kleve" not in towns

    text = find("47533", QUESTION, "--limit", "2").stdout
    assert text.startswith("Kreis Kleve (05154)\n")
    assert " 2. " in text
    assert " 3. " not in text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("qqqqqq", "no such place"),
        ("00000", "no such place"),
        ("80331", "outside North Rhine-Westphalia"),
        ("33154", "Salzkotten"),
        ("47533\n\x1b[31mKleve" * 20, "no such place"),
        ("", "no such place"),
    ],
)
def test_a_place_that_is_not_one_place_ends_with_status_2_and_one_line(find, place, said):
    result = find(place, "Schule")

    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert "\x1b" not in result.stderr


def test_an_unknown_language_is_said(find):
    result = find("47533", "Schule", "--language", "xx", "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'xx'" in result.stderr


@pytest.mark.owner
def test_a_search_that_cannot_run_says_so_in_one_line(find):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_searchdocument RENAME TO search_away")

    result = find("47533", "Schule")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Error: The search cannot run" in result.stderr
    assert "Traceback" not in result.stderr.splitlines()[-1]


@pytest.mark.slow
def test_a_new_database_answers_at_once():
    """As a person runs it, in a process of its own: the tables are made, the place is known, no offer is."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "VIELKLANG_ENCODERS": "use"}
        command = [sys.executable, "-m", "vielklang.config.cli", "find", *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    answer = run("52062", "Schule", "--json")
    unknown = run("qqqqqq", "Schule", "--json")

    assert answer.returncode == 0, answer.stderr[-2000:]
    content = json.loads(answer.stdout)
    assert content["centre"]["key"] == "05334002"
    assert content["results"] == []
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr.count("\n") == 1
