"""Remarks about the guide at the desk: the list, one remark (its reading is recorded), ticking off."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.upkeep.actions.feedback import finish_feedback, reopen_feedback
from vielklang.upkeep.models import GuideFeedback
from vielklang.upkeep.rules import access_feedback
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.REPORT_HANDLE)
@require_safe
def feedback_list(request: AreaRequest) -> HttpResponse:
    """Open ones, oldest first; with `done=1` those that are settled, newest first."""
    shows_done = request.GET.get("done") == "1"
    rows = GuideFeedback.objects.filter(done_at__isnull=not shows_done)
    rows = rows.order_by("-done_at", "-pk") if shows_done else rows.order_by("created_at", "pk")
    context = {"page": page_of(request, rows), "query": keep_query(request), "shows_done": shows_done}
    return render(request, "upkeep/desk/feedback_list.html", context)


@desk(Permission.REPORT_HANDLE)
@require_safe
def feedback(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access_feedback(request.area, public_id)
    return render(request, "upkeep/desk/feedback.html", {"feedback": found})


@desk(Permission.REPORT_HANDLE)
@require_POST
def set_done(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """`action`: "reopen", or else it is done; back to the list, where the next one waits."""
    found = access_feedback(request.area, public_id)
    if request.POST.get("action") == "reopen":
        reopen_feedback(by=request.area.actor, feedback=found)
        messages.success(request, _("The remark is open again."))
        return redirect(request.area.url("upkeep:desk_feedback", found.public_id))
    finish_feedback(by=request.area.actor, feedback=found)
    messages.success(request, _("Done. It stands among the settled remarks."))
    return redirect(request.area.url("upkeep:desk_feedback_list"))
