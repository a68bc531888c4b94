"""Passing a question on: whom to, what exactly, on which ground; and the list of all referrals of the centre."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_fsm import TransitionNotAllowed

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions import NoConsentError, Receiver, refer_enquiry
from vielklang.enquiries.desk_referrals import rows_of
from vielklang.enquiries.desk_rows import number_of
from vielklang.enquiries.forms_desk_referrals import ReferralFilterForm, ReferralForm, end_of
from vielklang.enquiries.models import Enquiry
from vielklang.enquiries.queries_referrals import (
    chosen_fields,
    has_consent,
    list_referrals,
    passable,
    receiver_of,
    receivers,
)
from vielklang.enquiries.rules import access_enquiry
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def referrals(request: AreaRequest) -> HttpResponse:
    form = ReferralFilterForm(request.GET)
    wanted = form.wanted()
    page = page_of(request, list_referrals(wanted))
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page.object_list),
        "query": keep_query(request),
        "is_filtered": any((wanted.group, wanted.topic, wanted.receiver)),
    }
    return render(request, "enquiries/desk/referrals.html", context)


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Without a receiver in the address: choose one. With one: tick, look, send."""
    found = access_enquiry(request.area.actor, public_id)
    to = request.GET.get("to", "")
    receiver = receiver_of(request.area.centre, to) if to else None
    if receiver is None:
        text = request.GET.get("q", "")
        choice = receivers(request.area.centre, found, text)
        context = {"enquiry": found, "number": number_of(found), "text": text, "choice": choice}
        return render(request, "enquiries/desk/refer_whom.html", context)
    data = request.POST if request.method == "POST" else None
    form = ReferralForm(data, receiver=receiver, known=passable(found), has_consent=has_consent(found))
    if data is None or not form.is_valid():
        return _form_page(request, found, receiver, form, status=400 if form.errors else 200)
    if "preview" in data:
        return _form_page(request, found, receiver, form, preview=_passed(form))
    return _send(request, found, receiver, form)


def _send(request: AreaRequest, found: Enquiry, receiver: Receiver, form: ReferralForm) -> HttpResponse:
    values = form.cleaned_data
    to = Receiver(
        receiver.kind, values["email"], receiver.organisation, receiver.centre, values.get("name", "")
    )
    try:
        referral = refer_enquiry(
            by=request.area.actor, enquiry=found, receiver=to, passed=_passed(form), ground=values["ground"],
            reason=values["reason"], expires_at=end_of(values["until"]), once=_once(request),
        )  # fmt: skip
    except NoConsentError:
        form.add_error("ground", _("The person has taken consent back meanwhile. Nothing was sent."))
        return _form_page(request, found, receiver, form, status=409)
    except TransitionNotAllowed:
        form.add_error(None, _("The enquiry is closed. Please open it again first; nothing was sent."))
        return _form_page(request, found, receiver, form, status=409)
    messages.success(request, _("Passed on. You see here when the receiver answers."))
    return redirect(request.area.url("enquiries:desk_referral", referral.public_id))


def _passed(form: ReferralForm) -> list[Any]:
    return chosen_fields(form.known, form.cleaned_data["fields_passed"], form.cleaned_data["note"])


def _once(request: AreaRequest) -> uuid.UUID | None:
    """Of this form, so that a page that is sent again sends nothing twice."""
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _form_page(
    request: AreaRequest,
    found: Enquiry,
    receiver: Receiver,
    form: ReferralForm,
    *,
    preview: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "enquiry": found,
        "number": number_of(found),
        "receiver": receiver,
        "form": form,
        "preview": preview,
        "once": _once(request) or uuid.uuid4(),
        "to": request.GET.get("to", ""),
    }
    return render(request, "enquiries/desk/refer.html", context, status=status)
