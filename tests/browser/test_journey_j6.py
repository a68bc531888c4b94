"""J6: a newcomer without e-mail asks in Ukrainian by voice on a small telephone, keeps code and PIN as a picture, comes
back another day with nothing but that card, finds the answer with two offers, and says with one tap that it helped.

The microphone is Chromium's own for tests: a real stream, recorded by the page as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ARGUMENTS, DESKTOP, PHONE, OpenPage, find_browser
from tests.browser.test_accounts import sign_in
from tests.browser.test_ask import INBOX
from tests.browser.watch import Axe, WatchedPage

MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
FIELDS = 3
"""The budget: what the person fills in or chooses before sending."""


@pytest.fixture
def phone(chromium: Browser, guide: str) -> Iterator[WatchedPage]:
    """A telephone with a microphone that may be used. Playwright runs once: its second browser comes from the first."""
    browser = chromium.browser_type.launch(executable_path=find_browser(), args=[*ARGUMENTS, *MICROPHONE])
    context = browser.new_context(base_url=guide, viewport=PHONE, accept_downloads=True)
    context.set_default_timeout(15_000)
    watched = WatchedPage(context.new_page(), guide)
    yield watched
    browser.close()
    assert not watched.problems, "\n".join(watched.problems)


def speak(page: Page, seconds: float) -> None:
    page.locator("[data-vk-record]").first.click()
    expect(page.locator("[data-vk-stop]")).to_be_focused()
    page.wait_for_timeout(round(seconds * 1000))
    page.locator("[data-vk-stop]").click()
    expect(page.locator("[data-vk-play]")).to_be_visible()


def ask_by_voice(page: Page) -> int:
    """Speaks the question; returns how many fields were filled in. The place is known, the code is chosen already."""
    page.goto("/uk/?place=47533-05154036")
    page.locator('.vk-card a[href^="/uk/ask/"]').click()
    page.wait_for_load_state()
    speak(page, 3.2)
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector(".vk-ticket")
    return 1


def answer_the_voice(page: Page) -> None:
    """At the desk: listen, write down what was said, answer in both languages with two offers."""
    sign_in(page, "team@example.org")
    page.goto(f"{INBOX}?language=uk&tab=new")
    page.locator("tbody a").filter(has_text="Sprachnachricht").or_(
        page.locator("tbody a").filter(has_text="Voice message")
    ).first.click()
    player = page.locator(".vk-talk audio").first
    player.evaluate("async sound => { sound.muted = true; await sound.play(); }")
    assert player.evaluate("sound => sound.error === null && sound.readyState >= 2")
    page.locator("textarea[name=transcript]").first.fill("Fragt nach einem Deutschkurs. (Beispiel)")
    page.locator("form[action*='/said/'] button").first.click()
    expect(page.locator(".vk-talk").get_by_text("Fragt nach einem Deutschkurs.").first).to_be_visible()
    page.fill("#id_german", "Im Sprachcafé, jeden Dienstag. (Beispiel)")
    page.fill("#id_text", "У мовному кафе щовівторка. (Beispiel)")
    page.fill("#id_find", "Deutsch lernen")
    page.press("#id_find", "Enter")
    page.locator("input[name=offers]").nth(0).check()
    page.locator("input[name=offers]").nth(1).check()
    page.locator("#answer button:not([name])").click()
    expect(page.locator("#named")).to_be_visible()


def test_asked_by_voice_answered_with_offers_and_it_helped(
    phone: WatchedPage, open_page: OpenPage, axe: Axe
) -> None:
    page = phone.page
    fields = ask_by_voice(page)
    assert fields <= FIELDS
    assert axe(page) == []
    code = page.locator(".vk-ticket__digits").nth(0).inner_text()
    pin = page.locator(".vk-ticket__digits").nth(1).inner_text()
    expect(page.locator("a[data-vk-picture]")).to_have_attribute("href", re.compile("^blob:"))
    with page.expect_download() as saved:
        page.locator("a[data-vk-picture]").click()
    assert saved.value.suggested_filename == "vielklang.png"
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")

    desk = open_page(viewport=DESKTOP, locale="de-DE")
    answer_the_voice(desk.page)
    assert axe(desk.page) == []

    # Another day: another visit that knows nothing but the card.
    page = open_page("/uk/answer/").page
    page.fill("#id_code", code)
    page.fill("#id_pin", pin)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("У мовному кафе щовівторка.")).to_be_visible()
    expect(page.locator("article.vk-card")).to_have_count(2)
    assert axe(page) == []
    page.locator("form[data-vk-hear] button").click()
    heard = page.locator("form[data-vk-hear] audio")
    expect(heard).to_be_visible()
    assert heard.evaluate("sound => sound.error") is None
    assert re.search(r"0:0[2-6]", page.locator("form[data-vk-hear]").inner_text())

    page.locator('button[name=outcome][value="helped"]').click()  # the one tap

    expect(page.locator('button[value="helped"][aria-pressed="true"]')).to_be_visible()
    assert page.context.cookies() == []


def test_recording_is_listened_to_deleted_and_made_again_with_the_keyboard(
    phone: WatchedPage, axe: Axe
) -> None:
    page = phone.page
    page.goto("/ar/ask/")
    page.locator("[data-vk-record]").first.press("Enter")
    expect(page.locator("[data-vk-stop]")).to_be_focused()
    expect(page.locator("[data-vk-voice-status]")).not_to_be_empty()
    assert axe(page) == []
    page.wait_for_timeout(1200)
    page.keyboard.press("Enter")
    expect(page.locator("[data-vk-play]")).to_be_focused()
    assert axe(page) == []
    page.locator("[data-vk-delete]").press("Enter")
    expect(page.locator("[data-vk-record]").first).to_be_focused()
    assert page.evaluate("document.querySelector('#id_voice').files.length") == 0
    speak(page, 1.2)

    page.locator("main form button[type=submit]").click()  # the place is missing: the recording is not lost

    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("[data-vk-held]")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.fill("#id_where", "47533")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".vk-ticket")).to_be_visible(timeout=20_000)


def test_sending_while_the_recording_runs_sends_it(phone: WatchedPage) -> None:
    page = phone.page
    page.goto("/de/ask/?place=47533-05154036")
    page.locator("[data-vk-record]").first.click()
    expect(page.locator("[data-vk-stop]")).to_be_focused()
    page.wait_for_timeout(1500)
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".vk-ticket")).to_be_visible(timeout=20_000)


def test_refused_microphone_is_said_and_typing_goes_on(open_page: OpenPage, axe: Axe) -> None:
    page = open_page(
        "/de/ask/?place=47533-05154036"
    ).page  # nobody granted anything, and there is no microphone
    page.locator("[data-vk-record]").first.click()
    expect(page.locator("[data-vk-voice-status]")).not_to_be_empty()
    expect(page.locator("#id_voice")).to_be_visible()
    assert axe(page) == []
    page.fill("#id_question", "Wo lerne ich Deutsch? (Beispiel)")
    page.locator("main form button[type=submit]").click()  # at once: the page itself waits for its work
    expect(page.locator(".vk-ticket")).to_be_visible(timeout=20_000)
