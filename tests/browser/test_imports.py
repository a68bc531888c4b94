"""An import in a real browser, step by step: errors named by row, the dry run, what was made, and back again."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.server import DATABASE
from tests.browser.test_accounts import sign_in
from tests.browser.test_offers import fits
from tests.browser.watch import Axe
from vielklang.config.postgres import EmbeddedPostgres

IMPORT = "/desk/kreis-kleve/import/"
ROW = {
    "organisation": "Beispielverein Einspielen", "kind": "counselling", "topics": "debt-advice",
    "delivery": "online", "area": "centre", "joining": "walk_in", "cost_kind": "free",
    "title_de": "Beispielangebot", "summary_de": "Kurz.", "description_de": "Beispiel.",
}  # fmt: skip


WORK = """
import sys, django; django.setup()
from procrastinate.contrib.django import app
with app.replace_connector(app.connector.get_worker_connector()):
    app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
"""


def do_the_jobs() -> None:
    """What waits for the worker; the server of these tests has none beside it."""
    if "GUIDE_ADDRESS" in os.environ:
        return  # a guide that runs elsewhere has a worker of its own
    cluster = Path(os.environ["VIELKLANG_TEST_CLUSTER"])
    environment = {
        **os.environ,
        "DATABASE_URL": EmbeddedPostgres(cluster).url(DATABASE),
        "DJANGO_SETTINGS_MODULE": "vielklang.config.settings",
        "VIELKLANG_DATA_DIR": str(cluster / "browser"),
    }
    done = subprocess.run(
        [sys.executable, "-c", WORK], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def upload(page: Page, directory: Path, *rows: dict[str, str]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ROW), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    file = directory / "angebote.csv"
    file.write_text(text.getvalue(), encoding="utf-8-sig")
    page.goto(IMPORT)
    page.set_input_files("#id_file", file)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url(lambda url: not url.endswith("/import/"))
    do_the_jobs()
    expect(page.locator("#rows")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_barrier_from_the_file_to_the_way_back(open_page: OpenPage, axe: Axe, viewport, tmp_path: Path):
    page = open_page(viewport=viewport, locale="de-DE").page
    sign_in(page, "leitung@example.org")
    rows = [ROW | {"title_de": f"Beispielangebot {viewport['width']}-{number}"} for number in range(3)]

    page.goto(IMPORT)
    assert (axe(page), fits(page)) == ([], True)
    upload(page, tmp_path, rows[0], rows[1] | {"topics": "gibt-es-nicht"}, rows[2] | {"organisation": ""})
    assert (axe(page), fits(page)) == ([], True)
    expect(page.locator(".vk-box", has_text="gibt-es-nicht").locator("a")).to_have_text("3")
    expect(page.locator("main select")).to_have_count(
        0
    )  # nothing to decide about a file that cannot be imported

    upload(page, tmp_path, *rows)
    assert (axe(page), fits(page)) == ([], True)
    page.locator("#choice-2").select_option("skip")
    page.locator("button[formaction$='/start/']").click()
    page.locator("#job").wait_for()
    assert (axe(page), fits(page)) == ([], True)
    do_the_jobs()
    expect(page.locator("button.vk-danger")).to_be_visible(timeout=60_000)
    assert (axe(page), fits(page)) == ([], True)
    expect(page.locator("#made + .vk-hits li")).to_have_count(2)

    page.locator("button.vk-danger").click()
    page.locator("#job").wait_for()
    do_the_jobs()
    expect(page.locator("button.vk-danger")).to_have_count(0)
    expect(page.locator("#made")).to_be_visible(timeout=60_000)
    assert (axe(page), fits(page)) == ([], True)
