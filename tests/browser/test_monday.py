"""J5: an editor's Monday morning. The start page says what waits; everything is one click deep and worked through
without the menu.

Reviews, translations and questions, each decided, written or answered once; bulletins come with their own area.
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


def translations_waiting(page: Page, board: str) -> int:
    """In all languages: other tests of the same installation may have finished one already."""
    return sum(count for address, count in waiting(page).items() if address.startswith(board))


def test_monday_morning(open_page: OpenPage, axe: Axe) -> None:
    page = open_page(viewport=DESKTOP, locale="de-DE").page
    sign_in(page, "redaktion@example.org")
    before = waiting(page)
    review = "/desk/kreis-kleve/review/"
    assert axe(page) == []
    assert before[review] >= 1

    # Every item opens its rows, and each row leads to the thing itself: nobody looks for it in a menu.
    for address in before:
        page.goto(address)
        expect(page.locator("main h1")).to_be_visible()
        assert page.locator("main a[href*='/desk/kreis-kleve/']").count() >= 1, address

    page.goto(START)
    page.locator(f'a.vk-today__item[href="{review}"]').first.click()
    changes = page.locator("main .vk-hits").first.locator("a")
    assert changes.count() >= 1
    changes.first.click()
    page.locator('button[name="do"][value="publish"]').click()

    # Decided: the queue is there again by itself, and from it the start page.
    expect(page).to_have_url(re.compile(re.escape(review)))
    expect(page.locator(".vk-messages")).to_be_visible()
    page.locator(f'main a[href="{START}"]').click()
    expect(page).to_have_url(re.compile(f"{re.escape(START)}$"))
    assert sum(waiting(page).values()) < sum(before.values())


def test_a_translation_is_finished_on_monday_morning(open_page: OpenPage, axe: Axe) -> None:
    page = open_page(viewport=DESKTOP, locale="de-DE").page
    sign_in(page, "redaktion@example.org")
    board = "/desk/kreis-kleve/translations/"
    before = translations_waiting(page, board)

    # From the count to the language, from there to the text: source on the left, one's own on the right.
    page.locator(f'a.vk-today__item[href^="{board}"]').first.click()
    if page.url.endswith(board):  # where one language alone waits, the start page leads to it at once
        page.locator(f'main a[href^="{board}en/?"][href*="state=behind"]').click()
    expect(page).to_have_url(re.compile(re.escape(f"{board}en/")))
    page.locator("tbody th a").first.click()
    expect(page.locator(".vk-pair ins").first).to_be_visible()
    written = page.locator("#id_description").input_value()
    written = written.replace("child benefit", "child benefit (Kindergeld)")  # a word that stays as it is
    page.fill("#id_description", f"{written} We also read letters from the Jobcenter with you.")
    assert axe(page) == []
    page.locator("button[value=finish]").click()

    expect(page.locator(".vk-note--success")).to_be_visible()
    assert translations_waiting(page, board) == before - 1
    page.goto(f"{board}en/?state=behind")
    expect(page.locator("tbody tr")).to_have_count(0)


def test_questions_are_answered_on_monday_morning(open_page: OpenPage, axe: Axe) -> None:
    """Whoever answers questions: from the count to the question, answered, back, and on, without the menu."""
    page = open_page(viewport=DESKTOP, locale="de-DE").page
    sign_in(page, "team@example.org")
    inbox, question = f"{START}enquiries/", "Wo ist am Montag Sprechstunde? (Beispiel)"
    page.goto(f"{inbox}new/")
    page.fill("#id_question", question)
    page.select_option("#id_language", "ar")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator(".vk-code-card")).to_be_visible()

    items = [address for address in waiting(page) if address.startswith(inbox)]
    assert items
    assert axe(page) == []
    for address in items:  # one click to what the figure counts, one more to the thing itself
        page.goto(START)
        page.locator(f'a.vk-today__item[href="{address}"]').first.click()
        page.locator("tbody th a").first.click()
        expect(page.locator(".vk-talk")).to_be_visible()

    page.goto(START)
    page.locator(f'a.vk-today__item[href="{inbox}"]').first.click()
    page.locator("tbody th a").filter(has_text=question[:25]).first.click()
    page.fill("#id_german", "Montags von 9 bis 12 Uhr im Haus der Integration. (Beispiel)")
    page.locator("#id_german").press("Control+Enter")

    expect(page.locator(".vk-said--answered").get_by_text("Montags von 9 bis 12 Uhr")).to_be_visible()
    page.locator(f'main .vk-crumbs a[href="{inbox}"]').click()
    expect(page.locator("main h1")).to_be_visible()
    assert page.locator("tbody th a").filter(has_text=question[:25]).count() == 0
    assert axe(page) == []
