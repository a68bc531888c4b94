"""List, new entry, edit."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.organisations import actions
from vielklang.organisations.forms_desk import FilterForm, OrganisationForm, umbrella_names
from vielklang.organisations.listing import clean_values, organisation_page
from vielklang.organisations.models import Organisation
from vielklang.organisations.queries import likely_duplicates
from vielklang.organisations.rules import access_handed_on, access_organisation
from vielklang.organisations.views.undo import removed_thing

EDIT = Permission.ORGANISATION_EDIT


@desk(Permission.ORGANISATION_VIEW)
@require_safe
def desk_list(request: AreaRequest) -> HttpResponse:
    form = FilterForm(request.GET, area=request.area)
    values = clean_values(form)
    page = organisation_page(request.area.centre, values)
    is_filtered = any(value for name, value in values.items() if name not in {"sort", "page"})
    context = {"form": form, "page": page, "sort": values.get("sort") or "name", "is_filtered": is_filtered}
    context["moved"] = _moved(request)
    return render(request, "organisations/desk/list.html", context)


def _moved(request: AreaRequest) -> Organisation | None:
    """The entry that was handed to another centre just now, where it can be taken back."""
    removed = removed_thing(request)
    if removed is None or removed["kind"] != "moved" or not request.area.can(Permission.CENTRE_EDIT):
        return None
    try:
        return access_handed_on(request.area, uuid.UUID(removed["id"]), Permission.CENTRE_EDIT)
    except Http404:
        return None


@desk(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_new(request: AreaRequest) -> HttpResponse:
    """Before something is saved that is there already, the likely entries are shown; "save anyway" saves."""
    area, likely = request.area, []
    form = OrganisationForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        if "anyway" not in request.POST:
            likely = likely_duplicates(area.centre, form.entry())
        if not likely:
            row = actions.create_organisation(by=area.actor, draft=form.draft())
            actions.describe_organisation(by=area.actor, organisation=row, texts=form.texts())
            messages.success(request, _("“%(name)s” is in the register now.") % {"name": row.name})
            return redirect(area.url("organisations:desk_detail", row.public_id))
    context = {"form": form, "likely": likely, "umbrellas": umbrella_names(area), "organisation": None}
    return _page(request, form, context)


@desk(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_edit(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area = request.area
    organisation = access_organisation(area, public_id, EDIT, lock=request.method == "POST")
    form = OrganisationForm(request.POST or None, area=area, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        save_form(request, organisation, form)
        return redirect(area.url("organisations:desk_detail", public_id))
    context = {"form": form, "umbrellas": umbrella_names(area), "organisation": organisation, "likely": []}
    return _page(request, form, context)


def save_form(request: AreaRequest, organisation: Organisation, form: OrganisationForm) -> None:
    by = request.area.actor
    actions.update_organisation(by=by, organisation=organisation, draft=form.draft())
    actions.describe_organisation(by=by, organisation=organisation, texts=form.texts())
    messages.success(request, _("Saved."))


def _page(request: AreaRequest, form: OrganisationForm, context: dict[str, object]) -> HttpResponse:
    status = 400 if form.errors else 200
    return render(request, "organisations/desk/edit.html", context, status=status)
