"""What an organisation proposed about itself: accept or reject; what it changed at once: seen."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.organisations import actions
from vielklang.organisations.forms_desk import RejectForm
from vielklang.organisations.rules import access_change
from vielklang.organisations.views.desk.facts import detail_context

EDIT = Permission.ORGANISATION_EDIT


@desk(EDIT)
@require_POST
def desk_change_accept(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area, change = request.area, access_change(request.area, public_id, EDIT)
    try:
        actions.accept_change(by=area.actor, change=change)
        messages.success(request, _("The change is public now."))
    except actions.ChangeDecidedError:
        messages.error(request, _("Somebody has decided about this change already."))
    return redirect(area.url("organisations:desk_detail", change.organisation.public_id))


@desk(EDIT)
@require_POST
def desk_change_reject(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area, change = request.area, access_change(request.area, public_id, EDIT)
    form = RejectForm(request.POST)
    if not form.is_valid():
        context = detail_context(area, change.organisation) | {"reject_form": form, "removed": None}
        return render(request, "organisations/desk/detail.html", context, status=400)
    try:
        actions.reject_change(by=area.actor, change=change, reason=form.cleaned_data["reason"])
        messages.success(request, _("The organisation reads your reason in its profile."))
    except actions.ChangeDecidedError:
        messages.error(request, _("Somebody has decided about this change already."))
    return redirect(area.url("organisations:desk_detail", change.organisation.public_id))


@desk(EDIT)
@require_POST
def desk_change_seen(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """`shown_at` is what the page showed; where more has changed since, it is shown first."""
    area, change = request.area, access_change(request.area, public_id, EDIT)
    try:
        actions.see_change(by=area.actor, change=change, shown_at=_moment(request.POST.get("shown_at", "")))
        messages.success(request, _("Seen. It waits for nobody any more."))
    except actions.ChangeDecidedError:
        messages.error(request, _("A colleague has seen it already, or more has changed. Please look again."))
    return redirect(area.url("organisations:desk_detail", change.organisation.public_id))


def _moment(text: str) -> dt.datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
