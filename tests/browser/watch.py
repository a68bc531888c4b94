"""A page that remembers what it transferred and what went wrong, and the accessibility check on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The lines are made over there: what axe found in order is a hundred times more, and all of it would be carried here.
_VIOLATIONS = """
async rules => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"],
  });
  return found.violations.map(rule => {
    const nodes = rule.nodes.slice(0, 3).map(node => node.html.slice(0, 160));
    return `${rule.id}: ${rule.help} – ${nodes.join(" | ")}`;
  });
}
"""


class WatchedPage:
    """`page` with `problems` (foreign hosts, script errors, policy violations) and `transferred` (bytes on
    the wire).
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.problems: list[str] = []
        self.transferred = 0
        self._host = urlsplit(address).netloc
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("console", self._console)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._finished)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self._host:
            self.problems.append(f"request to another host: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.problems.append(f"policy: {message.text}")

    def _finished(self, event: dict[str, Any]) -> None:
        self.transferred += int(event["encodedDataLength"])


class Axe:
    def __init__(self, source: str) -> None:
        self.source = source

    def __call__(self, page: Page) -> list[str]:
        """One line per violation with the first elements it concerns."""
        page.evaluate(self.source)
        found: list[str] = page.evaluate(_VIOLATIONS, RULES)
        return found
