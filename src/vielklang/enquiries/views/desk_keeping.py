"""How long a centre keeps what people wrote, what a legal hold keeps longer, and the proof of what was deleted."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions import hold_enquiry, lift_hold, set_keeping
from vielklang.enquiries.desk_page import enquiry_page
from vielklang.enquiries.forms_desk_keeping import KeepingForm, ReasonForm
from vielklang.enquiries.models import DeletionRun, EnquiryHold
from vielklang.enquiries.queries import rules_of
from vielklang.enquiries.rules import access_enquiry
from vielklang.upkeep.views.desk import keep_query, page_of

FIELDS = ("keep_months", "keep_contacts_months", "keep_files_months")


@desk(Permission.CENTRE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: AreaRequest) -> HttpResponse:
    """The periods, what is held, and the log of deletions."""
    area, now = request.area, rules_of(request.area.centre)
    data = request.POST if request.method == "POST" else None
    form = KeepingForm(data, initial={name: getattr(now, name) for name in FIELDS})
    if data is not None and form.is_valid():
        set_keeping(by=area.actor, centre=area.centre, **form.cleaned_data)
        messages.success(request, _("The periods are saved. They hold from the next night on."))
        return redirect(area.url("enquiries:desk_keeping"))
    page = page_of(request, DeletionRun.objects.all())
    context = {
        "form": form,
        "held": EnquiryHold.objects.filter(lifted_at=None).select_related("enquiry"),
        "page": page,
        "runs": page.object_list,
        "query": keep_query(request),
    }
    return render(request, "enquiries/desk/keeping.html", context, status=400 if form.errors else 200)


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def hold(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found, form = access_enquiry(request.area.actor, public_id), _reason(request)
    if not form.is_valid():
        return enquiry_page(request, found, status=400, extra={"reason_form": form})
    hold_enquiry(by=request.area.actor, enquiry=found, reason=form.cleaned_data["reason"])
    messages.success(request, _("Nothing of this enquiry is deleted until somebody lifts the hold."))
    return redirect(request.area.url("enquiries:desk_enquiry", public_id))


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def lift(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found, form = access_enquiry(request.area.actor, public_id), _reason(request)
    if not form.is_valid():
        return enquiry_page(request, found, status=400, extra={"reason_form": form})
    lift_hold(by=request.area.actor, enquiry=found, reason=form.cleaned_data["reason"])
    messages.success(request, _("The hold is lifted. What is over its time goes in the next night."))
    return redirect(request.area.url("enquiries:desk_enquiry", public_id))


def _reason(request: AreaRequest) -> ReasonForm:
    return ReasonForm(request.POST, auto_id="hold_%s")
