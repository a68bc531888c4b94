"""The side-by-side editor in Arabic, as an editor of the centre in Kleve uses it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from vielklang.accounts.examples import EXAMPLE_PASSWORD

DESK = "/desk/kreis-kleve"
PAGES = [
    "translations/",
    "translations/ar/",
    "translations/tr/?state=machine",
    "glossary/",
    "glossary/add/",
    "take-over/",
]


def _signed_in(page: Page) -> Page:
    page.goto("/account/login/")
    page.fill("input[name=login]", "redaktion@example.org")
    page.fill("input[name=password]", EXAMPLE_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/desk/**")
    return page


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_barrier_on_the_pages_of_translations(open_page, axe, viewport):
    page = _signed_in(open_page(viewport=viewport).page)
    found, too_wide = {}, []
    for path in PAGES:
        page.goto(f"{DESK}/{path}")
        found[path] = axe(page)
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            too_wide.append(path)
    page.goto(f"{DESK}/translations/uk/?state=behind")
    page.locator("tbody th a").first.click()
    found["editor"] = axe(page)

    assert {path: problems for path, problems in found.items() if problems} == {}
    assert too_wide == []


def test_a_text_behind_its_source_is_brought_up_to_date(open_page, axe):
    page = _signed_in(open_page(viewport=DESKTOP).page)
    page.goto(f"{DESK}/translations/ar/?state=behind")
    page.locator("tbody th a").first.click()
    description = page.locator("#id_description")

    expect(page.locator(".vk-pair ins")).to_contain_text("Jobcenter")
    assert description.evaluate("field => getComputedStyle(field).direction") == "rtl"
    assert page.locator("#id_title").get_attribute("lang") == "ar"
    left, right = (
        page.locator(".vk-pair__source").first.bounding_box(),
        page.locator("#id_title").bounding_box(),
    )
    assert left["x"] + left["width"] <= right["x"]
    assert axe(page) == []

    # What is typed is kept by itself: it is there again after the page was left.
    written = description.input_value()
    description.fill(f"{written} ونقرأ معك رسائل مركز العمل أيضًا.")
    expect(page.locator("[data-vk-saved]")).not_to_be_empty()
    page.reload()
    expect(page.locator("#id_description")).to_have_value(f"{written} ونقرأ معك رسائل مركز العمل أيضًا.")

    # A word that is not translated is missing: the text is held until somebody has looked.
    page.locator("button[value=finish]").click()
    warning = page.locator(".vk-note--warning[role=alert]")
    expect(warning).to_contain_text("Jobcenter")
    assert axe(page) == []
    warning.locator("a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_description" or "#id_description" in page.url

    page.fill("#id_description", f"{written} ونقرأ معك رسائل Jobcenter أيضًا.")
    page.locator("button[value=finish]").click()
    expect(page.locator(".vk-note--success")).to_be_visible()
    page.goto(f"{DESK}/translations/ar/?state=behind")
    expect(page.locator("tbody tr")).to_have_count(0)


def test_a_draft_is_saved_without_script(open_page):
    page = _signed_in(open_page(viewport=PHONE, javascript=False).page)
    page.goto(f"{DESK}/translations/fa/?state=asked")
    page.locator("tbody th a").first.click()
    page.fill("#id_title", "دیدار سالمندان")
    page.locator("button.vk-button[value=draft]").click()

    expect(page.locator("#id_title")).to_have_value("دیدار سالمندان")
    assert page.locator("#id_title").evaluate("field => getComputedStyle(field).direction") == "rtl"
