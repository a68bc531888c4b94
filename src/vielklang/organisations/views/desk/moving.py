"""The lead hands an entry to another centre, and takes it back where that was a mistake."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.organisations import actions
from vielklang.organisations.actions.moving import rows_left
from vielklang.organisations.comparison_desk import counted
from vielklang.organisations.forms_desk import MoveForm
from vielklang.organisations.rules import access_handed_on, access_organisation
from vielklang.organisations.views.undo import with_undo

LEAD = Permission.CENTRE_EDIT
"""The rules of the centre are its lead's, and so is what belongs to it."""


@desk(LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_move(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area = request.area
    organisation = access_organisation(area, public_id, LEAD, lock=request.method == "POST")
    left = counted(rows_left(organisation, area.centre))
    form = MoveForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid() and not left:
        actions.move_organisation(
            by=area.actor, organisation=organisation, centre=form.cleaned_data["target"]
        )
        return redirect(with_undo(area.url("organisations:desk_list"), "moved", public_id))
    context = {"organisation": organisation, "form": form, "left": left}
    status = 200 if request.method != "POST" else 400
    return render(request, "organisations/desk/move.html", context, status=status)


@desk(LEAD)
@require_POST
def desk_move_undo(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area = request.area
    organisation = access_handed_on(area, public_id, LEAD)
    try:
        actions.move_organisation(by=area.actor, organisation=organisation, centre=area.centre)
    except actions.CannotMoveError:
        messages.error(request, _("The other centre works with the entry already. Please talk to it."))
        return redirect(area.url("organisations:desk_list"))
    messages.success(request, _("“%(name)s” is back at your centre.") % {"name": organisation.name})
    return redirect(area.url("organisations:desk_detail", public_id))
