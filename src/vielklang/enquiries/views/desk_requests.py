"""Requests of persons by law: what is stored, or its erasure, answered within the legal period."""

from __future__ import annotations

import json
import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.about import data_of, sections_of
from vielklang.enquiries.actions import HeldError, answer_request, receive_request
from vielklang.enquiries.enums import Direction
from vielklang.enquiries.enums_desk import RequestAnswer, RequestKind
from vielklang.enquiries.erasing import person_keys
from vielklang.enquiries.figures import legal_months, legal_source
from vielklang.enquiries.forms_desk_requests import RequestAnswerForm, RequestForm
from vielklang.enquiries.models import DataRequest, Enquiry, EnquiryHold, EnquiryMessage
from vielklang.enquiries.rules import access_enquiry
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: AreaRequest) -> HttpResponse:
    """What is open, the soonest due first; what was answered; a form for the next."""
    area, data = request.area, request.POST if request.method == "POST" else None
    form = RequestForm(data, centre=area.centre, initial={"received_on": timezone.localdate()})
    if data is not None and form.is_valid() and form.found is not None:
        made = receive_request(
            by=area.actor, enquiry=form.found, kind=RequestKind(form.cleaned_data["kind"]), proof=form.proof,
            received_on=form.cleaned_data["received_on"],
        )  # fmt: skip
        return redirect(area.url("enquiries:desk_request", made.public_id))
    page = page_of(request, DataRequest.objects.exclude(answer="").order_by("-answered_at", "-pk"))
    context = {
        "form": form, "today": timezone.localdate(), "months": legal_months(), "law": legal_source(), "page": page,
        "answered": page.object_list, "query": keep_query(request),
        "waiting": DataRequest.objects.filter(answer="").select_related("enquiry"),
    }  # fmt: skip
    return render(request, "enquiries/desk/requests.html", context, status=400 if form.errors else 200)


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def data_request(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, _found(public_id), RequestAnswerForm())


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def answer(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found, form = _found(public_id), RequestAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    chosen = RequestAnswer(form.cleaned_data["answer"])
    try:
        answer_request(
            by=request.area.actor, request=found, answer=chosen, reason=form.cleaned_data["reason"]
        )
    except HeldError:
        messages.error(request, _("A legal hold keeps this enquiry: nothing was erased."))
        return redirect(request.area.url("enquiries:desk_request", public_id))
    messages.success(request, _("It is recorded how the request was answered."))
    return redirect(request.area.url("enquiries:desk_requests"))


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def export(request: AreaRequest, public_id: uuid.UUID, ending: str) -> HttpResponse:
    """Everything that is stored: as a page to print, in the person's language or in German, or as data."""
    found = access_enquiry(request.area.actor, public_id)
    if ending == "json":
        text = json.dumps(data_of(found), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="auskunft-{found}.json"'
    elif ending == "html":
        response = render(request, "enquiries/desk/export.html", _read(request, found))
    else:
        raise Http404
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(request: AreaRequest, found: Enquiry) -> dict[str, object]:
    is_own = request.GET.get("language") == "own"
    with translation.override(found.language if is_own else translation.get_language()):
        sections = sections_of(found)
    keys = person_keys(found)
    return {
        "enquiry": found,
        "sections": sections,
        "is_own": is_own,
        "tongue": found.language if is_own else "",
        "notes": EnquiryMessage.objects.filter(enquiry__in=keys, direction=Direction.NOTE),
        "holds": EnquiryHold.objects.filter(enquiry__in=keys),
    }


def _page(
    request: AreaRequest, found: DataRequest, form: RequestAnswerForm, status: int = 200
) -> HttpResponse:
    context = {
        "row": found, "form": form, "law": legal_source(), "is_late": found.due_on < timezone.localdate(),
        "hold": found.enquiry.holds.filter(lifted_at=None).first() if found.enquiry else None,
    }  # fmt: skip
    return render(request, "enquiries/desk/request.html", context, status=status)


def _found(public_id: uuid.UUID) -> DataRequest:
    found = DataRequest.objects.filter(public_id=public_id).select_related("enquiry__centre").first()
    if found is None:
        raise Http404
    return found
