"""Signing in: passes through the door of the accounts, because nobody is known yet."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from vielklang.accounts.models import User
from vielklang.core.scope import accounts_door


class Backend(AuthenticationBackend):
    """allauth's backend; a disabled account is nobody from the next request on.

    So is an example account outside of the demonstration, should somebody go on with its database.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user)) and (
            settings.IS_DEMONSTRATION or not user.is_example
        )

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        with accounts_door():
            return super().authenticate(request, **credentials)

    def get_user(self, user_id: Any) -> User | None:
        with accounts_door():
            return super().get_user(user_id)
