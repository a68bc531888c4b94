"""The pages of imports and exports: upload, progress, report, choices, undo; also without JavaScript."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import CalamineWorkbook

from tests.interfaces.making import EDITOR, ROW, checked, imported, make_run, table
from tests.world import World
from vielklang.core.scope import centre_scope
from vielklang.interfaces import actions
from vielklang.interfaces.enums import RunState
from vielklang.interfaces.imports.tables import csv_rows, xlsx_rows
from vielklang.interfaces.models import ImportRun
from vielklang.offers.models import Offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(world: World) -> Client:
    client = world.client("editor")
    client.cookies["vk-language"] = "en"
    return client


def address(world: World, name: str = "import", *args: object) -> str:
    return reverse(f"interfaces:{name}", args=[world.home.slug, *args])


def upload(client: Client, world: World, content: bytes, name: str = "angebote.csv", **data: str):
    file = SimpleUploadedFile(name, content)
    return client.post(address(world), {"file": file, "publish": "no", **data})


def run_of(world: World) -> ImportRun:
    with centre_scope(world.home):
        return ImportRun.objects.latest("pk")


def test_an_upload_is_checked_in_the_background(world, editor):
    answer = upload(editor, world, table(ROW), topic="debt-advice")

    run = run_of(world)
    assert answer.status_code == 302
    assert answer.headers["Location"] == address(world, "import_run", run.public_id)
    assert (run.state, run.options["topic"], run.person) == (
        RunState.UPLOADED,
        "debt-advice",
        "Beispiel Editor",
    )
    job = ProcrastinateJob.objects.latest("id")
    assert (job.task_name, job.args) == (
        "interfaces.check_import", {"run": str(run.public_id), "centre": world.home.pk},
    )  # fmt: skip
    assert "<progress" in editor.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "data", "field"),
    [
        ("angebote.pdf", b"%PDF", {}, "file-error"),
        ("leer.csv", b"", {}, "file-error"),
        ("a.csv", table(ROW), {"organisation": "Gibt es nicht"}, "organisation-error"),
    ],
)
def test_a_wrong_upload_keeps_what_was_typed(world, editor, name, content, data, field):
    answer = upload(editor, world, content, name, **data)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'id="{field}"' in page
    assert data.get("organisation", "") in page


def test_too_large_a_file_is_refused(world, editor, monkeypatch):
    monkeypatch.setattr("vielklang.interfaces.forms_desk.MOST_MEGABYTES", 0)

    assert upload(editor, world, table(ROW)).status_code == 400


def test_an_organisation_of_another_centre_is_not_known(world, editor):
    answer = upload(editor, world, table(ROW), organisation=world.foreign_organisation.name)

    assert answer.status_code == 400


def test_from_upload_to_undo(world, editor):
    upload(editor, world, table(ROW, ROW | {"title_de": "Zweites"}))
    run = run_of(world)
    here = address(world, "import_run", run.public_id)
    with centre_scope(world.home):
        actions.check_import(by=EDITOR, run=run)
    report = editor.get(here).content.decode()
    assert "Schuldnerberatung" in report
    assert 'name="row-2"' in report

    editor.post(address(world, "import_start", run.public_id), {"row-3": "skip"})
    assert run_of(world).state == RunState.IMPORTING
    with centre_scope(world.home):
        actions.run_import(by=EDITOR, run=run)
    done = editor.get(here).content.decode()
    assert Offer.objects.filter(texts__title="Schuldnerberatung").exists()
    assert not Offer.objects.filter(texts__title="Zweites").exists()
    assert address(world, "import_undo", run.public_id) in done

    editor.post(address(world, "import_undo", run.public_id))
    with centre_scope(world.home):
        actions.undo_import(by=EDITOR, run=run)
    assert editor.get(here).status_code == 200
    assert run_of(world).state == RunState.UNDONE


def test_errors_are_grouped_by_column_with_links_to_their_rows(world, editor):
    run = checked(
        world.home, table(ROW | {"topics": "astrology"}, ROW | {"title_de": "B", "topics": "astrology"})
    )

    page = editor.get(address(world, "import_run", run.public_id)).content.decode()

    assert page.count("astrology") == 1
    assert f'href="{address(world, "import_run", run.public_id)}?show=wrong#row-2"' in page
    assert address(world, "import_start", run.public_id) not in page


def test_a_file_with_errors_can_be_started_by_nobody(world, editor):
    run = checked(world.home, table(ROW | {"topics": "astrology"}))

    editor.post(address(world, "import_start", run.public_id), follow=True)

    assert run_of(world).state == RunState.CHECKED


def test_the_bar_refreshes_the_page_once_the_job_is_done(world, editor):
    run = make_run(world.home)
    here = address(world, "import_progress", run.public_id)
    assert "every 1s" in editor.get(here, headers={"HX-Request": "true"}).content.decode()

    with centre_scope(world.home):
        actions.check_import(by=EDITOR, run=run)

    assert editor.get(here, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert editor.get(here).headers["Location"] == address(world, "import_run", run.public_id)


def test_choices_are_kept(world, editor):
    run = checked(world.home, table(ROW, ROW | {"title_de": "Zweites"}))

    editor.post(
        address(world, "import_choose", run.public_id), {"row-3": "skip", "row-x": "skip", "row-2": "eat"}
    )

    with centre_scope(world.home):
        assert list(run.rows.values_list("number", "choice", "is_chosen")) == [
            (2, "new", False),
            (3, "skip", True),
        ]


def test_queries_do_not_grow_with_rows(world, editor):
    from django.db import connection

    editor.get(address(world))
    counts = []
    for size in (1, 3):
        run = imported(world.home, table(*(ROW | {"title_de": f"Titel {size} {n}"} for n in range(size))))
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address(world, "import_run", run.public_id)).status_code == 200
        counts.append(len(queries))
    for _ in range(2):
        make_run(world.home)
    with CaptureQueriesContext(connection) as some:
        editor.get(address(world))
    make_run(world.home)
    with CaptureQueriesContext(connection) as more:
        editor.get(address(world))

    assert counts[0] == counts[1]
    assert len(some) == len(more)


def test_the_template_can_be_filled_in_and_explains_itself(world, editor):
    xlsx = editor.get(address(world, "import_template", "xlsx")).content
    csv = editor.get(address(world, "import_template", "csv")).content

    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    header = book.get_sheet_by_index(0).to_python()[0]
    assert header == next(iter(csv.decode("utf-8-sig").splitlines())).split(";")
    assert len(book.sheet_names) == 6
    words = [
        [str(cell) for cell in row]
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
    ]
    flat = {cell for row in words for cell in row}
    assert {"debt-advice", "Kleve", "counselling", "migrant_organisation", "ckb"} <= flat
    assert list(xlsx_rows(xlsx)) == []
    assert list(csv_rows(csv.decode("utf-8-sig"))) == []


def test_the_template_has_drop_downs(world, editor):
    import zipfile

    with zipfile.ZipFile(
        io.BytesIO(editor.get(address(world, "import_template", "xlsx")).content)
    ) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert sheet.count("<dataValidation ") >= 15


def test_an_unknown_form_of_template_or_export_does_not_exist(world, editor):
    assert editor.get(address(world, "import_template", "pdf")).status_code == 404
    assert editor.post(address(world, "export_offers", "pdf")).status_code == 404


def test_the_export_page_counts_by_its_filters(world, editor):
    assert editor.get(address(world, "export") + "?status=draft").status_code == 200
    page = editor.get(
        address(world, "export") + f"?organisation={world.organisation.public_id}"
    ).content.decode()

    assert f"?organisation={world.organisation.public_id}" in page
    assert world.organisation.name in page
