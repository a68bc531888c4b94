"""Merging two enquiries of one person side by side, splitting one, and the undo."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions.desk import ChangedMeanwhileError
from vielklang.enquiries.actions.desk_regrouping import merge_as_shown, split_as_shown
from vielklang.enquiries.actions.regrouping import CannotRegroupError, undo_regrouping
from vielklang.enquiries.desk_regrouping import REASONS, found_by_number, side_of
from vielklang.enquiries.models import Enquiry, EnquiryMessage, EnquiryRegrouping
from vielklang.enquiries.queries import read_edition
from vielklang.enquiries.rules import access_enquiry


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose by number, look at both, then make one of them."""
    area, found = request.area, access_enquiry(request.area.actor, public_id)
    number = (request.POST if request.method == "POST" else request.GET).get("number", "")[:40]
    chosen = found_by_number(number, found) if number else None
    other = access_enquiry(area.actor, chosen.public_id) if chosen else None
    if request.method != "POST" or other is None:
        return _merge_page(request, found, other, 400 if request.method == "POST" else 200)
    shown = [read_edition(request.POST.get(name, "")) for name in ("edition", "other_edition")]
    try:
        whole = merge_as_shown(by=area.actor, one=found, other=other, shown=(shown[0], shown[1]))
    except CannotRegroupError as error:
        return _merge_page(request, found, other, 409, str(REASONS[error.reason]))
    except ChangedMeanwhileError:
        return _merge_page(request, found, other, 409, _changed())
    messages.success(request, _("The two are one enquiry now. Both codes open it. You can undo this below."))
    return redirect(area.url("enquiries:desk_enquiry", whole.public_id))


def _changed() -> str:
    return _("Somebody changed it since this page was shown. Please look again.")


def _merge_page(
    request: AreaRequest, found: Enquiry, other: Enquiry | None, status: int, problem: str = ""
) -> HttpResponse:
    number = (request.POST if request.method == "POST" else request.GET).get("number", "")[:40]
    if number and other is None:
        problem = _("No other enquiry has this number, or more than one. Please type all eight signs.")
    context = {
        "one": side_of(found), "other": side_of(other) if other else None, "asked_number": number, "problem": problem,
    }  # fmt: skip
    return render(request, "enquiries/desk/merge.html", context, status=status)


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose what becomes an enquiry of its own."""
    area, found = request.area, access_enquiry(request.area.actor, public_id)
    chosen = set(request.POST.getlist("messages"))
    if request.method != "POST":
        return _split_page(request, found, chosen, 200)
    going = [row for row in EnquiryMessage.objects.filter(enquiry=found) if str(row.public_id) in chosen]
    shown = read_edition(request.POST.get("edition", ""))
    try:
        made = split_as_shown(by=area.actor, enquiry=found, shown=shown, messages=going)
    except CannotRegroupError as error:
        return _split_page(request, found, chosen, 400, str(REASONS[error.reason]))
    except ChangedMeanwhileError:
        return _split_page(request, found, chosen, 409, _changed())
    messages.success(request, _("This is an enquiry of its own now. The person reads it with the same code."))
    return redirect(area.url("enquiries:desk_enquiry", made.public_id))


def _split_page(
    request: AreaRequest, found: Enquiry, chosen: set[str], status: int, problem: str = ""
) -> HttpResponse:
    context = {"one": side_of(found), "chosen": chosen, "problem": problem}
    return render(request, "enquiries/desk/split.html", context, status=status)


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def undo(request: AreaRequest, public_id: uuid.UUID, regrouping_id: uuid.UUID) -> HttpResponse:
    found = access_enquiry(request.area.actor, public_id)
    row = EnquiryRegrouping.objects.filter(public_id=regrouping_id).first()
    if row is None or found.pk not in {row.origin_id, row.target_id}:
        raise Http404
    try:
        found = undo_regrouping(by=request.area.actor, regrouping=row)
        messages.success(request, _("It is as it was before."))
    except CannotRegroupError as error:
        messages.warning(request, str(REASONS[error.reason]))
    return redirect(request.area.url("enquiries:desk_enquiry", found.public_id))
