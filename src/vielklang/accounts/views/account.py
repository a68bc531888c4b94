"""A person's own account beside what allauth brings: second factor needed, language of the interface."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import actor_of
from vielklang.accounts.actions import choose_language
from vielklang.accounts.middleware import STAFF_LANGUAGES, remember_language


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Says why a second factor is needed and leads to setting one up, or to signing in again with it."""
    from allauth.mfa.utils import is_mfa_enabled

    return render(
        request,
        "accounts/second_factor.html",
        {"next": inside(request, request.GET.get("next", "")), "is_set_up": is_mfa_enabled(request.user)},
    )


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """On this device, and with the person where somebody is signed in."""
    language = request.POST.get("language", "")
    response = redirect(inside(request, request.POST.get("next", "")) or "/desk/")
    if language in STAFF_LANGUAGES:
        remember_language(response, language)
        if request.user.is_authenticated:
            choose_language(by=actor_of(request), language=language)
    return response


def inside(request: HttpRequest, target: str) -> str:
    """The address if it lies in this installation, else nothing."""
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else ""


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What allauth shows where a limit of attempts is reached."""
    answer = render(request, "accounts/too_many.html", status=429)
    answer.headers["Retry-After"] = "300"
    return answer
