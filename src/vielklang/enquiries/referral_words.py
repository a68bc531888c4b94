"""Lists and periods of referrals that offices change without a programmer: `data/referrals.json`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vielklang.web.formats import page_tag

_FILE = Path(__file__).parent / "data" / "referrals.json"
CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a list. `consent`: of a ground, whether consent was "given", is recorded with it, or is missing."""

    key: str
    de: str
    en: str
    consent: str = ""

    @property
    def label(self) -> str:
        return self.de if page_tag().startswith("de") else self.en


@dataclass(frozen=True, slots=True)
class Terms:
    """Days: for the first reaction, until each reminder, for what is under way, until we ask what became of it."""

    answer_days: int
    remind_after: tuple[int, ...]
    running_days: int
    outcome_after: int


@cache
def _data() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


@cache
def _words(name: str) -> dict[str, Word]:
    return {str(row["key"]): Word(**row) for row in _data()[name]}  # type: ignore[arg-type]


def grounds() -> dict[str, Word]:
    """Why the centre may pass something on, in the order in which they are offered."""
    return _words("grounds")


def refusals() -> dict[str, Word]:
    return _words("refusals")


def terms_of(day: dt.date) -> Terms:
    """The periods that hold on this day."""
    row = max(
        (row for row in _data()["terms"] if str(row["from"]) <= day.isoformat()), key=lambda x: str(x["from"])
    )
    after = row["remind_after"]
    assert isinstance(after, list)
    days = {name: int(str(row[name])) for name in ("answer_days", "running_days", "outcome_after")}
    return Terms(remind_after=tuple(after), **days)
