"""The main job without a mouse, without JavaScript, without a connection, and without anything that jumps."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE

PLACE = "place=47533-05154036"
MOST_STOPS = 90

# What the keyboard stands on: where in the document, what it looks like, and whether one can see that it is there.
STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const all = [...document.querySelectorAll('*')];
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    name: e.id || e.getAttribute('name') || e.className || e.tagName,
    html: e.outerHTML.slice(0, 120),
    index: all.indexOf(e),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    visible: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    covered: !(above && (e.contains(above) || above.contains(e) || above.closest('label')?.contains(e))),
    x: box.left + box.width / 2,
    part: e.closest('header, main, footer')?.tagName ?? '',
  };
}"""


def _walk(page: Page) -> list[dict]:
    """Every stop of the Tab key from the top of the page to its end."""
    stops: list[dict] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        page.wait_for_function("true")  # the browser scrolls the stop into view
        stop = page.evaluate(STOP)
        if stop is None or (stops and stop["index"] <= stops[-1]["index"]):
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("tag", ["de", "ar"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_main_job_by_keyboard_alone(open_page, tag, viewport):
    """Start, question, results, offer: every stop can be seen, none holds the keyboard, and the order is that of
    the page."""
    page = open_page(f"/{tag}/?{PLACE}", viewport=viewport).page
    _is_walkable(page, at_least=20)

    page.locator("#q").focus()
    page.keyboard.type("Schule" if tag == "de" else "مدرسة")
    page.keyboard.press("Enter")
    page.locator("#results article").first.wait_for()
    page.locator("#results input[data-vk-basket-item]").first.focus()
    page.keyboard.press("Space")
    page.reload()
    expect(page.locator("#basket")).to_be_visible()  # it stays in sight below, and must not hide where one is
    results = _is_walkable(page, at_least=15)
    assert any("data-vk-basket-item" in stop["html"] for stop in results)

    page.locator("#results h3 a").first.focus()
    page.keyboard.press("Enter")
    page.locator(".vk-fact").first.wait_for()
    offer = _is_walkable(page, at_least=12)
    hrefs = " ".join(stop["html"] for stop in offer)
    for wanted in ("tel:", "directions", "leaflet.pdf"):
        assert wanted in hrefs, wanted


def _is_walkable(page: Page, at_least: int) -> list[dict]:
    stops = _walk(page)
    assert at_least <= len(stops) < MOST_STOPS, [stop["name"] for stop in stops]
    assert "vk-skip" in stops[0]["html"]
    assert [stop["html"] for stop in stops if not stop["outlined"]] == [], "no visible focus"
    assert [stop["html"] for stop in stops if not stop["visible"]] == [], "focus is out of sight"
    assert [stop["html"] for stop in stops if stop["covered"]] == [], "focus lies under something else"
    parts = [stop["part"] for stop in stops if stop["part"]]
    assert parts == sorted(parts, key=["HEADER", "MAIN", "FOOTER"].index)
    assert stops[-1]["part"] == "FOOTER", f"the keyboard ends at {stops[-1]['html']}"
    return stops


@pytest.mark.parametrize(("tag", "direction"), [("de", 1), ("ar", -1)])
def test_stops_of_one_row_go_in_the_direction_of_reading(open_page, tag, direction):
    page = open_page(f"/{tag}/?{PLACE}", viewport=DESKTOP).page

    row = [stop for stop in _walk(page) if stop["part"] == "HEADER"]

    across = [stop["x"] * direction for stop in row]
    assert len(across) >= 4
    assert across == sorted(across)


def test_main_job_without_javascript(open_page):
    """Place, question, a filter by button, offer, leaflet."""
    page = open_page("/de/", javascript=False).page
    page.get_by_label("Postleitzahl oder Ort").fill("47533")
    page.get_by_label("Postleitzahl oder Ort").press("Enter")
    expect(page).to_have_url(re.compile(PLACE))

    page.get_by_role("searchbox").fill("Deutsch lernen")
    page.get_by_role("searchbox").press("Enter")
    count = page.locator("[data-vk-count]")
    before = count.inner_text()

    if not page.locator("input[name=childcare]").is_visible():
        page.locator(".vk-filters summary").click()
    page.locator("input[name=childcare]").check()
    page.locator("#filters").get_by_role("button").click()
    expect(page).to_have_url(re.compile("childcare=on"))
    expect(count).not_to_have_text(before)

    boxes = page.locator("#results input[name=offer]")
    boxes.first.check()
    with page.expect_request(re.compile(r"/de/leaflets\.pdf\?.*offer=")) as sent:
        page.locator("#basket button[type=submit]").first.click()
    assert page.request.get(sent.value.url).headers["content-type"] == "application/pdf"

    page.goto(f"/de/search/?q=Deutsch&{PLACE}")
    page.locator("#results h3 a").first.click()
    leaflet = page.locator("a[href*='leaflet.pdf']").first
    expect(leaflet).to_be_visible()
    assert page.request.get(leaflet.get_attribute("href")).body().startswith(b"%PDF")


SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const e of list.getEntries()) {
    if (e.value > 0) window.shifts.push([e.value, ...e.sources.map(s => s.node?.outerHTML?.slice(0, 100))]);
  }
}).observe({type: 'layout-shift', buffered: true});
"""


@pytest.mark.parametrize("tag", ["de", "tr", "ar"])
def test_nothing_jumps_while_a_page_loads(open_page, tag):
    page = open_page().page
    page.add_init_script(SHIFTS)
    found = {}
    for name, path in {
        "start": f"?{PLACE}",
        "results": f"search/?q=Deutsch&{PLACE}",
        "centre": "kreis-kleve/",
    }.items():
        page.goto(f"/{tag}/{path}", wait_until="networkidle")
        found[name] = page.evaluate("window.shifts")
    page.goto(f"/{tag}/search/?q=Deutsch&{PLACE}")
    page.goto(page.locator("#results h3 a").first.get_attribute("href"), wait_until="networkidle")
    found["offer"] = page.evaluate("window.shifts")

    assert {name: shifts for name, shifts in found.items() if shifts} == {}


@pytest.mark.parametrize("tag", ["de", "tr", "uk", "ar"])
def test_every_font_of_a_first_page_is_preloaded(open_page, tag):
    """One that the style asks for later arrives after the first paint."""
    page = open_page(f"/{tag}/?{PLACE}").page
    page.wait_for_load_state("networkidle")
    loaded = set(page.evaluate("performance.getEntriesByType('resource').map(e => e.name)"))
    preloaded = set(page.evaluate("[...document.querySelectorAll('link[rel=preload]')].map(e => e.href)"))

    assert len(preloaded) >= 2
    assert {name for name in loaded if name.endswith(".woff2")} <= preloaded


def test_a_visited_centre_is_read_without_a_connection(open_page):
    """The centre itself, its offers in the chosen language, and one of them by its own address."""
    page = open_page("/ar/kreis-kleve/").page
    offer = page.locator("details.vk-group a[href*='/offer/']").first
    address, title = offer.get_attribute("href"), offer.locator("[data-vk-passage]").text_content()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload(wait_until="networkidle")
    page.wait_for_function(
        "caches.open('vk-pages-1').then(cache => cache.keys()).then(keys => {"
        " const paths = keys.map(key => new URL(key.url).pathname);"
        " return ['/ar/', '/ar/kreis-kleve/', '/ar/kreis-kleve/saved/'].every(path => paths.includes(path)) })"
    )
    page.context.set_offline(True)

    page.reload()
    expect(page.locator("h1")).to_have_text("Kreis Kleve")
    expect(page.locator("[data-vk-offline]")).to_be_visible()
    expect(page.locator("[data-vk-offline-time]")).to_contain_text(re.compile(r"\d|[٠-٩]"))

    page.goto(address)
    expect(page).to_have_url(re.compile(r"/ar/kreis-kleve/saved/.*#offer-"))
    expect(page.locator(".vk-card", has_text=title).first).to_be_visible()

    page.goto("/ar/")
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.locator("[data-vk-offline]")).to_be_visible()
    page.context.set_offline(False)
