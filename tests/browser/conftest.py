"""Chromium against the running guide: pages that watch their own traffic and errors, and the accessibility
check.

Fixtures: `guide` (address of the server), `open_page` (makes a watched page), `browser_page` (a phone),
`desktop_page`, `axe`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import served_guide
from tests.browser.watch import Axe, WatchedPage

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from find_browser import find_browser  # noqa: E402

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
]
NO_BROWSER = "no Chromium on this machine: browser tests are skipped"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}

OpenPage = Callable[..., WatchedPage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
    # One after the other, in their random order: each time they are left and entered again Chromium starts anew.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


# As long as Playwright runs, this process has a running event loop, in which Django asks no database: so it ends with
# the package, whatever tests follow in this process.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    executable = find_browser()
    if executable is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def guide() -> Iterator[str]:
    """Address of the running guide without a slash at its end: GUIDE_ADDRESS, or a server of our own."""
    if find_browser() is None:
        pytest.skip(NO_BROWSER)
    if running := os.environ.get("GUIDE_ADDRESS"):
        yield running.rstrip("/")
        return
    with served_guide() as address:
        yield address


@pytest.fixture
def open_page(chromium: Browser, guide: str) -> Iterator[OpenPage]:
    """`open_page("/de/", width=360, javascript=True, **context options)` → a `WatchedPage` that has loaded
    it.

    At the end of the test each page fails it that asked another host for something, threw a JavaScript error
    or broke the Content-Security-Policy.
    """
    opened: list[WatchedPage] = []

    def open_one(
        path: str = "", *, viewport: dict[str, int] = PHONE, javascript: bool = True, **options: object
    ) -> WatchedPage:
        context = chromium.new_context(
            base_url=guide,
            viewport=viewport,
            java_script_enabled=javascript,
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(15_000)
        watched = WatchedPage(context.new_page(), guide)
        opened.append(watched)
        if path:
            watched.page.goto(path)
        return watched

    yield open_one
    problems = [problem for watched in opened for problem in watched.problems]
    for watched in opened:
        watched.page.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def browser_page(open_page: OpenPage) -> Page:
    """A phone, 360 pixels wide."""
    return open_page().page


@pytest.fixture
def desktop_page(open_page: OpenPage) -> Page:
    return open_page(viewport=DESKTOP).page


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`axe(page)` → the violations of WCAG 2.2 AA as readable lines (empty when there is none)."""
    source = ROOT / "node_modules/axe-core/axe.min.js"
    if not source.exists():
        pytest.skip("axe-core is not installed: run tools/build_frontend.py")
    return Axe(source.read_text(encoding="utf-8"))
