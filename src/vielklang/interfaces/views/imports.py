"""Import at the desk: file → check → import → done. Each page says what happens next."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.interfaces import actions, queries
from vielklang.interfaces.actions import Upload, WrongStateError
from vielklang.interfaces.enums import Choice, Outcome
from vielklang.interfaces.exports import template as templates
from vielklang.interfaces.forms_desk import MOST_MEGABYTES, UploadForm
from vielklang.interfaces.formulas import neutral
from vielklang.interfaces.models import ImportRun
from vielklang.interfaces.progress import progress_of
from vielklang.interfaces.rules import access_run

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEMPLATES = {
    "xlsx": (templates.template_xlsx, _XLSX),
    "csv": (templates.template_csv, "text/csv; charset=utf-8"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Permission.DATA_IMPORT)
def overview(request: AreaRequest) -> HttpResponse:
    """The upload, and what was imported before."""
    form = UploadForm(request.POST or None, request.FILES or None, centre=request.area.centre)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload = Upload(
            file_name=file.name,
            content=file.read(),
            options=form.options(),
            language=str(getattr(request, "LANGUAGE_CODE", "de")),
        )
        run = actions.start_import(by=request.area.actor, centre=request.area.centre, upload=upload)
        return redirect(_address(request, run))
    context = {
        "form": form,
        "runs": queries.recent_runs(request.area),
        "steps": queries.steps(None),
        "most_megabytes": MOST_MEGABYTES,
    }
    return TemplateResponse(
        request, "interfaces/desk/import.html", context, status=400 if form.errors else 200
    )


@require_safe
@desk(Permission.DATA_IMPORT)
def template(request: AreaRequest, form: str) -> HttpResponse:
    """The empty table with code lists."""
    if form not in _TEMPLATES:
        raise Http404
    write, content_type = _TEMPLATES[form]
    file = io.BytesIO()
    write(file, request.area.centre)
    name = f"vorlage-angebote.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file.getvalue(), content_type=content_type, headers=headers)


@require_safe
@desk(Permission.DATA_IMPORT)
def show(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where the import is: progress, report, or what it made."""
    run = access_run(request.area, public_id)
    outcome = request.GET.get("show", "")
    page = queries.rows_page(run, outcome, request.GET.get("page", "1"))
    context = {
        "run": run,
        "steps": queries.steps(run),
        "progress": progress_of(run.public_id),
        "errors": queries.by_column(queries.grouped(run.report.get("errors", []))),
        "notes": queries.grouped(run.report.get("notes", [])),
        "tabs": _tabs(run, outcome),
        "page": page,
        "rows": [(row, queries.choices_of(row), queries.changed_in(row)) for row in page],
        "show": outcome,
        "made": queries.made(request.area, run),
    }
    return TemplateResponse(request, "interfaces/desk/import_run.html", context)


@require_safe
@desk(Permission.DATA_IMPORT)
def progress(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """The bar alone, asked for every second; the whole page anew once the job is done."""
    run = access_run(request.area, public_id)
    if not run.is_working and request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()
    if not run.is_working:
        return redirect(_address(request, run))
    context = {"run": run, "progress": progress_of(run.public_id)}
    return TemplateResponse(request, "interfaces/desk/_progress.html", context)


@require_safe
@desk(Permission.DATA_IMPORT)
def problems(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """All errors and notes as a table to work through."""
    run = access_run(request.area, public_id)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([_("Row"), _("Column"), _("Reason"), _("What it is")])
    for kind, found in ((_("Error"), "errors"), (_("Note"), "notes")):
        for row, column, reason in run.report.get(found, []):
            writer.writerow([row or "", neutral(column), neutral(reason), kind])
    headers = {"Content-Disposition": 'attachment; filename="import-bericht.csv"'}
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers
    )


@require_POST
@desk(Permission.DATA_IMPORT)
def choose(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep the decisions of the rows on the page."""
    run = access_run(request.area, public_id)
    if _try(request, lambda: _choose(request, run)):
        messages.success(request, _("Your choice is saved."))
    return redirect(f"{_address(request, run)}?{_where(request.POST)}#rows")


@require_POST
@desk(Permission.DATA_IMPORT)
def start(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Import now, with the decisions of the page."""
    run = access_run(request.area, public_id)
    _try(request, lambda: _confirm(request, run))
    return redirect(_address(request, run))


@require_POST
@desk(Permission.DATA_IMPORT)
def discard(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    run = access_run(request.area, public_id)
    if _try(request, lambda: actions.discard_import(by=request.area.actor, run=run)):
        messages.success(request, _("The file was discarded. Nothing was changed."))
    return redirect(request.area.url("interfaces:import"))


@require_POST
@desk(Permission.DATA_IMPORT)
def undo(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    run = access_run(request.area, public_id)
    _try(request, lambda: actions.start_undo(by=request.area.actor, run=run))
    return redirect(_address(request, run))


def _confirm(request: AreaRequest, run: ImportRun) -> None:
    _choose(request, run)
    actions.confirm_import(by=request.area.actor, run=run)


def _choose(request: AreaRequest, run: ImportRun) -> None:
    found = {
        int(name.removeprefix("row-")): value
        for name, value in request.POST.items()
        if name.startswith("row-") and name[4:].isascii() and name[4:].isdigit() and len(name) < 14
    }
    choices = {number: value for number, value in found.items() if value in Choice.values}
    if choices:
        actions.choose_rows(by=request.area.actor, run=run, choices=choices)


def _try(request: AreaRequest, act: Callable[[], object]) -> bool:
    """Whether the action was possible; a page that is out of date says so instead of failing."""
    try:
        act()
    except WrongStateError:
        messages.error(request, _("This was not possible any more. Here is how the import stands now."))
        return False
    return True


def _address(request: AreaRequest, run: ImportRun) -> str:
    return request.area.url("interfaces:import_run", run.public_id)


def _where(query: Mapping[str, str]) -> str:
    page = query.get("page", "")
    shown = query.get("show", "")
    return f"show={shown if shown in Outcome.values else ''}&page={page if page.isdigit() else ''}"


def _tabs(run: ImportRun, shown: str) -> list[dict[str, object]]:
    """One tab per outcome that occurs, those that need a look first."""
    order = (
        Outcome.WRONG,
        Outcome.SIMILAR,
        Outcome.NEW,
        Outcome.CHANGED,
        Outcome.UNCHANGED,
        Outcome.GONE,
        Outcome.SKIPPED,
    )
    counts = run.counts
    tabs = [
        {"key": x.value, "label": x.label, "count": counts[x.value], "is_current": x.value == shown}
        for x in order
        if counts.get(x.value)
    ]
    everything = {"key": "", "label": _("All rows"), "count": sum(counts.values()), "is_current": not shown}
    return [everything, *tabs]
