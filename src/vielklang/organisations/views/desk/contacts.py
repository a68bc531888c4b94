"""Contact persons and internal notes of one entry."""

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
from vielklang.organisations.forms_desk import ContactForm, NoteForm
from vielklang.organisations.rules import access_contact, access_note, access_organisation
from vielklang.organisations.views.desk.facts import detail_context
from vielklang.organisations.views.undo import with_undo

EDIT = Permission.ORGANISATION_EDIT


@desk(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_contact_new(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area = request.area
    organisation = access_organisation(area, public_id, EDIT)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_contact(by=area.actor, organisation=organisation, centre=area.centre, draft=form.draft())
        messages.success(request, _("The contact person is added."))
        return redirect(area.url("organisations:desk_detail", public_id))
    context = {"organisation": organisation, "form": form, "contact": None}
    return render(request, "organisations/desk/contact.html", context, status=400 if form.errors else 200)


@desk(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_contact_edit(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area = request.area
    contact = access_contact(area, public_id, EDIT)
    form = ContactForm(request.POST or None, contact=contact)
    if request.method == "POST" and form.is_valid():
        actions.change_contact(by=area.actor, contact=contact, draft=form.draft())
        messages.success(request, _("Saved."))
        return redirect(area.url("organisations:desk_detail", contact.organisation.public_id))
    context = {"organisation": contact.organisation, "form": form, "contact": contact}
    return render(request, "organisations/desk/contact.html", context, status=400 if form.errors else 200)


@desk(EDIT)
@require_POST
def desk_contact_remove(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    contact = access_contact(request.area, public_id, EDIT)
    detail = request.area.url("organisations:desk_detail", contact.organisation.public_id)
    actions.remove_contact(by=request.area.actor, contact=contact)
    return redirect(with_undo(detail, "contact", public_id))


@desk(EDIT)
@require_POST
def desk_contact_restore(request: AreaRequest, public_id: uuid.UUID, removed: uuid.UUID) -> HttpResponse:
    organisation = access_organisation(request.area, public_id, EDIT)
    row = actions.restore_contact(by=request.area.actor, organisation=organisation, public_id=removed)
    if row is not None:
        messages.success(request, _("The contact person is back."))
    return redirect(request.area.url("organisations:desk_detail", public_id))


@desk(EDIT)
@require_POST
def desk_note_add(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area = request.area
    organisation = access_organisation(area, public_id, EDIT)
    form = NoteForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        actions.add_note(by=area.actor, organisation=organisation, centre=area.centre, text=text)
        messages.success(request, _("The note is saved."))
        return redirect(area.url("organisations:desk_detail", public_id))
    context = detail_context(area, organisation) | {"note_form": form, "removed": None}
    return render(request, "organisations/desk/detail.html", context, status=400)


@desk(EDIT)
@require_POST
def desk_note_remove(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    note = access_note(request.area, public_id, EDIT)
    detail = request.area.url("organisations:desk_detail", note.organisation.public_id)
    actions.remove_note(by=request.area.actor, note=note)
    return redirect(with_undo(detail, "note", public_id))


@desk(EDIT)
@require_POST
def desk_note_restore(request: AreaRequest, public_id: uuid.UUID, removed: uuid.UUID) -> HttpResponse:
    organisation = access_organisation(request.area, public_id, EDIT)
    row = actions.restore_note(by=request.area.actor, organisation=organisation, public_id=removed)
    if row is not None:
        messages.success(request, _("The note is back."))
    return redirect(request.area.url("organisations:desk_detail", public_id))
