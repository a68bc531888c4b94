"""One entry with all that its centre knows, and the switches that belong to the centre alone."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.areas import Area
from vielklang.core.permissions import Permission
from vielklang.organisations import actions
from vielklang.organisations.changes_desk import differences, direct_change, direct_differences, open_change
from vielklang.organisations.forms_desk import ConditionsForm, NoteForm, RejectForm
from vielklang.organisations.models import Organisation, OrganisationMerge
from vielklang.organisations.queries import condition_states, funding_state, history_of, offer_count
from vielklang.organisations.rules import access_contacts, access_notes, access_organisation, may
from vielklang.organisations.views.undo import removed_thing


@desk(Permission.ORGANISATION_VIEW)
@require_safe
def desk_detail(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = access_organisation(request.area, public_id, Permission.ORGANISATION_VIEW)
    context = detail_context(request.area, organisation)
    context["removed"] = removed_thing(request) if context["may_edit"] else None
    return render(request, "organisations/desk/detail.html", context)


def detail_context(area: Area, organisation: Organisation) -> dict[str, Any]:
    states, change = condition_states(organisation), open_change(organisation)
    direct = direct_change(area, organisation)
    return {
        "organisation": organisation,
        "texts": list(organisation.texts.all()),
        "contacts": access_contacts(area, organisation),
        "may_see_contacts": area.can(Permission.CONTACT_VIEW),
        "notes": access_notes(area, organisation),
        "note_form": NoteForm(),
        "change": change,
        "differences": differences(organisation, change),
        "direct": direct,
        "direct_differences": direct_differences(area, direct),
        "reject_form": RejectForm(),
        "states": states,
        "funding_state": funding_state(states),
        "members": list(organisation.members.order_by("name", "pk")[:50]),
        "offer_count": offer_count(organisation),
        "history": history_of(organisation),
        "merges": list(OrganisationMerge.objects.filter(kept=organisation, undone_at=None)[:20]),
        "may_edit": may(area, organisation, Permission.ORGANISATION_EDIT),
        "may_merge": may(area, organisation, Permission.ORGANISATION_MERGE),
        "may_trust": _may_trust(area, organisation),
        "may_move": may(area, organisation, Permission.CENTRE_EDIT),
    }


def _may_trust(area: Area, organisation: Organisation) -> bool:
    """The rules of the centre are its lead's."""
    return may(area, organisation, Permission.OFFER_PUBLISH) and area.can(Permission.CENTRE_EDIT)


@desk(Permission.CENTRE_EDIT)
@require_POST
def desk_trust(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = access_organisation(request.area, public_id, Permission.CENTRE_EDIT)
    if not _may_trust(request.area, organisation):
        raise PermissionDenied
    row = actions.set_trusted(
        by=request.area.actor, organisation=organisation, is_trusted=request.POST.get("trusted") == "yes"
    )
    if row.publishes_directly:
        messages.success(request, _("What this organisation changes is public at once from now on."))
    else:
        messages.success(request, _("What this organisation changes is reviewed first from now on."))
    return redirect(request.area.url("organisations:desk_detail", public_id))


@desk(Permission.ORGANISATION_EDIT)
@require_POST
def desk_public_profile(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = access_organisation(request.area, public_id, Permission.ORGANISATION_EDIT)
    row = actions.set_public_profile(
        by=request.area.actor, organisation=organisation, is_public=request.POST.get("public") == "yes"
    )
    if row.is_public_profile:
        messages.success(request, _("The organisation has a page of its own in the guide now."))
    else:
        messages.success(request, _("The organisation has no page of its own in the guide."))
    return redirect(request.area.url("organisations:desk_detail", public_id))


@desk(Permission.ORGANISATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_conditions(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Which of the state's conditions the organisation fulfils."""
    area = request.area
    organisation = access_organisation(area, public_id, Permission.ORGANISATION_EDIT)
    states = condition_states(organisation)
    form = ConditionsForm(request.POST or None, states=states)
    if request.method == "POST" and form.is_valid():
        actions.answer_conditions(
            by=area.actor, organisation=organisation, centre=area.centre, answers=form.answers()
        )
        messages.success(request, _("Saved."))
        return redirect(area.url("organisations:desk_detail", public_id))
    rows = [{"state": state, "field": form[state.condition.key]} for state in states]
    context = {"organisation": organisation, "form": form, "rows": rows}
    return render(request, "organisations/desk/conditions.html", context, status=400 if form.errors else 200)
