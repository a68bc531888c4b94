"""The receiver of a referral, without an account: look, accept, refuse, ask back, propose an appointment, say what
became of it. GET shows a button, so that programs that look through mails open nothing; POST opens, for two hours.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vielklang.core.actor import Actor, ActorKind
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import (
    ReferralClosedError,
    accept_referral,
    ask_back,
    finish_referral,
    hand_back_referral,
    propose_appointment,
    record_opening,
    refuse_referral,
)
from vielklang.enquiries.enums import Visit
from vielklang.enquiries.forms_link import AppointmentForm, AskBackForm, HandBackForm, RefuseForm, VisitForm
from vielklang.enquiries.link_page import ReceiverPage
from vielklang.enquiries.models import Referral
from vielklang.enquiries.referral_links import OPEN_SECONDS, is_opened, opened
from vielklang.enquiries.rules import referral_by_token
from vielklang.upkeep.limits import may_try_link
from vielklang.web.forms import AreaForm
from vielklang.web.limits import too_many_requests

COOKIE_PATH = "/link/referral/"
RECEIVER = Actor(ActorKind.LINK, "Empfänger")
"""Whoever holds the link; the audit names nobody, because the receiver's name may be a person's."""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def referral(request: HttpRequest, token: str) -> HttpResponse:
    if not may_try_link(request, token):
        return too_many_requests(request, seconds=60)
    found = referral_by_token(token)
    if found is None or not found.is_open():
        return _closed(request, found)
    name = f"vk_referral_{found.public_id.hex[:12]}"
    if request.method == "POST" and request.POST.get("do") == "open":
        return _open(request, found, name)
    if not is_opened(request.COOKIES.get(name, ""), found.token_digest):
        return _secret(render(request, "enquiries/link/landing.html", {"centre": found.centre}))
    with centre_scope(found.centre):
        return _act(request, found) if request.method == "POST" else _page(request, found)


def _open(request: HttpRequest, found: Referral, name: str) -> HttpResponse:
    with centre_scope(found.centre):
        record_opening(by=RECEIVER, referral=found)
    response = redirect(request.path)
    response.set_cookie(
        name,
        opened(found.token_digest),
        max_age=OPEN_SECONDS,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return _secret(response)


def _closed(request: HttpRequest, found: Referral | None) -> HttpResponse:
    """One calm page for every link that opens nothing: 404 where there never was one, 410 where it is over."""
    context = {"centre": found.centre if found else None}
    return _secret(render(request, "enquiries/link/closed.html", context, status=410 if found else 404))


def _act(request: HttpRequest, found: Referral) -> HttpResponse:
    name = request.POST.get("do", "")
    form = _FORMS[name](request.POST, auto_id=f"{name}_%s") if name in _FORMS else None
    if name not in _ACTS or (form is not None and not form.is_valid()):
        return _page(request, found, wrong=(name, form), status=400)
    try:
        words = _ACTS[name](found, form)
    except ReferralClosedError:
        again = Referral.objects.select_related("centre").get(pk=found.pk)
        return _page(request, again, status=409) if again.is_open() else _closed(request, again)
    if name in _LAST:
        context = {"centre": found.centre, "words": words}
        return _secret(render(request, "enquiries/link/thanks.html", context))
    messages.success(request, words)
    return _secret(redirect(request.path))


def _accept(found: Referral, form: None) -> str:
    accept_referral(by=RECEIVER, referral=found)
    return _("Thank you. The centre and the person see that you take care of it.")


def _refuse(found: Referral, form: RefuseForm) -> str:
    refuse_referral(by=RECEIVER, referral=found, **form.cleaned_data)
    return _("The centre has the question again and looks for another way.")


def _hand_back(found: Referral, form: HandBackForm) -> str:
    hand_back_referral(by=RECEIVER, referral=found, **form.cleaned_data)
    return _("The centre has the question again and looks for another way.")


def _ask(found: Referral, form: AskBackForm) -> str:
    ask_back(by=RECEIVER, referral=found, **form.cleaned_data)
    return _("Your question is with the centre. You get a mail when it has answered.")


def _propose(found: Referral, form: AppointmentForm) -> str:
    propose_appointment(by=RECEIVER, referral=found, appointment=form.appointment)
    return _("The person reads your proposal in their language. You get a mail when they have answered.")


def _finish(found: Referral, form: VisitForm) -> str:
    finish_referral(by=RECEIVER, referral=found, outcome=Visit(form.cleaned_data["outcome"]))
    return _("That helps the centre and the next person. The referral is finished.")


_FORMS: dict[str, type[AreaForm]] = {
    "refuse": RefuseForm, "back": HandBackForm, "ask": AskBackForm, "propose": AppointmentForm, "finish": VisitForm,
}  # fmt: skip
_ACTS: dict[str, Callable[..., str]] = {
    "accept": _accept, "refuse": _refuse, "back": _hand_back, "ask": _ask, "propose": _propose, "finish": _finish,
}  # fmt: skip
_LAST = {"refuse", "back", "finish"}
"""After these the link opens nothing any more."""


def _page(
    request: HttpRequest,
    found: Referral,
    *,
    wrong: tuple[str, AreaForm | None] = ("", None),
    status: int = 200,
) -> HttpResponse:
    def form(name: str) -> AreaForm:
        return wrong[1] if wrong[0] == name and wrong[1] else _FORMS[name](auto_id=f"{name}_%s")

    context = {
        "centre": found.centre,
        "page": ReceiverPage(found, list(found.messages.all())),
        "refuse_form": form("refuse"),
        "back_form": form("back"),
        "ask_form": form("ask"),
        "propose_form": form("propose"),
        "opened": wrong[0],
    }
    return _secret(render(request, "enquiries/link/referral.html", context, status=status))


def _secret(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
