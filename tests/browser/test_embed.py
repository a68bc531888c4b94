"""On another website: a page of another origin with a strict policy of its own shows the guide in a frame."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

PHONE = {"width": 360, "height": 740}


class Website:
    """A municipality's website: `pages` by path, each sent with `policy`."""

    def __init__(self, guide: str) -> None:
        self.policy = f"default-src 'none'; script-src {guide}; frame-src {guide}"
        self.pages: dict[str, str] = {}
        website = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = website.pages.get(self.path, "").encode()
                self.send_response(200 if body else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", website.policy)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # Another site, not only another origin: cookies of the guide would be those of a third party.
        self.address = f"http://localhost:{self.server.server_port}"

    def page(self, content: str) -> str:
        """Address of a page with this content."""
        path = f"/{len(self.pages)}.html"
        self.pages[path] = (
            '<!doctype html><html lang="de"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Stadt Beispiel</title></head>'
            f"<body><main><h1>Stadt Beispiel</h1>{content}</main><p id=after>Danach</p></body></html>"
        )
        return self.address + path


@pytest.fixture
def website(guide: str) -> Iterator[Website]:
    found = Website(guide)
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone; at the end no cookie is there, and nothing was said in the console."""
    context = chromium.new_context(viewport=PHONE)
    context.set_default_timeout(15_000)
    said: list[str] = []
    context.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: said.append(str(error.error)))
    yield context
    cookies = context.cookies()
    context.close()
    assert cookies == []
    assert said == []


def framed(page: Page) -> Frame:
    """The guide's page within the page; waits until it is there."""
    page.locator("iframe").wait_for()
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    frame.locator("main").wait_for()
    return frame


def script(guide: str, **data: str) -> str:
    attributes = "".join(f' data-{name}="{value}"' for name, value in data.items())
    return f'<script src="{guide}/embed/vielklang.js"{attributes} async></script>'


def test_one_script_tag_shows_offers_as_high_as_they_are(website, context, guide):
    page = context.new_page()
    page.goto(website.page("<p>Ohne Wegweiser</p>"))
    before = page.evaluate("Object.keys(window)")
    page.goto(website.page(script(guide, centre="kreis-kleve", language="ar", show="offers")))

    frame = framed(page)

    assert frame.locator("html").get_attribute("dir") == "rtl"
    expect(frame.locator("article").first).to_be_visible()
    page.wait_for_function("document.querySelector('iframe').title !== 'Vielklang'")
    content = frame.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert abs(box["height"] - content) <= 1
    assert box["width"] <= PHONE["width"]
    assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert set(page.evaluate("Object.keys(window)")) - set(before) == {"0"}  # the frame itself
    assert page.locator("script + iframe").count() == 1


def test_an_offer_opens_in_the_whole_window(website, context, guide):
    page = context.new_page()
    page.goto(website.page(script(guide, centre="kreis-kleve", language="de", show="offers")))

    framed(page).locator("article a").first.click()

    page.wait_for_url(re.compile(rf"{guide}/de/offer/[0-9a-f-]+/\?place=05154"))


def test_search_leads_to_the_results_of_the_guide(website, context, guide):
    page = context.new_page()
    page.goto(website.page(script(guide, centre="kreis-kleve", language="tr", show="search")))
    frame = framed(page)

    frame.get_by_role("searchbox").fill("Okul")
    frame.get_by_role("searchbox").press("Enter")

    page.wait_for_url(f"{guide}/tr/search/?place=05154&q=Okul")
    expect(page.locator("#results article").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_frame_without_script(website, chromium, context, guide, javascript):
    source = f"{guide}/embed/kreis-kleve/ar/search"
    address = website.page(f'<iframe src="{source}" title="Wegweiser" width="100%" height="420"></iframe>')
    website.policy = f"default-src 'none'; frame-src {guide}"
    plain = chromium.new_context(viewport=PHONE, java_script_enabled=javascript)
    page = plain.new_page()
    page.goto(address)
    frame = framed(page)

    frame.get_by_role("searchbox").fill("Schule")
    frame.get_by_role("searchbox").press("Enter")

    page.wait_for_url(f"{guide}/ar/search/?place=05154&q=Schule")
    assert plain.cookies() == []
    plain.close()


def test_another_page_of_the_list_stays_in_the_frame_and_begins_at_its_top(website, context, guide):
    page = context.new_page()
    page.goto(website.page(script(guide, centre="kreis-kleve", language="de", show="offers")))
    frame = framed(page)
    address = page.url
    following = frame.locator("a[rel=next]")
    if not following.count():
        pytest.skip("the example centre has one page of offers")

    following.click()

    frame.locator("a[rel=prev]").wait_for()
    assert page.url == address
    page.wait_for_function("Math.abs(document.querySelector('iframe').getBoundingClientRect().top) < 2")


def test_messages_of_strangers_change_nothing(website, context, guide):
    page = context.new_page()
    page.goto(website.page(script(guide, centre="kreis-kleve", language="de", show="search")))
    framed(page)
    page.wait_for_function("document.querySelector('iframe').title !== 'Vielklang'")
    before = page.locator("iframe").bounding_box()

    page.evaluate("postMessage({vielklang: 'size', height: 5000, title: 'x'}, '*')")
    page.wait_for_timeout(200)

    assert page.locator("iframe").bounding_box() == before


@pytest.mark.parametrize(
    "path", ["ar/offers", "de/search", "de/offers?topic=nonsense", "fa/offers?area=school"]
)
def test_no_barrier_that_axe_finds(open_page, axe, path):
    assert axe(open_page(f"/embed/kreis-kleve/{path}").page) == []
