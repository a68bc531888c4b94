"""Reports of readers at the desk: list, one report (its reading is recorded), what becomes of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_fsm import TransitionNotAllowed

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.upkeep.actions.reports import finish_report, reject_report, reopen_report, take_report
from vielklang.upkeep.forms_desk import ReportFilterForm, ReportStateForm
from vielklang.upkeep.models import OfferReport
from vielklang.upkeep.queries import report_rows
from vielklang.upkeep.rules import access_report
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.REPORT_HANDLE)
@require_safe
def reports(request: AreaRequest) -> HttpResponse:
    form = ReportFilterForm(request.GET)
    form.is_valid()
    rows = report_rows(
        OfferReport.objects, form.cleaned_data.get("state", ""), form.cleaned_data.get("category", "")
    )
    context = {"page": page_of(request, rows), "query": keep_query(request), "form": form}
    return render(request, "upkeep/desk/reports.html", context)


@desk(Permission.REPORT_HANDLE)
@require_safe
def report(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found, contact = access_report(request.area, public_id)
    return render(
        request,
        "upkeep/desk/report.html",
        {"report": found, "contact": contact, "form": ReportStateForm(initial={"answer": found.answer})},
    )


@desk(Permission.REPORT_HANDLE)
@require_POST
def set_state(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found, contact = access_report(request.area, public_id)
    form = ReportStateForm(request.POST)
    if not form.is_valid():
        context = {"report": found, "contact": contact, "form": form}
        return render(request, "upkeep/desk/report.html", context, status=400)
    _do(request, found, form.cleaned_data["action"], form.cleaned_data["answer"])
    return redirect(request.area.url("upkeep:desk_report", found.public_id))


def _do(request: AreaRequest, report: OfferReport, name: str, answer: str) -> None:
    by = request.area.actor
    doing: dict[str, Callable[[], object]] = {
        "take": lambda: take_report(by=by, report=report),
        "finish": lambda: finish_report(by=by, report=report, answer=answer),
        "reject": lambda: reject_report(by=by, report=report, answer=answer),
        "reopen": lambda: reopen_report(by=by, report=report),
    }
    try:
        doing[name]()
        messages.success(request, _("Saved. Everybody at the centre sees it."))
    except TransitionNotAllowed:
        messages.error(request, _("Somebody else was quicker: the report has another state now."))
