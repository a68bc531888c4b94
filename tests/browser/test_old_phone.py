"""The status page on a telephone of 2015: no JavaScript, and a style sheet of which half is not understood, or none.

Chromium cannot be made old: what such browsers drop is taken out of the style sheet on its way (CSS variables, logical
sizes, grid, gap, :is, clip-path, the page's fonts). Everything can be read, and every form works.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, ROOT, OpenPage
from tests.browser.test_ask import AGAIN_MS, READING_MS, answer_at_the_desk

QUESTION = "Стара трубка: де вчити німецьку? (Beispiel)"
STYLE_SHEET = ROOT / "src/vielklang/web/static/build/vk.css"
LARGEST_PAGE = 40_000
"""Bytes of HTML before compression."""
_UNKNOWN_SELECTORS = re.compile(r":is\(|:where\(|:has\(|:focus-visible|:not\([^)]*,")
_UNKNOWN_VALUES = re.compile(
    r"var\(|clamp\(|min\(|max\(|env\(|rgb\([^,)]* [^)]*/|anywhere|:\s*(?:inline-)?grid|max-content"
)
_UNKNOWN_NAMES = re.compile(
    r"^(?:--|(?:min-|max-)?(?:inline|block)-size|(?:margin|padding|border)-(?:inline|block)|inset|(?:row-|column-)?gap|grid"
    r"|clip-path|accent-color|aspect-ratio|text-wrap|hyphens|place-|scroll-)"
)
SMALL_AND_BIG = """() => {
  const box = element => element.getBoundingClientRect();
  const all = selector => [...document.querySelectorAll(selector)];
  return {
    wide: document.documentElement.scrollWidth,
    hiddenSeen: all(".vk-sr-only").filter(one => box(one).width > 2 || box(one).height > 2).length,
    bigIcons: all("svg").filter(one => box(one).width > 64 || box(one).height > 64).length,
    smallType: all("main p, main dd, main button, main label").filter(
      one => one.textContent.trim() && parseFloat(getComputedStyle(one).fontSize) < 13).length,
  };
}"""


def aged(css: str) -> str:
    """What is left of a style sheet in a browser of 2015."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"@font-face\s*\{[^{}]*\}", "", css)
    css = re.sub(r"@media[^{]*(?:prefers|forced|hover|pointer)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
    return re.sub(r"([^{}]+)\{([^{}]*)\}", _rule, css)


def _rule(found: re.Match[str]) -> str:
    selector, body = found.groups()
    if _UNKNOWN_SELECTORS.search(selector):
        return ""
    kept = [
        one
        for one in body.split(";")
        if not _UNKNOWN_NAMES.match(one.strip()) and not _UNKNOWN_VALUES.search(one)
    ]
    return f"{selector}{{{';'.join(kept)}}}"


def grow_old(page: Page, *, styled: bool) -> None:
    sheet = aged(STYLE_SHEET.read_text(encoding="utf-8"))

    def answer(route: Route) -> None:
        if styled:
            route.fulfill(body=sheet, content_type="text/css")
        else:
            route.abort()

    page.route(re.compile(r"\.css(\?|$)"), answer)
    page.route(re.compile(r"\.(woff2|js)(\?|$)"), lambda route: route.abort())


def check(page: Page) -> None:
    found = page.evaluate(SMALL_AND_BIG)
    assert found["wide"] <= PHONE["width"], found
    assert (found["bigIcons"], found["smallType"]) == (0, 0), found


def test_asked_read_and_answered_back(open_page: OpenPage) -> None:
    page = open_page(javascript=False).page
    grow_old(page, styled=True)
    page.goto("/uk/ask/?place=47533-05154036")
    page.fill("#id_question", QUESTION)
    check(page)
    page.wait_for_timeout(READING_MS)
    page.locator("main form button[type=submit]").click()
    page.wait_for_timeout(AGAIN_MS)
    page.locator("main form button[type=submit]").click()
    code, pin = (page.locator(".vk-ticket__digits").nth(n).inner_text() for n in (0, 1))
    check(page)
    answer_at_the_desk(open_page(viewport=DESKTOP, locale="de-DE").page, QUESTION)

    read_and_answer_back(page, code, pin, "Дякую! (Beispiel)")
    assert page.evaluate(SMALL_AND_BIG)["hiddenSeen"] == 0
    bare = open_page(javascript=False).page
    grow_old(bare, styled=False)
    read_and_answer_back(bare, code, pin, "Ще раз дякую! (Beispiel)")


def read_and_answer_back(page: Page, code: str, pin: str, words: str) -> None:
    page.goto("/uk/answer/")
    check(page)
    page.fill("#id_code", code)
    page.fill("#id_pin", pin)
    with page.expect_navigation() as opened:
        page.locator("main form button[type=submit]").first.click()
    response = opened.value
    assert response is not None
    assert len(response.body()) < LARGEST_PAGE

    expect(page.get_by_text("У мовному кафе щовівторка.")).to_be_visible()
    expect(page.locator("article.vk-card")).to_have_count(2)
    check(page)
    page.locator("main summary").first.click()
    expect(page.get_by_text("Im Sprachcafé, jeden Dienstag.")).to_be_visible()
    page.fill("#id_text", words)
    page.locator("form:has(#id_text) button[type=submit]").click()
    expect(page.get_by_text(words)).to_be_visible()
    page.locator('button[name=outcome][value="helped"]').click()
    expect(page.locator('button[value="helped"][aria-pressed="true"]')).to_be_visible()
    check(page)


def test_a_style_sheet_is_aged_as_an_old_browser_reads_it() -> None:
    css = "a{color:var(--x);color:#123;inline-size:2em}b:is(c,d){color:red}@font-face{src:url(x)}e{margin:0 1rem}"
    assert aged(css) == "a{color:#123}e{margin:0 1rem}"
