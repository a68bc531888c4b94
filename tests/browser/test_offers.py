"""Offers in a real browser: rows, kept work, keyboard; the pages on a phone and by the accessibility check."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_accounts import sign_in
from tests.browser.watch import Axe, WatchedPage

EDITOR, CARRIER = "redaktion@example.org", "traeger-redaktion@example.org"
LIST = "/desk/kreis-kleve/offers/"


def _page(chromium: Browser, guide: str, viewport: dict[str, int], who: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=guide, viewport=viewport, locale="de-DE")
    context.set_default_timeout(20_000)
    watched = WatchedPage(context.new_page(), guide)
    sign_in(watched.page, who)
    yield watched.page
    context.close()
    assert not watched.problems, "\n".join(watched.problems)


@pytest.fixture
def desk(chromium: Browser, guide: str) -> Iterator[Page]:
    yield from _page(chromium, guide, DESKTOP, EDITOR)


@pytest.fixture
def carrier(chromium: Browser, guide: str) -> Iterator[Page]:
    yield from _page(chromium, guide, PHONE, CARRIER)


def first_offer(page: Page) -> str:
    """The address of the first public offer of the list."""
    page.goto(f"{LIST}?tab=published&sort=title")
    link = page.locator("tbody th a").first.get_attribute("href")
    assert link
    return link


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_pages_of_the_desk_are_accessible(desk: Page, axe: Axe):
    offer = first_offer(desk)
    pages = [LIST, f"{LIST}?tab=draft", "/desk/kreis-kleve/review/", f"{LIST}new/", offer, f"{offer}edit/"]
    pages.append(offer.replace("/offers/", "/preview/") + "ar/")
    for address in pages:
        desk.goto(address)
        assert axe(desk) == [], address
        assert fits(desk), address


def test_a_version_is_accessible(desk: Page, axe: Axe):
    desk.goto("/desk/kreis-kleve/review/")
    desk.click(".vk-hits a")
    assert axe(desk) == []
    expect(desk.locator(".vk-diff tbody tr")).not_to_have_count(0)


def test_pages_of_a_carrier_are_accessible_and_fit_a_phone(carrier: Page, axe: Axe):
    start = carrier.url
    carrier.goto(f"{start}offers/")
    assert axe(carrier) == []
    assert fits(carrier)
    carrier.locator("tbody th a").first.click()
    offer = carrier.url
    for address in (offer, f"{offer}edit/", f"{start}offers/new/"):
        carrier.goto(address)
        assert axe(carrier) == [], address
        assert fits(carrier), address


def test_rows_come_and_go_at_once(desk: Page):
    desk.goto(f"{LIST}new/")
    box = desk.locator("#rows-hours")
    box.locator("select").first.select_option("workdays")
    box.locator("[data-vk-add]").click()
    assert box.locator("[data-vk-row]").count() == 2
    expect(box.locator("select").nth(1)).to_be_focused()
    expect(box.locator("select").nth(1)).to_have_value("")
    names = {field.get_attribute("name") for field in box.locator("select").all()}
    assert {"hours-0-weekday", "hours-1-weekday"} <= names

    box.locator("[data-vk-remove]").first.click()
    assert box.locator("[data-vk-row]").count() == 1
    assert desk.url.endswith("/offers/new/")
    _throw_away(desk)


def test_what_is_typed_is_there_again_and_can_be_thrown_away(desk: Page):
    offer = first_offer(desk)
    desk.goto(f"{offer}edit/")
    with desk.expect_response(lambda answer: answer.url.endswith("/autosave/")) as kept:
        desk.fill("#id_summary", "Mitten im Satz")
    assert kept.value.status == 204
    expect(desk.locator("[data-vk-saved]")).not_to_be_empty()

    desk.goto(f"{offer}edit/")
    expect(desk.locator("#id_summary")).to_have_value("Mitten im Satz")
    desk.locator("form[action$='/discard/'] button").click()
    desk.goto(f"{offer}edit/")
    expect(desk.locator("#id_summary")).not_to_have_value("Mitten im Satz")


def test_a_new_offer_is_written_by_keyboard_and_saved_with_ctrl_enter(desk: Page):
    desk.goto(LIST)
    desk.keyboard.press("n")
    desk.wait_for_url("**/offers/new/")
    desk.fill("#id_title", "Beispielangebot aus dem Browser")
    desk.fill("#id_organisation", desk.locator("#organisations option").first.get_attribute("value") or "")
    desk.select_option("#id_kind", "course")
    desk.locator(".vk-topics summary").first.click()
    desk.locator("input[name=topics]").first.check()
    desk.check("input[name=delivery][value=online]")
    desk.select_option("#id_area", "centre")
    desk.select_option("#id_joining", "walk_in")
    desk.select_option("#id_cost_kind", "free")
    desk.focus("#id_summary")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(lambda url: "/offers/new/" not in url)
    expect(desk.locator("h1")).to_contain_text("Beispielangebot aus dem Browser")


def test_steps_on_many_are_taken_back(desk: Page):
    desk.goto(f"{LIST}?tab=published&sort=title")
    before = desk.locator(".vk-tabs a[aria-current]").inner_text()
    expect(desk.locator("[data-vk-bulk]")).to_be_hidden()
    desk.locator("tbody input[name=offer]").nth(0).check()
    desk.locator("tbody input[name=offer]").nth(1).check()
    expect(desk.locator("[data-vk-count]")).to_have_text("2")
    desk.fill("input[name=reason]", "Beispielgrund")
    desk.click("button[value=suspend]")
    assert desk.locator(".vk-tabs a[aria-current]").inner_text() != before
    desk.click(".vk-undo button")
    assert desk.locator(".vk-tabs a[aria-current]").inner_text() == before


def _throw_away(page: Page) -> None:
    page.wait_for_timeout(1200)
    page.goto(f"{LIST}new/")
    if page.locator("form[action$='/discard/'] button").count():
        page.locator("form[action$='/discard/'] button").click()
