"""Checklists of a centre, and their ticks in an enquiry."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions.checklists import remove_checklist, save_checklist, tick_steps
from vielklang.enquiries.checklists import checklists, progress_of
from vielklang.enquiries.desk_rows import topic_words
from vielklang.enquiries.forms_desk_work import ChecklistForm
from vielklang.enquiries.models import Checklist
from vielklang.enquiries.rules import access_enquiry
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def checklist_list(request: AreaRequest) -> HttpResponse:
    page = page_of(request, checklists().order_by("removed_at", "title", "pk"))
    rows = [(row, topic_words(row.topics)) for row in page.object_list]
    context = {"page": page, "rows": rows, "query": keep_query(request)}
    return render(request, "enquiries/desk/checklists.html", context)


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_new(request: AreaRequest) -> HttpResponse:
    return _edit(request, None)


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: AreaRequest, checklist_id: uuid.UUID) -> HttpResponse:
    return _edit(request, _found(checklist_id))


def _found(checklist_id: uuid.UUID) -> Checklist:
    row = checklists().filter(public_id=checklist_id).first()
    if row is None:
        raise Http404
    return row


def _edit(request: AreaRequest, found: Checklist | None) -> HttpResponse:
    steps = "\n".join(step.text for step in found.steps.all()) if found else ""
    initial = {"title": found.title, "topics": found.topics, "steps": steps} if found else {}
    form = ChecklistForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        area = request.area
        save_checklist(by=area.actor, centre=area.centre, checklist=found, **form.cleaned_data)
        messages.success(request, _("The checklist is saved."))
        return redirect(area.url("enquiries:desk_checklists"))
    context = {"form": form, "found": found}
    return render(request, "enquiries/desk/checklist.html", context, status=400 if form.errors else 200)


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def checklist_remove(request: AreaRequest, checklist_id: uuid.UUID) -> HttpResponse:
    """With `undo` the other way round."""
    is_removed = "undo" not in request.POST
    remove_checklist(by=request.area.actor, checklist=_found(checklist_id), is_removed=is_removed)
    messages.success(
        request,
        _("The checklist is removed. You can take this back in the list.")
        if is_removed
        else _("The checklist is there again."),
    )
    return redirect(request.area.url("enquiries:desk_checklists"))


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def tick(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Only steps that the page showed are changed."""
    found = access_enquiry(request.area.actor, public_id)
    steps = {str(row.step.public_id): row.step for part in progress_of(found) for row in part.steps}
    shown = [steps[key] for key in request.POST.getlist("shown") if key in steps]
    done = [step for step in shown if str(step.public_id) in request.POST.getlist("done")]
    tick_steps(by=request.area.actor, enquiry=found, shown=shown, done=done)
    messages.success(request, _("The checklist is saved."))
    return redirect(f"{request.area.url('enquiries:desk_enquiry', public_id)}#checklists")
