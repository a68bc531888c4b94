"""Opening a personal link. GET shows a button, so that programs that look through mails open nothing; POST opens."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from vielklang.centres.queries import centre_by_key
from vielklang.core.languages import get_language
from vielklang.core.scope import organisation_scope
from vielklang.organisations.models import Organisation
from vielklang.upkeep.actions.asking import stop_reminders
from vielklang.upkeep.actions.links import LinkClosedError, open_link, renew_link
from vielklang.upkeep.enums import LinkState
from vielklang.upkeep.limits import may_ask_for_link, may_try_link
from vielklang.upkeep.models import LinkSession, PersonalLink
from vielklang.upkeep.queries import offers_to_answer
from vielklang.upkeep.rules import link_actor, link_of, session_by_secret
from vielklang.upkeep.tokens import centre_key_of, read_stop_token
from vielklang.web.limits import too_many_requests

COOKIE = "vk_link_"
COOKIE_PATH = "/link/"
SECONDS = 7200


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    if not may_try_link(request, token):
        return too_many_requests(request, seconds=60)
    found = link_of(token)
    if found is None:
        return closed(request, token)
    if running := _running_session(request, found):
        return redirect("upkeep:link_offers", running.public_id)
    if found.state != LinkState.WAITING:
        return closed(request, token)
    use_language(request, found.language)
    with translation.override(found.language):
        return _open(request, found, token) if request.method == "POST" else _landing(request, found)


def _landing(request: HttpRequest, found: PersonalLink) -> HttpResponse:
    with organisation_scope(found.organisation):
        count = offers_to_answer(found.organisation, found.centre, timezone.localdate()).count()
    context = {"organisation": found.organisation, "centre": found.centre, "count": count}
    return render(request, "upkeep/link/landing.html", context)


def _open(request: HttpRequest, found: PersonalLink, token: str) -> HttpResponse:
    try:
        session, secret = open_link(by=link_actor(found.organisation), link=found)
    except LinkClosedError:
        return closed(request, token)
    response = redirect("upkeep:link_offers", session.public_id)
    response.set_cookie(
        cookie_name(session),
        secret,
        max_age=SECONDS,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def cookie_name(session: LinkSession) -> str:
    return f"{COOKIE}{session.public_id.hex[:12]}"


def _running_session(request: HttpRequest, found: PersonalLink) -> LinkSession | None:
    """The session that this very browser has opened with the link: it may go on by the same address."""
    if not found.opened_at or found.revoked_at:
        return None
    for name, secret in request.COOKIES.items():
        if name.startswith(COOKIE) and (session := session_by_secret(secret)) and session.link_id == found.pk:
            return session
    return None


def closed(request: HttpRequest, token: str = "") -> HttpResponse:
    """One calm page for every link that does not open, whatever the reason: what can be done now, whom to call."""
    context = {"token": token, "centre": centre_by_key(centre_key_of(token)) if token else None}
    return render(request, "upkeep/link/closed.html", context, status=404)


@login_not_required
@require_POST
def link_renew(request: HttpRequest, token: str) -> HttpResponse:
    """A fresh link to the address that the old one was sent to; the page says the same whether there was one."""
    if not may_ask_for_link(request, token):
        return too_many_requests(request, seconds=600)
    if found := link_of(token):
        renew_link(by=link_actor(found.organisation), link=found)
    return render(request, "upkeep/link/renewed.html", {"centre": centre_by_key(centre_key_of(token))})


@csrf_exempt  # RFC 8058: mail programs post without a cookie; the signature in the address is the proof
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more reminders to this address: GET asks, POST does it, also in one click of the mail program."""
    named = read_stop_token(token)
    organisation = named and Organisation.objects.filter(public_id=named[0]).first()
    if not named or not organisation:
        return closed(request)
    with organisation_scope(organisation):
        found = (
            PersonalLink.objects.select_related("centre", "organisation").filter(public_id=named[1]).first()
        )
        if found is None:
            return closed(request)
        if request.method == "POST":
            stop_reminders(by=link_actor(organisation), link=found)
    use_language(request, found.language)
    context = {"organisation": organisation, "centre": found.centre, "is_done": request.method == "POST"}
    with translation.override(found.language):
        return render(request, "upkeep/link/stop.html", context)


def use_language(request: HttpRequest, tag: str) -> None:
    """Pages are in the recipient's language, whatever the browser would like."""
    request.vk_language = get_language(tag)  # type: ignore[attr-defined]


def offers_address(session: LinkSession) -> str:
    return reverse("upkeep:link_offers", args=[session.public_id])
