"""One enquiry at the desk: the conversation and everything that may be done with it. Reading it is recorded."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_fsm import TransitionNotAllowed

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.absences import away_on
from vielklang.enquiries.actions import (
    ChangedMeanwhileError,
    answer_as_shown,
    close_as_shown,
    reopen_enquiry,
    take_as_shown,
)
from vielklang.enquiries.actions.mentions import note_naming
from vielklang.enquiries.desk_helps import help_with
from vielklang.enquiries.desk_page import changed_page, enquiry_page
from vielklang.enquiries.desk_rows import number_of
from vielklang.enquiries.desk_sent import sent_words
from vielklang.enquiries.enums import Outcome
from vielklang.enquiries.forms_desk import AnswerForm, AssignForm, CloseForm, NoteForm, chosen_ids
from vielklang.enquiries.queries import colleagues, offers_to_name, read_edition
from vielklang.enquiries.regrouping import surviving
from vielklang.enquiries.rules import access_enquiry


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def enquiry(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access_enquiry(request.area.actor, public_id)
    if found.merged_into_id is not None:
        whole = surviving(found)
        messages.info(request, _("Enquiry %(number)s is part of this one.") % {"number": number_of(found)})
        return redirect(request.area.url("enquiries:desk_enquiry", whole.public_id))
    return enquiry_page(request, found)


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def answer(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send the answer; or, with another of its buttons, help with it and keep what is written."""
    found, chosen = access_enquiry(request.area.actor, public_id), chosen_ids(request.POST)
    if (helped := help_with(request, found)) is not None:
        return helped
    form = AnswerForm(request.POST, request.FILES, language=found.language)
    if not form.is_valid():
        return enquiry_page(request, found, answer=form, chosen=chosen, status=400)
    shown, offers = read_edition(request.POST.get("edition", "")), offers_to_name(chosen)
    try:
        answer_as_shown(by=request.area.actor, enquiry=found, shown=shown, offers=offers, **form.values())
    except (ChangedMeanwhileError, TransitionNotAllowed):
        return changed_page(request, found, answer=form, chosen=chosen)
    messages.success(request, sent_words(found))
    return redirect(request.area.url("enquiries:desk_enquiry", public_id))


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def note(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found, form = access_enquiry(request.area.actor, public_id), NoteForm(request.POST, people=colleagues())
    if not form.is_valid():
        return enquiry_page(request, found, note=form, status=400)
    note_naming(by=request.area.actor, enquiry=found, text=form.cleaned_data["note"], people=form.named())
    messages.success(request, _("The note is saved. Colleagues alone see it."))
    return redirect(request.area.url("enquiries:desk_enquiry", public_id))


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def assign(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found, people = access_enquiry(request.area.actor, public_id), colleagues()
    away = away_on()
    form = AssignForm(request.POST, people=people, away=away)
    if not form.is_valid():
        return enquiry_page(request, found, assign=form, status=400)
    person = form.people.get(form.cleaned_data["person"])
    if "mine" in request.POST:
        person = next((row for row in people if row.pk == request.area.actor.user_id), None)
    if person and person.pk in away and not {"mine", "despite"} & request.POST.keys():
        return enquiry_page(request, found, assign=form, extra={"away": away[person.pk]})
    shown = read_edition(request.POST.get("edition", ""))
    try:
        take_as_shown(by=request.area.actor, enquiry=found, shown=shown, person=person)
    except (ChangedMeanwhileError, TransitionNotAllowed):
        return changed_page(request, found)
    messages.success(
        request,
        _("%(name)s looks after it now.") % {"name": person} if person else _("Nobody looks after it now."),
    )
    return redirect(request.area.url("enquiries:desk_enquiry", public_id))


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def close(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found, form = access_enquiry(request.area.actor, public_id), CloseForm(request.POST)
    if not form.is_valid():
        return enquiry_page(request, found, close=form, status=400)
    shown, outcome = read_edition(request.POST.get("edition", "")), Outcome(form.cleaned_data["outcome"])
    try:
        close_as_shown(by=request.area.actor, enquiry=found, shown=shown, outcome=outcome)
    except (ChangedMeanwhileError, TransitionNotAllowed):
        return changed_page(request, found, close=form)
    messages.success(request, _("The enquiry is closed. You can undo this below."))
    return redirect(request.area.url("enquiries:desk_enquiry", public_id))


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def reopen(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access_enquiry(request.area.actor, public_id)
    try:
        reopen_enquiry(by=request.area.actor, enquiry=found)
        messages.success(request, _("The enquiry is open again."))
    except TransitionNotAllowed:
        messages.warning(request, _("Somebody else was quicker: the enquiry is open already."))
    return redirect(request.area.url("enquiries:desk_enquiry", public_id))
