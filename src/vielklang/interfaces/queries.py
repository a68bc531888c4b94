"""Reads for the pages of imports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vielklang.core.areas import Area
from vielklang.core.languages import GUIDE_TAGS
from vielklang.interfaces.enums import Choice, Outcome, RunState
from vielklang.interfaces.models import ImportRow, ImportRun
from vielklang.offers.desk_words import FIELDS
from vielklang.offers.differences import TEXT_FIELDS

PAGE = 25
_SHOWN = 20
"""How many rows of one column's errors a page lists; the file for download has all."""
_STEPS = (
    (gettext_lazy("Choose a file"), (RunState.UPLOADED,)),
    (gettext_lazy("Check"), (RunState.CHECKING, RunState.CHECKED)),
    (gettext_lazy("Import"), (RunState.IMPORTING,)),
    (gettext_lazy("Done"), (RunState.DONE, RunState.UNDOING, RunState.UNDONE)),
)


@dataclass(frozen=True, slots=True)
class Step:
    label: str | Promise
    number: int
    is_current: bool
    is_done: bool


@dataclass(slots=True)
class Problems:
    """Errors or notes of one column with one reason."""

    column: str
    reason: str
    rows: list[int] = field(default_factory=list)

    @property
    def shown(self) -> list[int]:
        return [row for row in self.rows if row][:_SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - _SHOWN)


def steps(run: ImportRun | None) -> list[Step]:
    """File → check → import → done, with the place of this run."""
    state = run.state if run else RunState.UPLOADED
    place = 1 if run and state == RunState.UPLOADED else 0
    place = next((n for n, (_label, states) in enumerate(_STEPS) if n and state in states), place)
    return [
        Step(label, number + 1, number == place and state != RunState.UNDONE, number < place)
        for number, (label, _states) in enumerate(_STEPS)
    ]


def grouped(found: list[list[object]]) -> list[Problems]:
    """Problems by column and reason, those with most rows first."""
    groups: dict[tuple[str, str], Problems] = {}
    for row, column, reason in found:
        key = (str(column), str(reason))
        groups.setdefault(key, Problems(*key)).rows.append(int(str(row)))
    return sorted(groups.values(), key=lambda group: (-len(group.rows), group.column))


def label_of(column: str) -> str:
    """What the desk calls a column of the file: "phone" → "Telephone", "title_ar" → "Title (ar)"; else nothing."""
    name, _sep, tag = column.rpartition("_")
    if name in TEXT_FIELDS and tag in GUIDE_TAGS:
        return f"{FIELDS[TEXT_FIELDS[name]]} ({tag})"
    return str(FIELDS.get(column, ""))


def changed_in(row: ImportRow) -> list[str]:
    """What a row changes of an offer that is there, in words."""
    return [label_of(column) or column for column in row.changed]


def by_column(groups: list[Problems]) -> list[tuple[str, str, list[Problems]]]:
    """Column, what the desk calls it, its problems."""
    found: dict[str, list[Problems]] = defaultdict(list)
    for group in groups:
        found[group.column or _("The file as a whole")].append(group)
    return [(column, label_of(column), problems) for column, problems in found.items()]


def rows_page(run: ImportRun, show: str, number: str) -> Page[ImportRow]:
    """Rows of one outcome, or all; those that need a look are asked for by `show`."""
    rows = run.rows.select_related("match", "made").order_by("number", "pk")
    if show in Outcome.values:
        rows = rows.filter(outcome=show)
    return Paginator(rows, PAGE).get_page(number)


def choices_of(row: ImportRow) -> list[tuple[str, str]]:
    """What may be decided about a row."""
    possible = {
        Outcome.NEW: (Choice.NEW, Choice.SKIP),
        Outcome.CHANGED: (Choice.UPDATE, Choice.SKIP),
        Outcome.SIMILAR: (Choice.NEW, Choice.UPDATE, Choice.SKIP),
        Outcome.GONE: (Choice.SKIP, Choice.NEW),
    }
    return [(x.value, str(x.label)) for x in possible.get(Outcome(row.outcome), ())]


def made(area: Area, run: ImportRun) -> list[tuple[ImportRow, str]]:
    """The first offers that an import made or changed, with their addresses at the desk."""
    rows = run.rows.exclude(made=None).select_related("made").order_by("number")[:_SHOWN]
    return [(row, _offer_address(area, row)) for row in rows]


def _offer_address(area: Area, row: ImportRow) -> str:
    assert row.made is not None
    try:
        return area.url("offers:desk_offer", row.made.public_id)
    except NoReverseMatch:
        return ""


def recent_runs(area: Area, count: int = 20) -> list[ImportRun]:
    return list(ImportRun.objects.filter(centre=area.centre).defer("content")[:count])
