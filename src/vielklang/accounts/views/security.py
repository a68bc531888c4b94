"""Signing in, second factor and sessions: allauth's views, but one goes on to where one came from, and may end one
session alone.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from vielklang.accounts.views.account import inside


class SignIn(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = super().get_context_data(**kwargs)
        del values["site"]  # allauth's stands for the host; ours is the whole site
        return values


class _GoesOn:
    """After setting up: to the new recovery codes if there are some, which lead on, else straight on.

    Who has just set up an app or a passkey has shown it: this session need not sign in once more.
    """

    request: HttpRequest
    did_generate_recovery_codes: bool
    kind: str

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        record_authentication(self.request, self.request.user, "mfa", type=self.kind)
        return answer

    def get_success_url(self) -> str:
        target = inside(self.request, self.request.POST.get("next", ""))
        if self.did_generate_recovery_codes:
            query = f"?{urlencode({'next': target})}" if target else ""
            return reverse("mfa_view_recovery_codes") + query
        return target or reverse("mfa_index")


class ActivateApp(_GoesOn, ActivateTOTPView):
    kind = "totp"


class AddPasskey(_GoesOn, AddWebAuthnView):
    kind = "webauthn"


class Sessions(ListUserSessionsView):
    """Ends the one session that was chosen (never another person's), or all others."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = request.POST.get("session", "")
        if not chosen:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        if chosen.isdecimal():
            for session in UserSession.objects.filter(user=request.user, pk=chosen):
                session.end()
        return redirect("usersessions_list")
