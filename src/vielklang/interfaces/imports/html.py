"""HTML from another system as plain paragraphs: cleaned by nh3, then read as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

_BLOCKS = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "tr",
    "blockquote",
    "section",
    "br",
    "hr",
}
_TAGS = _BLOCKS | {"li", "a", "strong", "em", "b", "i", "td", "th", "tbody", "thead", "span"}


def plain_paragraphs(html: str) -> str:
    """Paragraphs with an empty line between them, lists with dashes, links with their address behind."""
    reader = _Reader()
    reader.feed(nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, link_rel=None))
    reader.close()
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.parts.append("\n– ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            target, start = self._links.pop()
            words = "".join(self.parts[start:]).strip()
            if target.startswith(("http://", "https://")) and target.rstrip("/") not in words:
                self.parts.append(f" ({target})")
        elif tag in _BLOCKS and tag not in {"br", "hr"}:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))
