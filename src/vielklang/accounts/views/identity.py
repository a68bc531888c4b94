"""To the identity provider of a municipality and back; a provider that fails gives a page, never an error."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView, OAuth2View
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from vielklang.accounts.provider import IdentityAdapter

log = structlog.get_logger("vielklang.identity")


class _Callback(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        self.adapter.expected_nonce = (state or {}).get("nonce", "")
        return state, answer


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _run(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _run(_Callback, request, provider_id)


def _run(view: type[OAuth2View], request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = IdentityAdapter(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        answer: HttpResponse = view.adapter_view(adapter)(request)
    except (RequestException, OAuth2Error, ValueError, KeyError) as error:
        log.warning("identity provider failed", provider=provider_id, error=type(error).__name__)
        answer = render_authentication_error(request, provider, exception=error)
    return answer
