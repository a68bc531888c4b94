"""The four areas behind a sign-in: their language, their scope while somebody signs in, the end of a session."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from vielklang.core.languages import get_language
from vielklang.core.scope import accounts_door

GetResponse = Callable[[HttpRequest], HttpResponse]

AREA_PREFIXES = ("account", "desk", "partner", "state", "operation", "link")
STAFF_LANGUAGES = ("de", "en")
LANGUAGE_COOKIE = "vk_language"
SEEN_EVERY_SECONDS = 300
STARTED = "vk_started"
"""When somebody signed in, in the session."""


class AreaMiddleware:
    """Around the session: pages of the areas are in German or English, and no cache keeps them.

    Addresses below `/account/` run through the door of the accounts: most of them are for people not known yet.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.lstrip("/").partition("/")[0]
        if first not in AREA_PREFIXES:
            return self.get_response(request)
        language = staff_language(request)
        request.vk_language = get_language(language)  # type: ignore[attr-defined]
        request.vk_is_area = True  # type: ignore[attr-defined]
        if "%00" in request.META.get("QUERY_STRING", ""):  # PostgreSQL knows no such character
            raise BadRequest
        door = accounts_door() if first == "account" else nullcontext()
        with translation.override(language), door:
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class PublicFirstMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless its view says otherwise; then nobody looks at the session either, so that
    no answer for everybody says that it differs by cookie.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SessionEndMiddleware:
    """Ends a session that was idle too long or is older than a working day; notes activity every five minutes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            session, now = request.session, time.time()
            started = session.setdefault(STARTED, now)
            seen = session.get("vk_seen", now)
            if now - started > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
                with accounts_door():
                    logout(request)
            elif "vk_seen" not in session or now - seen > SEEN_EVERY_SECONDS:
                session["vk_seen"] = now
        return self.get_response(request)


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the choice on this device."""
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=365 * 86400, samesite="Lax", httponly=True)


def staff_language(request: HttpRequest) -> str:
    """German or English: what the person chose, else what the device asks for, else German."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if chosen in STAFF_LANGUAGES:
        return chosen
    for accepted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        if (tag := accepted.split("-")[0]) in STAFF_LANGUAGES:
            return tag
    return "de"
