"""Coordination in the browser: barriers on phone and desktop, folding, the map, the calendar as grid and as list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from vielklang.accounts.examples import EXAMPLE_PASSWORD

DESK = "/desk/kreis-kleve/"
PAGES = [
    "coordination/",
    "coordination/?by=language&measure=searches",
    "coordination/?measure=distance&rows=areas",
    "coordination/gaps/",
    "coordination/overlaps/",
    "coordination/searches/",
    "coordination/map/?topic=debt-advice",
    "coordination/cell/?topic=debt-advice&by=municipality&column=05154044",
    "calendar/",
    "focus/",
    "focus/new/",
]


def sign_in(page: Page, who: str) -> Page:
    page.goto("/account/login/")
    page.locator("input[name=login]:visible").fill(f"{who}@example.org")
    page.locator("input[name=password]:visible").fill(EXAMPLE_PASSWORD)
    page.locator("input[name=password]:visible").press("Enter")
    page.locator("nav.vk-side").wait_for()
    return page


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def lead(request, open_page) -> Page:
    return sign_in(open_page(viewport=request.param, locale="de-DE").page, "leitung")


def test_no_barrier_that_axe_finds(lead, axe):
    found = {}
    for path in PAGES:
        lead.goto(f"{DESK}{path}")
        found[path] = axe(lead)
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_nothing_is_wider_than_the_screen(lead):
    wide = {}
    for path in PAGES:
        lead.goto(f"{DESK}{path}")
        wide[path] = lead.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert {path: by for path, by in wide.items() if by > 0} == {}


def test_life_areas_fold_and_heads_stay(open_page):
    page = sign_in(open_page(viewport=DESKTOP).page, "leitung")
    page.goto(f"{DESK}coordination/")
    fold = page.locator("[data-vk-fold-rows]").first
    topic = page.locator("[data-vk-topic]").first

    fold.click()
    expect(topic).to_be_hidden()
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(topic).to_be_visible()

    box = page.locator(".vk-matrix-box")
    box.evaluate("box => box.scrollTo(200, 400)")
    inside = box.bounding_box()
    head = page.locator(".vk-matrix thead th").first.bounding_box()
    assert inside
    assert head
    assert abs(head["y"] - inside["y"]) < 3
    assert abs(head["x"] - inside["x"]) < 3


def test_a_figure_opens_its_rows_without_javascript(open_page):
    page = sign_in(open_page(viewport=PHONE, javascript=False).page, "team")
    page.goto(f"{DESK}coordination/?area=money")
    row = page.locator("tr[data-vk-topic]").first
    number = row.locator("td a").first.inner_text()

    row.locator("td a").first.click()

    assert page.locator("#offers").inner_text().startswith(f"{number} ")


def test_the_map_draws_offers_and_gaps(open_page, axe):
    page = sign_in(open_page(viewport=DESKTOP).page, "leitung")
    page.goto(f"{DESK}coordination/map/?topic=sport&km=5")
    page.locator("[data-vk-ready]").wait_for(timeout=30_000)

    gaps = page.evaluate("document.querySelector('[data-vk-map]').vkMap.querySourceFeatures('gaps').length")
    assert gaps > 0
    assert axe(page) == []


def test_the_calendar_is_a_grid_or_a_list(open_page):
    for viewport, display in ((DESKTOP, "table-cell"), (PHONE, "block")):
        page = sign_in(open_page(viewport=viewport).page, "leitung")
        page.goto(f"{DESK}calendar/")
        page.locator("a[rel=next]").click()
        day = page.locator(".vk-month td:not(.vk-month__out):has(li)").first
        assert day.evaluate("cell => getComputedStyle(cell).display") == display
        expect(day.locator("li a").first).to_be_visible()


def test_an_overlap_is_found_fine_and_comes_back(open_page):
    page = sign_in(open_page(viewport=PHONE).page, "team")
    page.goto(f"{DESK}coordination/overlaps/")
    before = page.locator(".vk-overlap > li").count()
    page.locator(".vk-overlap form button").first.click()
    expect(page.locator(".vk-messages")).to_be_visible()
    assert page.locator(".vk-overlap > li").count() == before - 1

    page.goto(f"{DESK}coordination/overlaps/?show=fine")
    page.locator(".vk-overlap form button").first.click()
    expect(page.locator(".vk-overlap > li")).to_have_count(before)


def test_the_state_compares_the_centres(open_page, axe):
    for viewport in (PHONE, DESKTOP):
        page = sign_in(open_page(viewport=viewport).page, "land")
        expect(page.locator("h1")).to_be_visible()
        page.goto("/state/?sort=-offers")
        assert page.locator("tbody tr").count() == 54
        page.locator("[data-vk-ready]").wait_for(timeout=30_000)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
