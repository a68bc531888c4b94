"""J6 without voice: somebody without e-mail asks in Ukrainian on a small telephone, comes back with code and PIN, finds
the answer with two offers, and says with one tap that it helped. With and without JavaScript.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.test_accounts import sign_in
from tests.browser.watch import Axe

INBOX = "/desk/kreis-kleve/enquiries/"
READING_MS = 3100  # nobody fills the form in less than three seconds; programs do
AGAIN_MS = 5100
QUESTION = "Де я можу вивчати німецьку мову? (Beispiel {})"


def answer_at_the_desk(page: Page, question: str) -> None:
    """A colleague answers in German and Ukrainian and names two offers."""
    sign_in(page, "team@example.org")
    page.goto(INBOX)
    page.locator("tbody a").filter(has_text=re.compile(re.escape(question[:20]))).first.click()
    page.fill("#id_german", "Im Sprachcafé, jeden Dienstag. (Beispiel)")
    page.fill("#id_text", "У мовному кафе щовівторка. (Beispiel)")
    page.fill("#id_find", "Deutsch lernen")
    page.press("#id_find", "Enter")
    page.locator("input[name=offers]").nth(0).check()
    page.locator("input[name=offers]").nth(1).check()
    page.locator("#answer button:not([name])").click()
    expect(page.locator("#named")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_question_without_an_address_and_the_answer_a_day_later(
    open_page: OpenPage, axe: Axe, javascript: bool
) -> None:
    question = QUESTION.format("mit" if javascript else "ohne")
    page = open_page("/uk/?place=47533-05154036", javascript=javascript).page
    page.locator('.vk-card a[href^="/uk/ask/"]').click()
    if javascript:
        assert axe(page) == []
    page.fill("#id_question", question)
    if not javascript:
        page.wait_for_timeout(READING_MS)
    page.locator("main form button[type=submit]").click()
    if not javascript:  # no work of the browser: the form is taken the second time, some seconds later
        expect(page.locator("#id_question")).to_have_value(question)
        page.wait_for_timeout(AGAIN_MS)
        page.locator("main form button[type=submit]").click()

    code = page.locator(".vk-ticket__digits").nth(0).inner_text()
    pin = page.locator(".vk-ticket__digits").nth(1).inner_text()
    assert re.fullmatch(r"(\d{3}-){5}\d{3}", code)
    expect(page.locator(".vk-ticket img")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 if javascript else True
    if javascript:
        assert axe(page) == []

    answer_at_the_desk(open_page(viewport=DESKTOP, locale="de-DE").page, question)

    page.goto("/uk/answer/")
    page.fill("#id_code", code.replace("-", " "))
    page.fill("#id_pin", pin)
    if javascript:
        assert axe(page) == []
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("У мовному кафе щовівторка.")).to_be_visible()
    expect(page.locator("article.vk-card")).to_have_count(2)
    if javascript:
        assert axe(page) == []
    page.locator('button[name=outcome][value="helped"]').click()
    expect(page.locator('button[value="helped"][aria-pressed="true"]')).to_be_visible()
    assert page.context.cookies() == []


def test_numbers_are_shown_while_somebody_writes(open_page: OpenPage, axe: Axe) -> None:
    page = open_page("/ar/ask/?place=47533-05154036").page
    box = page.locator('[data-vk-need="violence"]')
    expect(box).to_be_hidden()

    page.fill("#id_question", "زوجي يَضربني كل يوم")

    expect(box).to_be_visible()
    expect(box.locator('a[href="tel:116016"]')).to_be_visible()
    assert axe(page) == []
    page.fill("#id_question", "أين أتعلم الألمانية؟")
    expect(box).to_be_hidden()


def test_errors_are_accessible_and_keep_what_was_written(open_page: OpenPage, axe: Axe) -> None:
    page = open_page("/fa/ask/").page
    page.fill("#id_question", "سؤال من")
    page.check("#answer-by-email")
    page.locator("main form button[type=submit]").click()

    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("#id_question")).to_have_value("سؤال من")
    assert axe(page) == []
