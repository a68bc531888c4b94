"""Every page of the desk about enquiries on a telephone: it fits, has no barriers and one heading; and a question
goes to a receiver behind a personal link, who accepts it.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.test_accounts import sign_in
from tests.browser.watch import Axe
from vielklang.enquiries.referral_links import token_of

ENQUIRIES = "/desk/kreis-kleve/enquiries/"
PLAIN = (
    "", "new/", "referrals/", "statistics/", "statistics/enquiries/", "modules/new/", "modules/?removed=on",
    "requests/", "mails/", "mailbox/", "checklists/new/", "absences/", "mentions/", "themes/new/", "keeping/", "rules/",
)  # fmt: skip
OF_ONE = ("", "refer/", "refer/?q=Beispiel", "refer/?to=appointment", "merge/", "split/")
SEEN_FIRST = "main tbody a"


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    page = open_page(viewport=PHONE, locale="de-DE").page
    sign_in(page, "leitung@example.org")
    return page


def _save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form.vk-form button[type=submit]").first.click()


def _ask(page: Page, question: str) -> str:
    """Written down at the counter; the address of the enquiry."""
    page.goto(f"{ENQUIRIES}new/")
    page.fill("#id_question", question)
    page.select_option("#id_language", "ar")
    _save(page)
    address = page.locator(f'main a.vk-button[href^="{ENQUIRIES}"]').first.get_attribute("href")
    assert address
    return address


def _looked_at(page: Page, axe: Axe, address: str = "") -> list[str]:
    """What is wrong with this page."""
    if address:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
    found = axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found += [f"{wide} pixels too wide"] if wide > 0 else []
    headings = page.locator("main h1").count()
    found += [f"{headings} headings of the first level"] if headings != 1 else []
    return [f"{urlsplit(page.url).path}: {problem}" for problem in found]


def test_every_page_fits_and_has_no_barriers(page: Page, axe: Axe) -> None:
    problems = [one for address in PLAIN for one in _looked_at(page, axe, ENQUIRIES + address)]
    assert problems == []


def test_the_pages_of_one_enquiry_fit_and_have_no_barriers(page: Page, axe: Axe) -> None:
    one = _ask(page, "Wo ist die Elternberatung? (Beispiel)")
    problems = [problem for address in OF_ONE for problem in _looked_at(page, axe, one + address)]
    assert problems == []


def test_what_the_centre_writes_for_itself_fits_and_has_no_barriers(page: Page, axe: Axe) -> None:
    number = _ask(page, "Was ist gespeichert? (Beispiel)").rstrip("/").rsplit("/", 1)[1][:8]
    problems: list[str] = []
    for name, fields in (
        ("modules", {"title": "Beispiel: Sprechzeit", "german": "Beispiel: Wir sind dienstags da."}),
        ("checklists", {"title": "Beispiel: Anmeldung", "steps": "Beispiel: Ausweis\nBeispiel: Zeugnis"}),
        ("themes", {"title": "Beispiel: Kein Termin am Nachmittag"}),
    ):
        page.goto(f"{ENQUIRIES}{name}/new/")
        for field, text in fields.items():
            page.fill(f"#id_{field}", text)
        _save(page)
        problems += _looked_at(page, axe, f"{ENQUIRIES}{name}/")
        page.locator(SEEN_FIRST).first.click()
        problems += _looked_at(page, axe)
        if name == "modules":
            page.locator("#languages + ul a").first.click()
            problems += _looked_at(page, axe)
    page.goto(f"{ENQUIRIES}requests/")
    page.fill("#id_number", number)
    _save(page)
    page.wait_for_url("**/requests/*-*/")
    problems += _looked_at(page, axe)
    assert problems == []


def test_a_question_is_passed_on_by_a_personal_link(page: Page, open_page: OpenPage, axe: Axe) -> None:
    if "GUIDE_ADDRESS" in os.environ:
        pytest.skip("the links of a guide that runs elsewhere are not ours to make")
    one = _ask(page, "Wer hilft beim Schreiben? (Beispiel)")
    page.goto(f"{one}refer/?q=Beispiel")
    page.locator('a[href^="?to=organisation:"]').first.click()
    page.fill("#id_email", "schreibhilfe@example.org")
    page.locator("input[name=ground][value=telephone]").check()
    page.locator("button[name=preview]").click()
    expect(page.locator(".vk-referral-preview")).to_contain_text("Wer hilft beim Schreiben?")
    assert _looked_at(page, axe) == []
    page.locator(".vk-referral-preview button[type=submit]").click()
    page.wait_for_url("**/referrals/*-*/")
    referral = urlsplit(page.url).path

    receiver = open_page(viewport=PHONE, locale="de-DE").page
    token = token_of(UUID(referral.rstrip("/").rsplit("/", 1)[1]), 1)
    assert _looked_at(receiver, axe, f"/link/referral/{token}/") == []
    receiver.locator("button[value=open]").click()
    expect(receiver.locator("#passed + *")).to_be_visible()
    assert _looked_at(receiver, axe) == []
    receiver.locator("button[value=accept]").click()
    expect(receiver.locator("#outcome")).to_be_visible()

    problems = _looked_at(page, axe, referral)
    expect(page.locator(".vk-head .vk-chip--good")).to_have_text("Angenommen")
    problems += _looked_at(page, axe, f"{ENQUIRIES}referrals/?group=running")
    expect(page.locator(f'a[href="{referral}"]')).to_be_visible()
    assert problems == []
