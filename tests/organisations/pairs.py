"""Reads the labelled pairs of `duplicate_pairs.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vielklang.organisations.matching.entry import Entry

FILE = Path(__file__).resolve().parent / "duplicate_pairs.txt"


@dataclass(frozen=True)
class Pair:
    part: str
    is_same: bool
    why: str
    first: Entry
    second: Entry


def labelled_pairs() -> Iterator[Pair]:
    for line in FILE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            part, same, why, first, second = (cell.strip() for cell in line.split(" | "))
            yield Pair(part, same == "yes", why, _entry(1, first), _entry(2, second))


def _entry(key: int, text: str) -> Entry:
    name, street, place, phone, email, website = (*(cell.strip() for cell in text.split(";")), *[""] * 6)[:6]
    postcode, _, town = place.partition(" ")
    if not postcode.isdigit():
        postcode, town = "", place
    return Entry(key, name, street, postcode, town, phone, email, website)
