"""Who is away and who stands in; and where somebody was mentioned."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions.absences import AlreadyAwayError, enter_absence, remove_absence
from vielklang.enquiries.desk_rows import number_of
from vielklang.enquiries.forms_desk_work import AbsenceForm
from vielklang.enquiries.mentions import mentions_of, unseen
from vielklang.enquiries.models import Absence
from vielklang.enquiries.queries import colleagues


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: AreaRequest) -> HttpResponse:
    """One's own; the leads enter those of others too."""
    area, people = request.area, colleagues()
    me = [row for row in people if row.pk == area.actor.user_id]
    persons = people if area.can(Permission.CENTRE_EDIT) else me
    initial = {"person": me[0].public_id if me else ""}
    data = request.POST if request.method == "POST" else None
    form = AbsenceForm(data, persons=persons, people=people, initial=initial)
    if data is not None and form.is_valid():
        try:
            enter_absence(by=area.actor, centre=area.centre, **form.values())
            messages.success(request, _("The absence is entered. It begins and ends by itself."))
            return redirect(area.url("enquiries:desk_absences"))
        except AlreadyAwayError:
            form.add_error("starts_on", _("There is an absence on these days already."))
    rows = Absence.objects.filter(ends_on__gte=timezone.localdate()).select_related("person", "substitute")
    context = {"form": form, "rows": [(row, _may_remove(request, row)) for row in rows]}
    return render(request, "enquiries/desk/absences.html", context, status=400 if form.errors else 200)


def _may_remove(request: AreaRequest, row: Absence) -> bool:
    return row.person_id == request.area.actor.user_id or request.area.can(Permission.CENTRE_EDIT)


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def absence_remove(request: AreaRequest, absence_id: uuid.UUID) -> HttpResponse:
    row = Absence.objects.filter(public_id=absence_id).select_related("person").first()
    if row is None:
        raise Http404
    if not _may_remove(request, row):
        raise PermissionDenied
    remove_absence(by=request.area.actor, absence=row)
    messages.success(request, _("The absence of %(name)s is removed.") % {"name": row.person})
    return redirect(request.area.url("enquiries:desk_absences"))


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def mentions(request: AreaRequest) -> HttpResponse:
    """Where colleagues named the one who looks; what was opened since is no longer new."""
    user = request.area.actor.user_id
    found = mentions_of(user)
    new = set(unseen(found, user))
    rows = [(row, number_of(row.enquiry), row in new) for row in found]
    return render(request, "enquiries/desk/mentions.html", {"rows": rows})
