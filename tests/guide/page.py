"""Reads a page as a strict reader would: headings, landmarks, labels, languages, addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "img", "meta", "link", "base", "br", "hr"}
# Lines of our own drawings; HTMLParser sees them as elements like any other.
DRAWN = {"svg", "path", "circle", "rect", "line", "polyline", "ellipse", "g"}

Attributes = dict[str, str]


@dataclass
class Page(HTMLParser):
    """Elements in the order they stand; `open` holds those around the current one."""

    html: str
    elements: list[tuple[str, Attributes]] = field(default_factory=list)
    open: list[tuple[str, Attributes]] = field(default_factory=list)
    texts: list[tuple[str, Attributes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        assert not self.open, f"left open: {[tag for tag, _ in self.open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in VOID and tag not in DRAWN:
            self.open.append((tag, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in DRAWN or tag in VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        is_data = bool(self.open) and self.open[-1][0] == "script"  # JSON-LD: for machines
        if data.strip() and not is_data:
            self.texts.append((data.strip(), self.language()))

    def language(self) -> Attributes:
        """`lang` and `dir` that hold here."""
        found: Attributes = {}
        for _, attributes in self.open:
            found |= {name: attributes[name] for name in ("lang", "dir") if name in attributes}
        return found

    def all(self, *tags: str) -> list[Attributes]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if tag in {"h1", "h2", "h3", "h4"}]

    def language_of(self, text: str) -> Attributes:
        """The language that holds around the first passage with `text`, outside <head>."""
        return next(language for passage, language in self.texts[1:] if text in passage)
