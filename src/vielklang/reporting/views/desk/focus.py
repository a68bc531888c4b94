"""Focus areas (Arbeitsschwerpunkte) of the centre: what it works on most, for how long, and with which goals."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.centres.actions import delete_focus_area, set_focus_area
from vielklang.centres.models import FocusArea
from vielklang.core.permissions import Permission
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.enums import GOAL_STATES
from vielklang.reporting.forms_desk import FocusForm
from vielklang.reporting.rules import access_focus_area
from vielklang.web.formats import page_tag


@desk(Permission.CENTRE_EDIT)
@require_safe
def focus_areas(request: AreaRequest) -> HttpResponse:
    taxonomy, today, tag = get_taxonomy(), timezone.localdate(), page_tag()
    rows = [
        {
            "area": area,
            "names": [taxonomy.name_of(key, tag) for key in area.keys],
            "goals": [(goal["text"], goal["state"], GOAL_STATES[goal["state"]]) for goal in area.goals],
            "is_current": area.is_current(today),
            "is_over": area.valid_until is not None and area.valid_until < today,
        }
        for area in FocusArea.objects.filter(centre=request.area.centre)
    ]
    rows.sort(key=lambda row: (row["is_over"], not row["is_current"]))
    return render(request, "reporting/desk/focus.html", {"rows": rows})


@desk(Permission.CENTRE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest) -> HttpResponse:
    return _form(request, None)


@desk(Permission.CENTRE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: AreaRequest, focus: UUID) -> HttpResponse:
    return _form(request, access_focus_area(request.area.centre, focus))


@desk(Permission.CENTRE_EDIT)
@require_POST
def delete(request: AreaRequest, focus: UUID) -> HttpResponse:
    area = access_focus_area(request.area.centre, focus)
    delete_focus_area(by=request.area.actor, area=area)
    messages.success(request, _("“%(title)s” was deleted.") % {"title": area.title})
    return redirect(request.area.url("reporting:desk_focus"))


def _form(request: AreaRequest, area: FocusArea | None) -> HttpResponse:
    form = FocusForm(request.POST if request.method == "POST" else None, area=area)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        set_focus_area(
            by=request.area.actor,
            centre=request.area.centre,
            area=area,
            title=values["title"],
            keys=values["keys"],
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
            goals=form.goals,
            is_public=values["is_public"],
        )
        messages.success(request, _("Saved."))
        return redirect(request.area.url("reporting:desk_focus"))
    status = 400 if form.errors else 200
    return render(request, "reporting/desk/focus_form.html", {"form": form, "focus": area}, status=status)
