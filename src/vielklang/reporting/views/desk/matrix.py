"""The matrix: where is what offered, and what is searched in vain."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.reporting.enums import By, Measure
from vielklang.reporting.files import Paper, PaperCell, PaperColumn, PaperRow, paper_response, text_cells
from vielklang.reporting.forms_desk import MatrixForm
from vielklang.reporting.levels import legend
from vielklang.reporting.matrix import Matrix, Question, Row, build_matrix


def _asked(request: HttpRequest) -> tuple[MatrixForm, Question]:
    form = MatrixForm(request.GET)
    values = form.values
    question = Question(
        By(values["by"]),
        Measure(values["measure"]),
        int(values["days"]),
        values["area"],
        values["rows"] == "areas",
    )
    return form, question


@desk(Permission.COORDINATION_VIEW)
@require_safe
def matrix(request: AreaRequest) -> HttpResponse:
    form, question = _asked(request)
    context = {
        "form": form,
        "matrix": build_matrix(request.area.centre, question),
        "legend": legend(question.measure),
        "query": request.GET.urlencode(),
        "tab": "matrix",
    }
    return render(request, "reporting/desk/matrix.html", context)


@desk(Permission.COORDINATION_VIEW)
@require_safe
def matrix_file(request: AreaRequest, ending: str) -> HttpResponse:
    _form, question = _asked(request)
    table = build_matrix(request.area.centre, question)
    return paper_response(_paper(str(request.area.centre), table), ending)


def _paper(centre: str, table: Matrix) -> Paper:
    question = table.question
    facts = [
        _("Cells: %(measure)s") % {"measure": question.measure.label},
        _("Searches and requests of the last %(count)s days") % {"count": question.days},
    ]
    notes = [_("» Topic of a current focus area of the centre")]
    if question.measure == Measure.DISTANCE:
        notes.append(
            _(
                "* also by phone, online or at home. Distance as the crow flies from the middle of the municipality."
            )
        )
    columns = [
        PaperColumn(_("Topic"), 1),
        PaperColumn(_("All"), is_number=True, upright=True),
        PaperColumn(_("Searches without a result"), is_number=True, upright=True),
        *([PaperColumn(_("Requests"), is_number=True, upright=True)] if table.has_requests else []),
        *(PaperColumn(column.name, is_number=True, upright=True) for column in table.columns),
    ]
    heads = {group.head.key for group in table.groups} | {""}
    rows = [
        PaperRow(
            _paper_cells(row, table),
            is_head=not row.key or (row.key in heads and not question.only_areas),
            mark="» " if row.is_focus else "",
        )
        for row in [*table.rows, table.total]
    ]
    title = _("Topics by %(columns)s") % {"columns": question.by.label}
    return Paper(
        "matrix",
        title,
        centre,
        tuple(facts),
        tuple(columns),
        tuple(rows),
        tuple(legend(question.measure)),
        tuple(notes),
    )


def _paper_cells(row: Row, table: Matrix) -> tuple[PaperCell, ...]:
    needs = text_cells([row.searches, row.requests] if table.has_requests else [row.searches])
    cells = tuple(PaperCell(cell.text, cell.level) for cell in row.cells)
    return (PaperCell(row.name), PaperCell(row.total.text), *needs, *cells)
