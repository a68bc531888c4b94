"""Urgent needs by words and topics, and who helps at once. They mark a question and show numbers, no more."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vielklang.core.languages import get_language
from vielklang.search.normalise import clean, fold, words

_DATA = Path(__file__).parent / "data"
_WINDOW, _STEP = 500, 400
"""A question is longer than what a search reads at once: it is read in pieces that overlap."""

WHO: dict[str, Promise] = {
    "police": _("Police"),
    "rescue": _("Ambulance and fire brigade"),
    "women": _("Help for women who suffer violence"),
    "talk": _("Somebody to talk to when life is too hard"),
    "young": _("Help for children and young people"),
}
WHEN: dict[str, Promise] = {
    "always": _("day and night, free of charge"),
    "afternoons": _("Monday to Saturday, 14:00 to 20:00, free of charge"),
}
ADVICE: dict[str, Promise] = {
    "eviction": _("Go to the town hall today and say that you are losing your home."),
    "child": _(
        "If a child is in danger: call the police or the youth welfare office (Jugendamt) of your town."
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One number. `speaks` is the reader's language where somebody there speaks it besides German."""

    number: str
    who: Promise
    when: Promise
    speaks: str

    @property
    def dial(self) -> str:
        return self.number.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Help:
    """What a person in this need sees."""

    need: str
    lines: tuple[Line, ...]
    advice: Promise | str


def urgent_needs(text: str, topics: Collection[str] = ()) -> tuple[str, ...]:
    """The needs that the words of any guide language, or topics, tell of; in the order of the data."""
    found = " ".join(_folded(text))
    return tuple(
        need
        for need, patterns in _patterns().items()
        if patterns.search(f" {found} ") or not _needs()[need]["topics"].isdisjoint(topics)
    )


def help_for(needs: Iterable[str], language: str, *, once: bool = True) -> list[Help]:
    """Numbers for each need; `once`: no number twice."""
    data, shown, helps = _emergency(), set[str](), []
    base = language.partition("-")[0]
    for need in needs:
        numbers = [number for number in data["needs"][need] if number not in shown]
        shown.update(numbers if once else ())
        rows = [row for row in data["lines"] if row["number"] in numbers]
        lines = tuple(
            Line(row["number"], WHO[row["key"]], WHEN[row["hours"]], _speaks(row["languages"], base))
            for row in rows
        )
        helps.append(Help(need, lines, ADVICE.get(need, "")))
    return helps


def all_needs() -> tuple[str, ...]:
    return tuple(_needs())


def words_for_script(language: str) -> dict[str, list[str]]:
    """Folded words by need, for the small script that shows numbers while somebody writes: theirs and German."""
    tags = {language.partition("-")[0], "de"}
    return {
        need: [" ".join(_folded(phrase)) + ("*" if phrase.endswith("*") else "")
               for tag in sorted(tags) for phrase in entry["words"].get(tag, ())]
        for need, entry in _needs().items()
    }  # fmt: skip


def _speaks(languages: list[str], base: str) -> str:
    return get_language(base).endonym if base in languages and base != "de" else ""


def _folded(text: str) -> list[str]:
    pieces = (text[start : start + _WINDOW] for start in range(0, max(1, len(text)), _STEP))
    return [word for piece in pieces for word in words(fold(clean(piece)))]


@cache
def _needs() -> dict[str, dict[str, Any]]:
    data = json.loads((_DATA / "urgent.json").read_text("utf-8"))
    return {need: {"topics": frozenset(row["topics"]), "words": row["words"]} for need, row in data.items()}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """One pattern for each need; a word that ends in * stands for all that begin so."""
    return {need: re.compile("|".join(_pattern(phrase) for phrases in entry["words"].values() for phrase in phrases))
            for need, entry in _needs().items()}  # fmt: skip


def _pattern(phrase: str) -> str:
    return " " + re.escape(" ".join(_folded(phrase))) + ("" if phrase.endswith("*") else " ")


@cache
def _emergency() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((_DATA / "emergency.json").read_text("utf-8"))
    return data
