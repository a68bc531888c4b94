"""What a carrier changes about itself: proposed, made at once, seen at the desk; an entry goes to another centre."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accounts import sign_in
from tests.browser.test_offers import fits
from tests.browser.watch import Axe

DESK = "/desk/kreis-kleve/"


def checked(page: Page, axe: Axe, *addresses: str) -> None:
    for address in addresses:
        page.goto(address)
        assert axe(page) == [], address
        assert fits(page), address


def test_pages_of_a_carrier_are_accessible_and_fit_a_phone(open_page: OpenPage, axe: Axe):
    page = open_page(viewport=PHONE, locale="de-DE").page
    sign_in(page, "traeger@example.org")
    own = page.url
    checked(page, axe, own, f"{own}profile/", f"{own}profile/edit/", f"{own}profile/contacts/new/")
    checked(page, axe, *(f"{own}upkeep/{x}/" for x in ("confirm", "reports", "freshness")))
    page.goto(f"{own}offers/")
    page.locator("tbody th a").first.click()
    page.locator("a[href*='/preview/']").click()
    checked(page, axe, page.url, page.url.replace("/de/", "/ar/"))
    inside = page.frame_locator("iframe.vk-phone-frame")
    expect(inside.locator("html")).to_have_attribute("dir", "rtl")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_a_carrier_changes_is_seen_at_the_desk(open_page: OpenPage, axe: Axe, viewport):
    carrier = open_page(viewport=PHONE, locale="de-DE").page
    sign_in(carrier, "traeger@example.org")
    carrier.goto(f"{carrier.url}profile/edit/")
    number = f"02821 10{viewport['width']}"
    carrier.fill("#id_phone", number)
    carrier.fill("#id_text_de", f"Beispieltext {number}: Wir beraten Familien.")
    carrier.locator("form.vk-form .vk-buttons button[type=submit]").click()
    carrier.wait_for_url("**/profile/")
    checked(carrier, axe, carrier.url)

    desk = open_page(viewport=viewport, locale="de-DE").page
    sign_in(desk, "team@example.org")
    desk.goto(DESK)
    desk.locator("a.vk-today__item[href$='changes=direct']").click()
    desk.locator("tbody th a").first.click()
    checked(desk, axe, desk.url)
    box = desk.locator("section[aria-labelledby=direct]")
    expect(box.locator("ins")).to_have_text(number)
    box.locator("button").click()
    expect(desk.locator("section[aria-labelledby=direct]")).to_have_count(0)
    expect(desk.locator("section[aria-labelledby=change] ins").first).to_contain_text(number)
    desk.goto(DESK)
    expect(desk.locator("a.vk-today__item[href$='changes=direct']")).to_have_count(0)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_entry_is_handed_over_and_taken_back(open_page: OpenPage, axe: Axe, viewport):
    page = open_page(viewport=viewport, locale="de-DE").page
    sign_in(page, "leitung@example.org")
    name = f"Umzugsverein {viewport['width']}"
    page.goto(f"{DESK}organisations/new/")
    page.fill("#id_name", name)
    page.select_option("#id_kind", "association")
    page.locator("form.vk-form .vk-buttons button[type=submit]").click()
    if page.locator("button[name=anyway]").count():
        page.locator("button[name=anyway]").click()
    expect(page.locator("h1")).to_have_text(name)
    page.locator("a[href$='/move/']").click()
    checked(page, axe, page.url)
    page.select_option("#id_target", "kreis-wesel")
    page.check("#id_sure")
    page.locator("form.vk-form .vk-buttons button").click()

    expect(page.locator(".vk-note--success")).to_contain_text(name)
    assert (axe(page), fits(page)) == ([], True)
    page.locator("form[action$='/move/undo/'] button").click()
    expect(page).to_have_url(re.compile(r"/organisations/[0-9a-f-]{36}/$"))
    expect(page.locator("h1")).to_have_text(name)
