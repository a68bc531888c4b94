"""Import of a table: all of it or nothing, and every error with its row and column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tests.offers.factories import ALICE
from vielklang.interfaces.imports import ImportReport, import_offers
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The reasons as the terminal says them."""
    with translation.override("en"):
        yield


ROW = {
    "centre": "kreis-kleve",
    "organisation": "Beispielverein Kleve",
    "organisation_kind": "association",
    "kind": "counselling",
    "topics": "debt-advice|bank-and-consumer",
    "languages": "de|fa",
    "joining": "walk_in",
    "cost_kind": "paid",
    "cost_amount": "2,50",
    "street": "Beispielstraße 1",
    "postcode": "47533",
    "town": "Kleve",
    "hours": "Mo-Di 09:00-12:00 | Mi 14:00-16:00",
    "interpreting": "ja",
    "valid_until": "31.12.2030",
    "confirmed_on": "2026-11-01",
    "title_de": "Schuldnerberatung",
    "summary_de": "Hilfe bei Schulden.",
    "description_de": "Wir ordnen Ihre Briefe.",
    "title_ar": "استشارة في الديون",
}


def csv(path: Path, *rows: dict[str, str], delimiter: str = ";", encoding: str = "utf-8") -> Path:
    header = list(dict.fromkeys(name for row in rows for name in row))
    lines = [delimiter.join(header)]
    lines += [delimiter.join(f'"{row.get(name, "")}"' for name in header) for row in rows]
    file = path / "offers.csv"
    file.write_text("\n".join(lines), encoding)
    return file


def run(path: Path, *, dry_run: bool = False) -> ImportReport:
    return import_offers(path, by=ALICE, dry_run=dry_run)


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8"), (",", "utf-8-sig")])
def test_csv_becomes_public_offers(tmp_path: Path, delimiter: str, encoding: str):
    report = run(csv(tmp_path, ROW, ROW | {"title_de": "Zweites"}, delimiter=delimiter, encoding=encoding))

    assert (report.rows, report.created, report.errors) == (2, 2, ())
    offer = Offer.objects.visible().get(texts__title="Schuldnerberatung")
    assert (offer.centre.slug, offer.organisation.kind) == ("kreis-kleve", "association")
    assert (offer.topics, str(offer.cost_amount), offer.interpreting) == (
        ["debt-advice", "bank-and-consumer"],
        "2.50",
        True,
    )
    assert [row.weekday for row in offer.hours.all()] == [0, 1, 2]
    assert offer.municipality.name == "Kleve"
    assert offer.places.get().lat == pytest.approx(51.78, abs=0.1)
    assert (offer.last_confirmed_at, offer.last_confirmed_by) == (None, ""), "only a person confirms"
    assert "note: row 2, confirmed_on: is read over" in report.as_text()
    assert {row.language for row in offer.texts.all()} == {"de", "ar"}
    assert Organisation.objects.count() == 1


def test_json_lines_may_have_lists_numbers_and_booleans(tmp_path: Path):
    row = ROW | {"topics": ["debt-advice"], "cost_amount": 2.5, "interpreting": False, "age_from": None}
    file = tmp_path / "offers.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", "utf-8")

    assert run(file).errors == ()
    assert (Offer.objects.get().topics, Offer.objects.get().interpreting) == (["debt-advice"], False)


def test_draft_status_and_dates(tmp_path: Path):
    dates = {"date_start": "2026-12-01 15:00", "date_minutes": "90", "date_rrule": "FREQ=WEEKLY;BYDAY=TU"}
    run(csv(tmp_path, ROW | dates | {"status": "draft", "date_until": "2027-06-30"}))

    offer = Offer.objects.get()
    assert offer.status == OfferStatus.DRAFT
    assert offer.dates.get().rrule == "FREQ=WEEKLY;BYDAY=TU"
    assert str(offer.dates.get().until) == "2027-06-30"


def test_dry_run_changes_nothing(tmp_path: Path):
    report = run(csv(tmp_path, ROW), dry_run=True)

    assert report.errors == ()
    assert "dry run" in report.as_text()
    assert not Offer.objects.exists()
    assert not Organisation.objects.exists()


def test_one_wrong_row_stops_all(tmp_path: Path):
    report = run(csv(tmp_path, ROW, ROW | {"title_de": "Zweites", "topics": "astrology"}))

    assert report.as_text().splitlines()[-2:] == [
        "row 3, topics: “astrology” is unknown; the template lists what is possible",
        "Nothing imported: 1 errors in 2 rows.",
    ]
    assert not Offer.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ({"centre": "atlantis"}, "centre", "not a centre's short name"),
        ({"centre": ""}, "centre", "is missing"),
        ({"organisation": ""}, "organisation", "is missing"),
        ({"organisation_kind": "circus"}, "organisation_kind", "unknown"),
        ({"title_de": ""}, "title_de", "is missing"),
        ({"title_de": "x" * 161}, "title_…", "at most 160"),
        ({"kind": "party"}, "kind", "unknown"),
        ({"cost_amount": "viel"}, "cost_amount", "not a number"),
        ({"cost_amount": "NaN"}, "cost_amount", "not a number"),
        ({"interpreting": "maybe"}, "interpreting", "neither yes nor no"),
        ({"valid_until": "morgen"}, "valid_until", "not a date"),
        ({"hours": "immer"}, "hours", "not an interval"),
        ({"hours": "Xx 09:00-10:00"}, "hours", "names no day"),
        ({"hours": "Fr-Mo 09:00-10:00"}, "hours", "wrong order"),
        ({"hours": "Mo 09:00-25:00"}, "hours", "not a time of day"),
        ({"hours": "Mo 10:00-09:00"}, "hours", "not after"),
        ({"municipality": "Köln"}, "municipality", "not a municipality of this centre"),
        ({"postcode": "4753"}, "postcode", "five digits"),
        ({"lat": "north", "lon": "6"}, "lat", "not a number"),
        ({"phone": "abc"}, "phone", "not a telephone number"),
        ({"status": "secret"}, "status", "must be one of"),
        ({"status_de": "draft"}, "status_…", "still a draft"),
        ({"date_start": "soon"}, "date_start", "not a time"),
        ({"date_start": "2026-12-01 15:00", "date_rrule": "weekly"}, "date_rrule", "not allowed"),
        ({"date_start": "2026-12-01 15:00", "date_minutes": "-5"}, "date_minutes", "between 1 minute"),
        ({"colour": "red"}, "colour", "not a column"),
    ],
)
def test_each_wrong_cell_is_named(tmp_path: Path, values: dict[str, str], column: str, reason: str):
    report = run(csv(tmp_path, ROW | values))

    assert (2, column) in [(error.row, error.column) for error in report.errors], report.as_text()
    assert reason in report.as_text()
    assert report.created == 0


def test_all_wrong_cells_of_a_row_are_named_at_once(tmp_path: Path):
    wrong = {
        "kind": "counselin",
        "topics": "debt-advise",
        "hours": "Mo 25:00-26:00",
        "age_from": "x",
        "title_de": "",
    }
    report = run(csv(tmp_path, ROW | wrong))

    assert sorted(error.column for error in report.errors) == sorted(wrong)


def test_the_same_offer_twice_in_a_file_is_an_error(tmp_path: Path):
    assert "row 2 has this title by the same organisation already" in run(csv(tmp_path, ROW, ROW)).as_text()
    assert not Offer.objects.exists()


def test_a_second_import_finds_what_is_there(tmp_path: Path):
    run(csv(tmp_path, ROW))

    again = run(csv(tmp_path, ROW))
    changed = run(csv(tmp_path, ROW | {"cost_amount": "3"}))

    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert (changed.created, changed.updated, changed.unchanged) == (0, 1, 0)
    assert str(Offer.objects.get().cost_amount) == "3.00"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "has no rows"),
        ("a.csv", b"centre;kind\n", "has no rows"),
        ("a.csv", b"centre;kind\nk\x81ln;x", "neither UTF-8 nor Windows text"),
        ("a.csv", b"centre;kind\na;b;c", "more cells than the header"),
        ("a.csv", b'centre;kind\n"a;b', "is not CSV"),
        ("a.jsonl", b"{", "is not JSON"),
        ("a.jsonl", b"[1]", "is not a JSON object"),
    ],
)
def test_unreadable_files_are_refused_with_a_reason(tmp_path: Path, name: str, content: bytes, reason: str):
    file = tmp_path / name
    file.write_bytes(content)

    report = run(file)

    assert reason in report.as_text()
    assert len(report.errors) == 1
