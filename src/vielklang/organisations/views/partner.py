"""The organisation's own pages: what it says about itself, its contact persons, its page in the guide."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, partner
from vielklang.core.areas import Area
from vielklang.core.permissions import Permission
from vielklang.organisations import actions
from vielklang.organisations.changes_desk import differences, latest_change, open_change
from vielklang.organisations.forms_desk import PartnerContactForm, PartnerOrganisationForm
from vielklang.organisations.queries import condition_states, funding_state
from vielklang.organisations.rules import access_contact, access_contacts, access_organisation
from vielklang.organisations.views.undo import removed_thing, with_undo

VIEW, EDIT = Permission.OFFER_VIEW, Permission.ORGANISATION_EDIT
PROFILE = "organisations:partner_profile"


@partner(VIEW)
@require_safe
def partner_profile(request: AreaRequest) -> HttpResponse:
    area = request.area
    organisation = access_organisation(area, area.organisation.public_id, VIEW)
    states, change = condition_states(organisation), latest_change(organisation)
    context = {
        "organisation": organisation,
        "texts": list(organisation.texts.all()),
        "contacts": access_contacts(area, organisation),
        "may_see_contacts": area.can(Permission.CONTACT_VIEW),
        "states": states,
        "funding_state": funding_state(states),
        "may_edit": area.can(EDIT),
        "may_write": _may_write(area),
        "change": change,
        "differences": differences(organisation, change),
        "removed": removed_thing(request) if area.can(EDIT) else None,
    }
    return render(request, "organisations/partner/profile.html", context)


@partner(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def partner_edit(request: AreaRequest) -> HttpResponse:
    area = request.area
    lock = request.method == "POST"
    organisation = access_organisation(area, area.organisation.public_id, EDIT, lock=lock)
    if not _may_write(area):
        raise PermissionDenied
    change = open_change(organisation)
    form = PartnerOrganisationForm(request.POST or None, area=area, organisation=organisation, change=change)
    if request.method == "POST" and form.is_valid():
        waits = actions.save_profile(
            by=area.actor, organisation=organisation, draft=form.draft(), texts=form.texts()
        )
        messages.success(
            request, _("Saved. A part waits for your integration centre.") if waits else _("Saved.")
        )
        return redirect(area.url(PROFILE))
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/partner/edit.html", context, status=400 if form.errors else 200)


def _may_write(area: Area) -> bool:
    """Public words wait for a centre or are trusted by one; where there is neither, nobody could look at them."""
    return area.can(EDIT) and (area.centre is not None or area.organisation.publishes_directly)


@partner(EDIT)
@require_POST
def partner_profile_request(request: AreaRequest) -> HttpResponse:
    actions.request_profile(by=request.area.actor, organisation=request.area.organisation)
    messages.success(request, _("Your integration centre has been asked. You see the answer here."))
    return redirect(request.area.url(PROFILE))


@partner(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def partner_contact_new(request: AreaRequest) -> HttpResponse:
    area = request.area
    if area.centre is None:  # no centre keeps this entry, so nobody could keep the person's data
        raise PermissionDenied
    form = PartnerContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_contact(
            by=area.actor, organisation=area.organisation, centre=area.centre, draft=form.draft()
        )
        messages.success(request, _("The contact person is added."))
        return redirect(area.url(PROFILE))
    context = {"form": form, "contact": None}
    return render(request, "organisations/partner/contact.html", context, status=400 if form.errors else 200)


@partner(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def partner_contact_edit(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    contact = access_contact(request.area, public_id, EDIT)
    form = PartnerContactForm(request.POST or None, contact=contact)
    if request.method == "POST" and form.is_valid():
        actions.change_contact(by=request.area.actor, contact=contact, draft=form.draft())
        messages.success(request, _("Saved."))
        return redirect(request.area.url(PROFILE))
    context = {"form": form, "contact": contact}
    return render(request, "organisations/partner/contact.html", context, status=400 if form.errors else 200)


@partner(EDIT)
@require_POST
def partner_contact_remove(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    contact = access_contact(request.area, public_id, EDIT)
    actions.remove_contact(by=request.area.actor, contact=contact)
    return redirect(with_undo(request.area.url(PROFILE), "contact", public_id))


@partner(EDIT)
@require_POST
def partner_contact_restore(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area = request.area
    row = actions.restore_contact(by=area.actor, organisation=area.organisation, public_id=public_id)
    if row is not None:
        messages.success(request, _("The contact person is back."))
    return redirect(area.url(PROFILE))
