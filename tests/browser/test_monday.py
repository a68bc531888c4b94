"""J5: an editor's Monday morning. The start page says what waits; everything is one click deep and worked through
without the menu.

The journey's enquiries and bulletins come with their own areas; here are reviews and translations.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.test_accounts import sign_in
from tests.browser.watch import Axe

START = "/desk/kreis-kleve/"


def waiting(page: Page) -> dict[str, int]:
    """What the start page says: address of each item and how many wait there."""
    page.goto(START)
    items = page.locator("a.vk-today__item").all()
    return {
        str(item.get_attribute("href")): int(item.locator(".vk-today__count").inner_text()) for item in items
    }


def test_monday_morning(open_page: OpenPage, axe: Axe) -> None:
    page = open_page(viewport=DESKTOP, locale="de-DE").page
    sign_in(page, "redaktion@example.org")
    before = waiting(page)
    assert axe(page) == []
    review = "/desk/kreis-kleve/review/"
    behind = next(address for address in before if "/translations/" in address and "behind" in address)
    assert before[review] >= 1

    # Every item opens its rows: one click from the start page, one more to the thing itself.
    page.locator(f'a.vk-today__item[href="{review}"]').first.click()
    expect(page).to_have_url(re.compile(re.escape(review)))
    changes = page.locator("main .vk-hits").first.locator("a")
    count = changes.count()
    assert count >= 1
    changes.first.click()
    page.locator('button[name="do"][value="publish"]').click()

    # Decided: the queue is there again by itself, one shorter.
    expect(page).to_have_url(re.compile(re.escape(review)))
    assert page.locator("main .vk-hits a").count() >= count - 1
    expect(page.locator(".vk-messages")).to_be_visible()

    page.goto(START)
    page.locator(f'a.vk-today__item[href="{behind}"]').first.click()
    page.locator("main table a, main .vk-hits a, main .vk-board a").first.click()
    expect(page.locator('button[name="do"][value="finish"]')).to_be_visible()
    page.locator('button[name="do"][value="next"]').click()
    page.wait_for_load_state()

    after = waiting(page)
    assert after.get(review, 0) <= before[review]
    assert sum(after.values()) < sum(before.values())
