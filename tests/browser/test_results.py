"""The result page in the browser: filters in place, map, read aloud, leaflet basket, no connection."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP

RESULTS = "/de/search/?q=Deutsch&place=47533-05154036"


def test_filters_update_the_results_in_place_and_survive_reload_and_back(open_page):
    page = open_page(RESULTS, viewport=DESKTOP).page
    page.evaluate("window.stayed = true")
    before = page.locator("[data-vk-count]").inner_text()
    if not page.locator("input[name=childcare]").is_visible():
        page.locator(".vk-filters summary").click()
    page.locator("input[name=childcare]").check()
    expect(page).to_have_url(re.compile("childcare=on"))
    expect(page.locator("[data-vk-count]")).not_to_have_text(before)
    assert page.evaluate("window.stayed") is True
    expect(page.locator("[data-vk-live]").first).to_have_text(page.locator("[data-vk-count]").inner_text())

    page.reload()
    expect(page.locator("input[name=childcare]")).to_be_checked()
    page.go_back()
    expect(page.locator("[data-vk-count]")).to_have_text(before)


def test_map_shows_points_from_our_own_data(open_page):
    page = open_page(f"{RESULTS}&view=map", viewport=DESKTOP).page
    expect(page.locator("[data-vk-map]")).to_have_attribute("data-vk-ready", "", timeout=30_000)
    features = "document.querySelector('[data-vk-map]').vkMap.queryRenderedFeatures().length"
    assert page.evaluate(features) > 0
    expect(page.locator("#results article").first).to_be_visible()


def test_reading_aloud_speaks_each_passage_in_its_language(open_page):
    page = open_page().page
    page.add_init_script(
        """
        window.spoken = [];
        const voices = ["de-DE", "ar-SA", "tr-TR"].map(lang => ({lang, name: lang}));
        Object.defineProperty(window, "speechSynthesis", {value: {
          getVoices: () => voices, cancel() {}, addEventListener() {},
          speak(u) { window.spoken.push([u.lang, u.text]); setTimeout(() => { u.onstart?.(); u.onend?.(); }, 1); },
        }});
        window.SpeechSynthesisUtterance = function (text) { this.text = text; };
        """
    )
    page.goto("/ku/search/?q=Deutsch&place=47533-05154036")
    page.locator("header [data-vk-listen]").click()
    page.wait_for_function("window.spoken.length > 3")
    languages = {entry[0] for entry in page.evaluate("window.spoken")}
    assert languages <= {"de-DE", "tr-TR"}
    assert "de-DE" in languages


def test_chosen_offers_become_one_leaflet(open_page):
    page = open_page(RESULTS).page
    boxes = page.locator("input[data-vk-basket-item]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    basket = page.locator("form[data-vk-basket]")
    expect(basket.locator("[data-vk-basket-count]")).to_have_text("2")
    chosen = [boxes.nth(0).input_value(), boxes.nth(1).input_value()]

    page.goto("/de/search/?q=Wohnung&place=47533-05154036")
    expect(page.locator("[data-vk-basket-count]")).to_have_text("2")
    sent = page.evaluate("new FormData(document.querySelector('form[data-vk-basket]')).getAll('offer')")
    assert sorted(sent) == sorted(chosen)


def test_kept_pages_open_without_a_connection_and_say_how_old_they_are(open_page):
    page = open_page("/de/?place=47533-05154036").page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload(wait_until="networkidle")
    page.wait_for_function(
        "caches.open('vk-pages-1').then(cache => cache.keys())"
        ".then(keys => keys.some(key => key.url.includes('/saved/')))"
    )
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-vk-offline]")).to_be_visible()
    expect(page.locator("[data-vk-offline-time]")).not_to_be_empty()
    page.goto("/de/never-seen/")
    expect(page.locator("main h1")).to_be_visible()
    page.context.set_offline(False)
