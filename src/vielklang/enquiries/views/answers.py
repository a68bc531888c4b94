"""Reading the answer with code and PIN, and saying something back. A signed pass in the page stands for a cookie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vielklang.core.actor import READER
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import (
    ReferralClosedError,
    answer_appointment,
    drop_held_voice,
    say_outcome,
    say_visit,
    withdraw_consent,
    write_again,
)
from vielklang.enquiries.enums import Outcome, Purpose, Visit
from vielklang.enquiries.forms import SAID_OUTCOMES, AgainForm, CodeForm, OutcomeForm, WithdrawForm
from vielklang.enquiries.held import hold_for_next, key_of
from vielklang.enquiries.limits import may_hold, may_try_code, may_write
from vielklang.enquiries.models import Enquiry
from vielklang.enquiries.passes import digest_in, new_pass
from vielklang.enquiries.queries_public import conversation_of, file_of, recording_of
from vielklang.enquiries.referral_public import persons_referral, persons_referrals
from vielklang.enquiries.rules import enquiry_by_code, enquiry_by_digest
from vielklang.enquiries.served_files import file_response
from vielklang.enquiries.uploads import accept_voice, may_record
from vielklang.enquiries.views import my_data
from vielklang.guide.context import reader_of
from vielklang.guide.queries import cards_in_order
from vielklang.web.limits import too_many_requests


@may_record
@login_not_required
@csrf_exempt  # nobody is signed in here; code and PIN, or the pass that they gave, are the proof
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, language: str) -> HttpResponse:
    """Ask for code and PIN; with the right ones show what was said. Nothing of it stays in the browser."""
    if request.method != "POST":
        return _door(request, 200)
    accept_voice(request)
    if request.POST.get("pass"):
        digest = digest_in(request.POST["pass"])
        found = enquiry_by_digest(digest) if digest else None
        return _act(request, found) if found else _over(request)
    if not may_try_code(request):
        return too_many_requests(request, seconds=3600)
    found = enquiry_by_code(request.POST.get("code", ""), request.POST.get("pin", ""))
    if found is None:
        return _door(request, 400, is_wrong=True)
    form = AgainForm(initial={"text": request.POST.get("text", "")}, key=key_of(found.code_digest))
    return _page(request, found, form)


def _over(request: HttpRequest) -> HttpResponse:
    """The page closed while somebody wrote or spoke: what they said waits behind code and PIN."""
    if request.POST.get("do") == "write" and may_hold(request):
        form = AgainForm(request.POST, request.FILES)
        form.is_valid()
        if digest := digest_in(request.POST["pass"], is_over=True):
            hold_for_next(form, "", key_of(digest))
    return _door(request, 403, is_over=True)


def _door(
    request: HttpRequest, status: int, *, is_wrong: bool = False, is_over: bool = False
) -> HttpResponse:
    """What was written on a page that has closed meanwhile is kept and comes along."""
    context = {
        "reader": reader_of(request),
        "form": CodeForm(initial={"code": request.POST.get("code", "")[:60]}),
        "is_wrong": is_wrong,
        "is_over": is_over,
        "text": request.POST.get("text", "") if request.POST.get("do") in {"write", None} else "",
    }
    return _secret(render(request, "enquiries/status_form.html", context, status=status))


def _again(found: Enquiry) -> AgainForm:
    return AgainForm(key=key_of(found.code_digest))


def _act(request: HttpRequest, found: Enquiry) -> HttpResponse:
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        return _page(request, found, _again(found))
    if act not in {_listen, _file} and not may_write(found.code_digest):
        return too_many_requests(request, seconds=3600)
    return act(request, found)


def _write(request: HttpRequest, found: Enquiry) -> HttpResponse:
    key = key_of(found.code_digest)
    form = AgainForm(request.POST, request.FILES, key=key)
    if not form.is_valid():
        hold_for_next(form, key, key)
        return _page(request, found, form, status=400)
    with centre_scope(found.centre):
        write_again(by=READER, enquiry=found, text=form.cleaned_data["text"], voice=form.said)
    if form.said is not None:
        drop_held_voice(by=READER, key=key)
    return _page(request, found, _again(found), _("Your message has arrived."))


def _outcome(request: HttpRequest, found: Enquiry) -> HttpResponse:
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, _again(found), status=400)
    with centre_scope(found.centre):
        found = say_outcome(by=READER, enquiry=found, outcome=Outcome(form.cleaned_data["outcome"]))
    return _page(request, found, _again(found), _("Thank you. The centre sees what you said."))


def _withdraw(request: HttpRequest, found: Enquiry) -> HttpResponse:
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, found, _again(found), status=400)
    with centre_scope(found.centre):
        withdraw_consent(by=READER, enquiry=found, purpose=Purpose(form.cleaned_data["purpose"]))
    return _page(request, found, _again(found), _("You have taken this back."))


def _listen(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Asked for by a form, so that no address opens a recording; nothing of it stays in the browser."""
    file = recording_of(found, request.POST.get("file", ""))
    return file_response(request, file) if file else _page(request, found, _again(found), status=404)


def _file(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Like a recording: by a form with the pass, never by an address."""
    file = file_of(found, request.POST.get("file", ""))
    return file_response(request, file) if file else _page(request, found, _again(found), status=404)


def _appointment(request: HttpRequest, found: Enquiry) -> HttpResponse:
    row, comes = persons_referral(found, request.POST.get("referral", "")), request.POST.get("comes")
    if row is None or comes not in {"yes", "no"}:
        return _page(request, found, _again(found), status=400)
    with centre_scope(found.centre), suppress(ReferralClosedError):  # the page shows what it is now
        answer_appointment(by=READER, referral=row, comes=comes == "yes")
    return _page(request, found, _again(found), _("Thank you. They hear what you said."))


def _visit(request: HttpRequest, found: Enquiry) -> HttpResponse:
    row, outcome = persons_referral(found, request.POST.get("referral", "")), request.POST.get("outcome")
    if row is None or row.accepted_at is None or outcome not in Visit.values:
        return _page(request, found, _again(found), status=400)
    with centre_scope(found.centre):
        say_visit(by=READER, referral=row, outcome=Visit(outcome))
    return _page(request, found, _again(found), _("Thank you. The centre sees what you said."))


_ACTS: dict[str, Callable[[HttpRequest, Enquiry], HttpResponse]] = {
    "write": _write,
    "outcome": _outcome,
    "withdraw": _withdraw,
    "know": my_data.know,
    "erase": my_data.ask_erase,
    "erase_now": my_data.erase,
    "listen": _listen,
    "file": _file,
    "appointment": _appointment,
    "visit": _visit,
}


def _page(
    request: HttpRequest, found: Enquiry, form: AgainForm, notice: str = "", status: int = 200
) -> HttpResponse:
    reader = reader_of(request)
    said = conversation_of(found)
    context = {
        "reader": reader,
        "enquiry": found,
        "centre": found.centre,
        "said": said,
        "cards": cards_in_order(said.offer_ids, reader.language),
        "form": form,
        "pass": new_pass(found.opened_by or found.code_digest),
        "notice": notice,
        "outcomes": SAID_OUTCOMES,
        "referrals": persons_referrals(found),
        "answer_day": (found.due_at or found.changed_at) - dt.timedelta(minutes=1),
    }
    return _secret(render(request, "enquiries/status.html", context, status=status))


def _secret(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
