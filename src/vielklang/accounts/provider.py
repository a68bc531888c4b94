"""OpenID Connect for a municipality's own identity provider (allauth finds this module by its name).

allauth brings the code flow with state and PKCE; here the nonce is added that binds the identity token to this
browser, an identity token is required, and it must speak of the same person as the provider's user info.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse


class IdentityAdapter(OpenIDConnectOAuth2Adapter):
    """`expected_nonce` is set by the view that the provider sends people back to."""

    expected_nonce = ""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no identity token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        data: dict[str, Any] = super()._decode_id_token(app, id_token)
        if not self.expected_nonce or not secrets.compare_digest(str(data.get("nonce")), self.expected_nonce):
            raise OAuth2Error("the nonce is not that of this browser")
        if self._told_subject not in {None, data["sub"]}:
            raise OAuth2Error("user info of somebody else")
        return data

    _told_subject: str | None = None

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        data: dict[str, Any] = super()._fetch_user_info(access_token)
        self._told_subject = data.get("sub", "")
        return data


class IdentityProvider(OpenIDConnectProvider):
    oauth2_adapter_class = IdentityAdapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {**(kwargs.get("auth_params") or self.get_auth_params()), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)
        return answer


provider_classes = [IdentityProvider]
