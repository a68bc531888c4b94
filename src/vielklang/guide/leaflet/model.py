"""What a leaflet says, in plain values: needs no request, no database and no active language any more."""

from __future__ import annotations

from dataclasses import dataclass, field

from vielklang.core.languages import get_language

SECTION_ICONS = {
    "what": "info",
    "whom": "people",
    "when": "clock",
    "where": "place",
    "join": "question",
    "bring": "bag",
    "conditions": "check",
    "costs": "euro",
    "languages": "speech",
    "access": "wheelchair",
    "provider": "home",
    "confirmed": "calendar",
}
"""The sections in the order in which a person needs them, each with its sign (web.icons)."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text and its language. `fixed`: a phone or web address, left-to-right in every language."""

    text: str
    language: str
    fixed: bool = False

    @property
    def direction(self) -> str:
        return "ltr" if self.fixed else get_language(self.language).direction


Line = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One answer: `key` is one of `SECTION_ICONS`, `label` is in the column's language."""

    key: str
    label: str
    lines: tuple[Line, ...]


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Town:
    """A name on a sketch: its top left corner and width; `point` is `None` where a mark stands on it."""

    name: str
    point: Point | None
    corner: Point
    width: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """A schematic map in millimetres from the top left corner."""

    width: float
    height: float
    outlines: tuple[tuple[Point, ...], ...]
    places: tuple[Point, ...]
    reader: Point | None
    towns: tuple[Town, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One offer in one language. `note` says, in this language, that words are in another or by a machine.

    `sketch_words` says what the sketch shows; empty where there is none.
    """

    language: str
    life_area: str
    life_area_name: str
    title: Words
    summary: Words
    sections: tuple[Section, ...]
    contact: tuple[Line, ...]
    note: str = ""
    sketch_words: str = ""


@dataclass(frozen=True, slots=True)
class LeafletOffer:
    """One offer with a column per language; `url` is its page, for the QR code."""

    url: str
    columns: tuple[Column, ...] = field(default=())
    sketch: Sketch | None = None
