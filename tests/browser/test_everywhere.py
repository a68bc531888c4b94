"""What holds for every kind of page: weight, barriers, large type, language menu, life without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE

FIRST_VISIT = 150_000
PAGES = [
    "",
    "topics/",
    "topics/school/",
    "place/",
    "place/?where=Dortmnd",
    "search/?q=Schule&place=47533-05154036",
    "search/?q=qqqqzzzz&place=47533-05154036&free=on",
    "kreis-kleve/",
    "centres/",
    "about/",
    "developers/",
    "imprint/",
    "privacy/",
    "accessibility/",
    "offline/",
    "does-not-exist/",
]


@pytest.mark.parametrize("tag", ["de", "ar", "uk", "tr"])
def test_first_visit_is_light(open_page, tag):
    watched = open_page()
    watched.page.goto(f"/{tag}/?place=47533-05154036", wait_until="networkidle")
    assert 10_000 < watched.transferred < FIRST_VISIT


@pytest.mark.parametrize("tag", ["de", "ar", "de-simple"])
def test_no_barrier_that_axe_finds(open_page, axe, tag):
    page = open_page().page
    found = {}
    for path in PAGES:
        page.goto(f"/{tag}/{path}")
        found[path] = axe(page)
    page.goto(f"/{tag}/search/?q=Schule&place=47533-05154036")
    page.locator("#results h3 a").first.click()
    page.locator(".vk-fact").first.wait_for()
    found["offer"] = axe(page)
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_no_barrier_on_the_map(open_page, axe):
    page = open_page("/de/search/?q=Schule&place=47533-05154036&view=map").page
    page.locator("[data-vk-ready]").wait_for(timeout=30_000)
    assert axe(page) == []


def test_no_barrier_in_dark_mode_and_on_a_wide_screen(open_page, axe):
    page = open_page("/ar/search/?q=مدرسة&place=47533-05154036", viewport=DESKTOP, color_scheme="dark").page
    assert axe(page) == []


@pytest.mark.parametrize("tag", ["de", "ar"])
@pytest.mark.parametrize(
    "path", ["", "search/?q=Deutsch&place=47533-05154036", "kreis-kleve/", "accessibility/"]
)
def test_nothing_is_wider_than_the_phone_even_with_large_type(open_page, tag, path):
    page = open_page(f"/{tag}/{path}", viewport={"width": 320, "height": 640}).page
    page.get_by_role("button", pressed=False).first.click()
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0


def test_large_type_stays(open_page):
    page = open_page("/de/").page
    button = page.locator("[data-vk-large]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")

    page.goto("/de/about/")

    assert "vk-large" in page.locator("html").get_attribute("class")


def test_language_menu_keeps_the_page_and_works_by_keyboard(open_page):
    page = open_page("/de/search/?q=Miete&place=47533-05154036").page
    menu = page.locator("details.vk-menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    menu.get_by_role("link", name="Українська").click()
    expect(page).to_have_url(re.compile(r"/uk/search/\?q=Miete&place=47533-05154036"))
    assert page.locator("html").get_attribute("lang") == "uk"


def test_without_script_everything_is_reachable_and_nothing_dead_is_shown(open_page):
    page = open_page("/de/?place=47533-05154036", javascript=False).page
    expect(page.locator("[data-vk-large]")).to_be_hidden()
    page.locator("details.vk-menu summary").click()
    expect(page.get_by_role("link", name="العربية")).to_be_visible()
    page.get_by_role("searchbox").fill("Schule")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#results article").first).to_be_visible()


def test_the_skip_link_is_the_first_stop_of_the_keyboard(open_page):
    page = open_page("/de/").page
    page.keyboard.press("Tab")
    expect(page.locator(".vk-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_text_does_not_jump_while_the_page_loads(open_page):
    page = open_page().page
    page.add_init_script(
        "window.shift = 0; const add = list => { for (const e of list.getEntries()) window.shift += e.value };"
        "new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/ar/?place=47533-05154036", wait_until="networkidle")
    assert page.evaluate("window.shift") < 0.02


def test_print_view_has_no_navigation(open_page):
    page = open_page("/de/search/?q=Schule&place=47533-05154036", viewport=PHONE).page
    page.emulate_media(media="print")
    expect(page.locator("header.vk-header")).to_be_hidden()
    expect(page.locator("#results article").first).to_be_visible()
