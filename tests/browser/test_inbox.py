"""J5: the staff member opens the urgent question from the start page, answers it with one offer, and closes it.

Another one is written down at the counter with the keyboard alone.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accounts import sign_in
from tests.browser.watch import Axe

START = "/desk/kreis-kleve/"
INBOX = f"{START}enquiries/"


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    page = open_page(viewport=DESKTOP, locale="de-DE").page
    sign_in(page, "team@example.org")
    return page


def test_the_urgent_one_is_answered_with_an_offer_and_closed(page: Page, axe: Axe) -> None:
    page.goto(START)
    first = page.locator("a.vk-today__item").first
    expect(first).to_have_attribute("href", f"{INBOX}?urgent=on")
    first.click()
    assert axe(page) == []
    page.locator("tbody a").first.click()
    assert axe(page) == []
    expect(page.locator(".vk-said--asked [lang='fa']")).to_have_attribute("dir", "rtl")

    page.fill("#id_german", "Wir rufen Sie heute an. Bleiben Sie in der Wohnung. (Beispiel)")
    page.fill("#id_text", "امروز با شما تماس می‌گیریم. (Beispiel)")
    page.fill("#id_find", "Wohnung verlieren")
    page.press("#id_find", "Enter")
    page.locator("input[name=offers]").first.check()
    expect(page.locator("#id_german")).to_have_value(re.compile("Wir rufen Sie heute an"))
    assert axe(page) == []
    page.locator("#id_german").press("Control+Enter")

    expect(page.locator(".vk-said--answered [lang='fa']")).to_have_attribute("dir", "rtl")
    expect(page.locator("#named")).to_be_visible()
    page.select_option("#id_outcome", "helped")
    page.locator("form[action$='/close/'] button").click()
    expect(page.locator("form[action$='/reopen/']")).to_be_visible()
    assert axe(page) == []
    page.locator("form[action$='/reopen/'] button").click()
    expect(page.locator("#id_german")).to_be_visible()
    page.locator("form[action$='/close/'] button").click()

    page.goto(START)
    assert page.locator(f'a.vk-today__item[href="{INBOX}?urgent=on"]').count() == 0


def test_at_the_counter_with_the_keyboard_alone(page: Page, axe: Axe) -> None:
    page.goto(INBOX)
    page.keyboard.press("n")
    page.wait_for_url(f"**{INBOX}new/")
    assert axe(page) == []
    expect(page.locator("#id_question")).to_be_focused()
    page.keyboard.type("Wo ist der Jugendclub? (Beispiel)")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Arab")
    page.keyboard.press("Control+Enter")

    card = page.locator(".vk-code-card")
    expect(card).to_have_attribute("dir", "rtl")
    expect(card.locator("dd").first).to_have_text(re.compile(r"^\d{3}(-\d{3}){5}$"))
    assert axe(page) == []


@pytest.mark.parametrize("address", [INBOX, f"{INBOX}?tab=waiting", f"{INBOX}new/"])
def test_pages_fit_on_a_phone(open_page: OpenPage, axe: Axe, address: str) -> None:
    page = open_page(viewport=PHONE, locale="de-DE").page
    sign_in(page, "team@example.org")
    page.goto(address)
    if "tab=" in address:
        page.locator("tbody a").first.click()
        expect(page.locator("#id_german")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []


def test_searching_for_offers_needs_no_javascript(open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP, locale="de-DE", javascript=False).page
    sign_in(page, "team@example.org")
    page.goto(f"{INBOX}?language=ar")
    page.locator("tbody a").first.click()
    page.fill("#id_german", "Angefangen")
    page.fill("#id_find", "Schule")
    page.press("#id_find", "Enter")
    expect(page.locator("input[name=offers]").first).to_be_visible()
    expect(page.locator("#id_german")).to_have_value("Angefangen")
