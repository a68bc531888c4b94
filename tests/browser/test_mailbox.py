"""The lead looks at the mailbox pages, and a file goes out with an answer: wide and on a telephone, no barriers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accounts import sign_in
from tests.browser.watch import Axe

ENQUIRIES = "/desk/kreis-kleve/enquiries/"


@pytest.fixture(params=[DESKTOP, PHONE], ids=["wide", "telephone"])
def page(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    page = open_page(viewport=request.param, locale="de-DE").page
    sign_in(page, "leitung@example.org")
    return page


def _is_not_too_wide(page: Page) -> bool:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return bool(wide <= 0)


def test_a_mailbox_that_does_not_answer_is_said_before_anything_is_saved(page: Page, axe: Axe) -> None:
    page.goto(f"{ENQUIRIES}mailbox/")
    assert axe(page) == []
    page.fill("#id_address", "anfragen@example.org")
    page.fill("#id_host", "127.0.0.1")
    page.fill("#id_user", "anfragen")
    page.fill("#id_password", "Beispiel")
    page.locator("button[name=try]").click()
    expect(page.locator(".vk-note--danger")).to_be_visible()
    expect(page.locator("#id_host")).to_have_value("127.0.0.1")
    assert axe(page) == []
    assert _is_not_too_wide(page)

    page.goto(f"{ENQUIRIES}mails/")
    assert axe(page) == []
    assert _is_not_too_wide(page)


def test_a_file_is_given_along(page: Page, axe: Axe) -> None:
    page.goto(f"{ENQUIRIES}new/")
    page.fill("#id_question", "Wo ist der Antrag? (Beispiel)")
    page.select_option("#id_language", "de")
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{ENQUIRIES}?tab=new")
    page.get_by_role("link", name="Wo ist der Antrag?").first.click()
    page.fill("#id_german", "Hier ist er. (Beispiel)")
    page.set_input_files(
        "#id_file", {"name": "Antrag.txt", "mimeType": "text/plain", "buffer": b"Antrag (Beispiel)"}
    )
    page.locator("#answer button[type=submit]:not([name])").click()
    link = page.locator(".vk-files a")
    expect(link).to_contain_text("Antrag.txt")
    assert axe(page) == []
    assert _is_not_too_wide(page)
    with page.expect_download() as waiting:
        link.click()
    assert Path(waiting.value.path()).read_text() == "Antrag (Beispiel)"
