"""What every format is read into: rows of the same columns, with notes on what could not be carried over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from vielklang.core.languages import GUIDE_TAGS
from vielklang.interfaces.integreat.codes import TAGS as INTEGREAT_TAGS

MOST_BYTES = 50_000_000
MOST_ROWS = 50_000


class UnreadableError(ValueError):
    """The file, or one row of it, cannot be read at all; `row` counts from 1, the header included; 0: the file."""

    def __init__(self, row: int, reason: str) -> None:
        self.row = row
        super().__init__(reason)


class Format(StrEnum):
    TABLE = "table"
    HSDS = "hsds"
    ICALENDAR = "icalendar"
    INTEGREAT = "integreat"


@dataclass(slots=True)
class RawRow:
    """One entry of a file. `notes`: (column or field, what is not taken over and why); `skip`: why it is left out."""

    number: int
    cells: dict[str, str]
    notes: list[tuple[str, str]] = field(default_factory=list)
    skip: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person says about the file; fills what the format itself does not say.

    `organisation`: name of the one that runs entries without one; `topic`, `kind`: for entries without a known one;
    `publish`: new entries whose state the file does not say are public at once.
    """

    organisation: str = ""
    topic: str = ""
    kind: str = ""
    publish: bool = False
    language: str = "de"
    today: dt.date | None = None

    def defaults(self) -> dict[str, str]:
        found = {"organisation": self.organisation, "topics": self.topic, "kind": self.kind}
        return {name: value for name, value in found.items() if value}


@dataclass(slots=True)
class Source:
    """A file that has been opened: its format, its rows (read while one walks), and what was noticed about it."""

    format: Format
    rows: Iterator[RawRow]
    notes: list[str] = field(default_factory=list)
    total: int = 0


_TAGS = INTEGREAT_TAGS | {tag.casefold(): tag for tag in GUIDE_TAGS} | {
    "per": "fa", "fas": "fa", "deu": "de", "ger": "de", "eng": "en",
    "de-leicht": "de-simple", "de-ls": "de-simple", "tur": "tr", "ara": "ar", "ukr": "uk", "rus": "ru", "ron": "ro",
    "pol": "pl", "bul": "bg", "fra": "fr", "fre": "fr",
}  # fmt: skip


def guide_tag(code: str) -> str:
    """The guide's tag for another system's language code, or nothing."""
    code = code.strip().casefold()
    return _TAGS.get(code) or _TAGS.get(code.split("-", maxsplit=1)[0], "")


def shortened(text: str, length: int) -> str:
    """At most so many characters, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", maxsplit=1)[0].rstrip(",;:") + "…"
