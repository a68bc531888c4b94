"""Every format becomes rows of the same columns; what has no place is noted, never lost silently."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tests.interfaces.making import ROW, table
from vielklang.interfaces.imports.archives import checked_zip
from vielklang.interfaces.imports.html import plain_paragraphs
from vielklang.interfaces.imports.reading import open_source
from vielklang.interfaces.imports.source import Format, Options, RawRow, Source, UnreadableError

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Reasons and notes as they stand in the source."""
    with translation.override("en"):
        yield


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Beispiel//DE
BEGIN:VEVENT
UID:cafe@example.org
DTSTART;TZID=Europe/Berlin:20261201T150000
DTEND;TZID=Europe/Berlin:20261201T163000
RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630T220000Z
EXDATE;TZID=Europe/Berlin:20261222T150000,20261229T150000
SUMMARY:Sprachcafé Beispiel
DESCRIPTION:Kommen Sie vorbei.\\n\\nEs gibt Tee.
LOCATION:Beispielhaus\\, Beispielstraße 1\\, 47533 Kleve
CATEGORIES:Sprachcafé
ORGANIZER:mailto:beispiel@example.org
END:VEVENT
BEGIN:VEVENT
UID:cafe@example.org
RECURRENCE-ID;TZID=Europe/Berlin:20270105T150000
DTSTART;TZID=Europe/Berlin:20270106T160000
DTEND;TZID=Europe/Berlin:20270106T173000
SUMMARY:Sprachcafé Beispiel
END:VEVENT
BEGIN:VEVENT
UID:past@example.org
DTSTART:20260101T100000Z
DURATION:PT1H
SUMMARY:Vorbei
END:VEVENT
BEGIN:VEVENT
UID:day@example.org
DTSTART;VALUE=DATE:20261205
SUMMARY:Ganzer Tag
END:VEVENT
BEGIN:VEVENT
UID:off@example.org
DTSTART:20270101T100000Z
STATUS:CANCELLED
SUMMARY:Abgesagt
END:VEVENT
END:VCALENDAR
"""


def source(name: str, content: bytes | str, **options: object) -> Source:
    data = content.encode() if isinstance(content, str) else content
    return open_source(name, data, Options(**({"today": TODAY} | options)))  # type: ignore[arg-type]


def rows(name: str, content: bytes | str, **options: object) -> list[RawRow]:
    return list(source(name, content, **options).rows)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_every_delimiter_and_encoding(delimiter, encoding):
    found = rows("a.csv", table(ROW | {"title_de": "Grüße"}, delimiter=delimiter, encoding=encoding))

    assert [row.cells["title_de"] for row in found] == ["Grüße"]


def test_windows_encoding_is_recognised_and_said():
    opened = source("a.csv", table(ROW | {"title_de": "Köln – Grüße"}, encoding="cp1252"))

    assert next(opened.rows).cells["title_de"] == "Köln – Grüße"
    assert "Windows encoding" in opened.notes[0]


def xlsx(*values: list[object], sheets: tuple[str, ...] = ("Angebote",)) -> bytes:
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"default_date_format": "dd.mm.yyyy"})
    pages = [book.add_worksheet(name) for name in sheets]
    for number, line in enumerate(values):
        for position, value in enumerate(line):
            pages[0].write(number, position, value)
    book.close()
    return file.getvalue()


def test_excel_dates_numbers_and_truth_become_what_a_person_would_type():
    content = xlsx(
        [
            "valid_until",
            "date_start",
            "age_from",
            "cost_amount",
            "postcode",
            "interpreting",
            "phone",
            "title_de",
        ],
        [
            dt.datetime.fromisoformat("2027-01-31"),
            dt.datetime.fromisoformat("2026-12-01 15:00"),
            3,
            2.5,
            47533,
            True,
            2821123456,
            "Beispiel",
        ],
    )

    row = rows("a.xlsx", content)[0]

    assert row.cells == {
        "valid_until": "2027-01-31",
        "date_start": "2026-12-01 15:00",
        "age_from": "3",
        "cost_amount": "2.5",
        "postcode": "47533",
        "interpreting": "yes",
        "phone": "2821123456",
        "title_de": "Beispiel",
    }
    assert row.notes == [("phone", "is a number for Excel: a leading zero may be lost")]


def test_an_empty_row_of_a_sheet_is_no_row():
    assert [x.number for x in rows("a.xlsx", xlsx(["title_de"], ["A"], [""], ["B"]))] == [2, 4]


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return file.getvalue()


def test_a_zip_bomb_is_refused(monkeypatch):
    monkeypatch.setattr("vielklang.interfaces.imports.archives.MOST_UNPACKED", 1_000_000)

    with pytest.raises(UnreadableError, match="unpacks to more"):
        checked_zip(zipped(services__csv=b"0" * 5_000_000))


def test_xml_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><lolz>&lol;</lolz>'
    with pytest.raises(UnreadableError, match="document type"):
        rows("a.xlsx", zipped(**{"[Content_Types]__xml": b"<Types/>", "xl/workbook__xml": bomb}))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0old", "old Excel"),
        ("a.zip", b"PK\x03\x04broken", "damaged"),
        ("a.xlsx", zipped(**{"[Content_Types]__xml": b"<Types/>"}), "no XLSX table"),
        ("a.zip", zipped(readme__txt=b"x"), "without tables"),
        ("a.json", b'{"a": 1}', "neither HSDS"),
        ("a.json", b"[" * 100_000, "is not JSON"),
        ("a.json", b"hello", "is not JSON"),
        ("a.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "is not iCalendar"),
        ("a.csv", b"title_de;title_de\na;b", "twice"),
    ],
)
def test_what_cannot_be_read_says_why(name, content, reason):
    with pytest.raises(UnreadableError, match=reason):
        rows(name, content)


def test_a_nul_is_left_out_and_said():
    row = rows("a.csv", table(ROW | {"title_de": "A\x00B"}))[0]

    assert row.cells["title_de"] == "AB"
    assert "NUL" in row.notes[0][1]


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("vielklang.interfaces.imports.tables.MOST_ROWS", 2)

    with pytest.raises(UnreadableError, match="more than 2 rows"):
        rows("a.csv", table(ROW, ROW, ROW))


def test_calendar_becomes_events_of_one_organisation():
    found = rows("a.ics", ICS, organisation="Beispielverein", topic="meeting-people")
    cafe, past, day, off = found

    assert (cafe.cells["external_id"], cafe.cells["kind"]) == ("cafe@example.org", "event")
    assert cafe.cells["organisation"] == "Beispielverein"
    assert cafe.cells["date_start"] == "2026-12-01 15:00"
    assert cafe.cells["date_minutes"] == "90"
    assert cafe.cells["date_rrule"] == "FREQ=WEEKLY;BYDAY=TU"
    assert cafe.cells["date_until"] == "2027-07-01"
    assert cafe.cells["date_without"] == "2026-12-22|2026-12-29|2027-01-05"
    assert cafe.cells["dates"] == "2027-01-06 16:00 90"
    assert [cafe.cells[x] for x in ("place_name", "street", "postcode", "town")] == [
        "Beispielhaus", "Beispielstraße 1", "47533", "Kleve",
    ]  # fmt: skip
    assert cafe.cells["description_de"] == "Kommen Sie vorbei.\n\nEs gibt Tee."
    assert cafe.notes == [("ORGANIZER", "is not taken over")]
    assert (past.skip, off.skip) == ("is over", "was cancelled")
    assert (day.cells["date_start"], day.cells["date_minutes"]) == ("2026-12-05 00:00", "1440")


PAGES = {
    "de": [
        {
            "path": "/beispiel/de/willkommen/",
            "title": "Willkommen",
            "content": "",
            "parent": {"path": None},
            "available_languages": {},
        },
        {
            "path": "/beispiel/de/willkommen/schulden/",
            "title": "Schulden",
            "excerpt": "",
            "content": "<h2>Hilfe</h2><p>Wir ordnen Ihre <b>Briefe</b> gern.</p><script>alert(1)</script>"
            '<ul><li>Mo</li><li><a href="https://example.org/a">mehr</a></li></ul>',
            "parent": {"path": "/beispiel/de/willkommen/"},
            "available_languages": {
                "en": {"path": "/beispiel/en/debts/"},
                "kmr": {"path": "/beispiel/kmr/deyn/"},
                "it": {"path": "/beispiel/it/debiti/"},
            },
            "thumbnail": "https://example.org/x.png",
            "embedded_offers": [],
        },
    ],
    "en": [{"path": "/beispiel/en/debts/", "title": "Debts", "content": "<p>We sort your letters out.</p>"}],
    "kmr": [{"path": "/beispiel/kmr/deyn", "title": "Deyn", "content": "<p>Em nameyên we rêz dikin.</p>"}],
    "it": [{"path": "/beispiel/it/debiti/", "title": "Debiti", "content": "<p>…</p>"}],
}


def test_integreat_pages_become_drafts_with_their_translations():
    opened = source("pages.json", json.dumps(PAGES), organisation="KI Beispiel", topic="debt-advice")
    empty, page = list(opened.rows)

    assert opened.format == Format.INTEGREAT
    assert opened.notes == ["1 pages in the language it: the guide does not have it."]
    assert empty.skip.startswith("has no text")
    assert page.cells["external_source"] == "integreat:beispiel"
    assert page.cells["external_id"] == "/beispiel/de/willkommen/schulden/"
    assert page.cells["status"] == "draft"
    assert page.cells["description_de"] == (
        "Hilfe\n\nWir ordnen Ihre Briefe gern.\n\n– Mo\n– mehr (https://example.org/a)"
    )
    assert page.cells["summary_de"] == "Wir ordnen Ihre Briefe gern."
    assert page.cells["title_en"] == "Debts"
    assert page.cells["title_ku"] == "Deyn"
    assert page.cells["organisation"] == "KI Beispiel"
    assert ("thumbnail", "pictures are not taken over") in page.notes


def test_real_integreat_pages(shared: Path):
    content = (shared / "data" / "integreat_pages_sample.json").read_bytes()
    found = rows("pages.json", content, organisation="Beispiel", topic="first-steps")

    taken = [row for row in found if not row.skip]
    assert len(taken) > 30
    assert all(
        row.cells["title_de"] and row.cells["summary_de"] and row.cells["description_de"] for row in taken
    )
    assert sum("title_en" in row.cells for row in taken) > 30
    assert not any(
        "<" in row.cells["description_de"] and "</" in row.cells["description_de"] for row in taken
    )


def test_html_loses_scripts_and_keeps_paragraphs():
    html = "<p>Eins&nbsp;&amp; zwei</p><style>p{}</style><p onclick='x()'>Drei<br>vier</p>"

    assert plain_paragraphs(html) == "Eins & zwei\n\nDrei\nvier"


SERVICE = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "name": "Beispielberatung",
    "description": "Wir helfen bei Schulden.",
    "status": "active",
    "url": "https://example.org",
    "email": "beratung@example.org",
    "assured_date": "2026-01-01",
    "wait_time": "zwei Wochen",
    "minimum_age": 12,
    "organization": {
        "id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610",
        "name": "Beispielträger",
        "email": "t@example.org",
    },
    "phones": [{"id": "1", "number": "02821 123"}, {"id": "2", "number": "02821 456"}],
    "languages": [{"id": "3", "code": "tur"}, {"id": "4", "name": "Klingonisch"}],
    "cost_options": [{"id": "5", "amount": 5, "currency": "eur"}],
    "contacts": [{"id": "6", "name": "Erika Beispiel"}],
    "attributes": [
        {"id": "7", "taxonomy_term": {"id": "8", "name": "Schuldnerberatung"}},
        {"id": "9", "taxonomy_term": {"id": "10", "name": "Astrologie"}},
    ],
    "schedules": [
        {"id": "11", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00:00", "closes_at": "12:00:00"},
        {"id": "12", "description": "nach Vereinbarung"},
    ],
    "service_at_locations": [
        {
            "id": "13",
            "location": {
                "id": "14",
                "name": "Beispielhaus",
                "latitude": 51.7,
                "longitude": 6.1,
                "addresses": [
                    {"id": "15", "address_1": "Beispielstraße 1", "city": "Kleve", "postal_code": "47533"}
                ],
            },
            "schedules": [
                {"id": "16", "freq": "WEEKLY", "byday": "FR", "opens_at": "10:00Z", "closes_at": "11:00Z"}
            ],
        }
    ],
}


def test_hsds_service_is_mapped_and_the_rest_is_said():
    row = rows("services.json", json.dumps({"contents": [SERVICE], "empty": False, "last_page": True}))[0]

    assert row.cells["external_id"] == SERVICE["id"]
    assert row.cells["topics"] == "debt-advice"
    assert row.cells["languages"] == "tr"
    assert (row.cells["cost_kind"], row.cells["cost_amount"]) == ("paid", "5")
    assert row.cells["hours"] == "Mo 09:00-12:00 | Tu 09:00-12:00 | Fr 10:00-11:00 @1"
    assert row.cells["postcode"] == "47533"
    assert row.cells["age_from"] == "12"
    assert row.cells["status"] == "draft"
    assert {field for field, _reason in row.notes} == {
        "wait_time", "assured_date", "contacts", "phones", "languages", "attributes", "schedules",
    }  # fmt: skip
    assert "Erika" not in json.dumps(row.cells)


@pytest.mark.parametrize("document", [SERVICE, [SERVICE], {"contents": [SERVICE]}])
def test_hsds_in_each_of_its_json_forms(document):
    assert rows("x.json", json.dumps(document))[0].cells["title_de"] == "Beispielberatung"


def test_defunct_services_are_left_out():
    assert rows("x.json", json.dumps(SERVICE | {"status": "defunct"}))[0].skip


def test_hsds_tables_are_joined(shared: Path):
    tables = json.loads((shared / "schemas/hsds-3.1-dev/examples/tabular.json").read_text("utf-8"))
    files = {name.replace(".", "__"): table(*lines, delimiter=",") for name, lines in tables.items()}

    opened = source("hsds.zip", zipped(**files))
    row = next(opened.rows)

    assert row.cells["title_de"] == "Community Counselling"
    assert row.cells["organisation"] == "Example Organization Inc."
    assert row.cells["place_name"] == "MyCity Civic Center"
    assert "The table metadata.csv is not read." in opened.notes
    assert row.cells["languages"] == "ur"


def test_a_services_table_alone_is_hsds():
    content = table(
        {"id": "1", "organization_id": "", "name": "Beispiel", "status": "active", "description": "Text"},
        delimiter=",",
    )

    opened = source("services.csv", content)

    assert opened.format == Format.HSDS
    assert next(opened.rows).cells["title_de"] == "Beispiel"


def test_real_hsds_example(shared: Path):
    content = (shared / "schemas/hsds-3.1-dev/examples/service_full.json").read_bytes()

    row = rows("service.json", content, topic="health-care")[0]

    assert row.cells["title_de"] == "Community Counselling"
    noted = {field for field, _reason in row.notes}
    assert {"wait_time", "contacts", "accreditations", "cost_options", "attributes"} <= noted
