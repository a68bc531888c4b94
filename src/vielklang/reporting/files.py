"""Tables to take along to the planning meeting: one shape for CSV and for the PDF (`documents/table.typ`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vielklang.core.documents import render_pdf
from vielklang.core.tables import csv_response
from vielklang.reporting.levels import SIGNS, Level
from vielklang.web import formats


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """`width` in parts of the free width, 0 for a narrow column; `upright` turns the head by 90 degrees."""

    name: str
    width: float = 0
    is_number: bool = False
    upright: bool = False


@dataclass(frozen=True, slots=True)
class PaperCell:
    text: str
    level: Level = Level.PLAIN


@dataclass(frozen=True, slots=True)
class PaperRow:
    """`is_head`: a life area or a sum, which stands out; `mark`: a word before the first cell."""

    cells: tuple[PaperCell, ...]
    is_head: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Paper:
    """`facts`: lines under the title; `legend`: levels in words; `notes`: what must be known to read it."""

    name: str
    title: str
    centre: str
    facts: tuple[str, ...]
    columns: tuple[PaperColumn, ...]
    rows: tuple[PaperRow, ...]
    legend: tuple[tuple[Level, str], ...] = ()
    notes: tuple[str, ...] = field(default=())
    empty: str = ""


def paper_response(paper: Paper, ending: str) -> HttpResponse:
    """The table as `csv` or `pdf`; 404 for any other ending."""
    name = f"{paper.name}-{timezone.localdate():%Y-%m-%d}"
    if ending == "csv":
        header = [column.name for column in paper.columns]
        rows = [
            [f"{row.mark}{cell.text}" if not n else cell.text for n, cell in enumerate(row.cells)]
            for row in paper.rows
        ]
        return csv_response(name, header, rows)
    if ending != "pdf":
        raise Http404
    response = HttpResponse(paper_pdf(paper), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def paper_pdf(paper: Paper, *, day: dt.date | None = None) -> bytes:
    """A4 landscape, tagged PDF/UA-1, in the active language."""
    data = {
        "title": paper.title,
        "centre": paper.centre,
        "facts": paper.facts,
        "notes": paper.notes,
        "empty": paper.empty,
        "date": formats.date(day or timezone.localdate()),
        "words": {"legend": _("Legend"), "page": _("Page"), "of": _("of")},
        "columns": [asdict(column) for column in paper.columns],
        "rows": [_row(row) for row in paper.rows],
        "legend": [{"level": level, "sign": SIGNS[level], "words": words} for level, words in paper.legend],
    }
    title = f"{paper.title} · {paper.centre}"
    return render_pdf("reporting/documents/table.typ", data, language=formats.page_tag(), title=title)


def _row(row: PaperRow) -> dict[str, object]:
    cells = [{"text": cell.text, "level": cell.level, "sign": SIGNS[cell.level]} for cell in row.cells]
    return {"cells": cells, "is_head": row.is_head, "mark": row.mark}


def text_cells(values: Sequence[object]) -> tuple[PaperCell, ...]:
    return tuple(PaperCell(str(value)) for value in values)
