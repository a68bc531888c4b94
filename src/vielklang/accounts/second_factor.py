"""Whether this session was opened with more than a password."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

_STRONG = {"mfa", "webauthn"}


def is_second_factor_required() -> bool:
    """Always, but for the demonstration, whose accounts stand on its sign-in page anyway."""
    return not settings.IS_DEMONSTRATION


def has_second_factor(request: HttpRequest) -> bool:
    """A passkey, an authenticator's code or a recovery code; or an identity provider that is trusted to ask for one."""
    return any(
        record.get("method") in _STRONG
        or (record.get("method") == "socialaccount" and _is_trusted(str(record.get("provider", ""))))
        for record in get_authentication_records(request, request.user)
    )


def _is_trusted(provider: str) -> bool:
    return any(
        row["id"] == provider and row.get("second_factor", False) for row in settings.IDENTITY_PROVIDERS
    )
