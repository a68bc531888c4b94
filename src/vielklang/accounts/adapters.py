"""What allauth asks us: who may have an account, how mails are sent, where to go after signing in."""

from __future__ import annotations

import base64
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vielklang.accounts.account_mails import MAILS
from vielklang.accounts.middleware import LANGUAGE_COOKIE, STAFF_LANGUAGES, STARTED, remember_language
from vielklang.accounts.models import User
from vielklang.core.actor import SYSTEM
from vielklang.core.mail import queue_mail
from vielklang.web.middleware import client_address

_WRONG = gettext_lazy("E-mail address or password is not right.")


class AccountAdapter(DefaultAccountAdapter):
    """Its words are ours: allauth's German says "du"."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "cannot_remove_primary_email": gettext_lazy("You cannot remove the address with which you sign in."),
        "email_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "enter_current_password": gettext_lazy("Your current password is not right."),
        "incorrect_password": gettext_lazy("The password is not right."),
        "incorrect_code": gettext_lazy("The code is not right. A code of the app counts for half a minute."),
        "invalid_password_reset": gettext_lazy("This link no longer works."),
        "max_email_addresses": gettext_lazy("You cannot have more than %d e-mail addresses."),
        "rate_limited": gettext_lazy("Too many attempts. Please wait a few minutes."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Please wait a few minutes."),
        "unverified_primary_email": gettext_lazy("Please confirm your e-mail address first."),
        "email_taken": gettext_lazy("This e-mail address cannot be used."),
        "same_as_current": gettext_lazy("This is your address already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from invitations alone."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Below the configured address: what a request calls itself stands in no mail."""
        return _absolute(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _absolute(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One of our own mails in the person's language, sent after the commit by the job of all mails."""
        mail, user = MAILS[template_prefix], context.get("user")
        split = len(mail.lines) - 1 if mail.link else len(mail.lines)
        queue_mail(
            by=SYSTEM,
            key=f"account:{uuid.uuid4()}",
            to=email,
            template="accounts/mail/account",
            context={
                "heading": mail.subject,
                "name": user.name if user else "",
                "before": mail.lines[:split],
                "after": mail.lines[split:],
                "url": context[mail.link] if mail.link else "",
            },
            language=user.language if user else _page_language(),
        )

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """The session's longest time begins; pages are in the language that the person chose once."""
        request.session[STARTED] = time.time()
        response: HttpResponse = super().post_login(request, user, **options)
        if LANGUAGE_COOKIE not in request.COOKIES:
            remember_language(response, user.language)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys of apps and recovery codes lie encrypted in the database: a stolen copy of it opens no account."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Vielklang"}

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 (allauth's name)
        from allauth.mfa.models import Authenticator

        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


class IdentityAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A municipality's identity provider opens accounts that exist; it makes none."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Only addresses of the provider's own mail domains: no town vouches for another one's people."""
        domain = email.rpartition("@")[2].lower()
        return any(
            row["id"] == login.account.provider and domain in {name.lower() for name in row["domains"]}
            for row in settings.IDENTITY_PROVIDERS
        )


def _absolute(address: str) -> str:
    parts = urlsplit(address)
    return f"{settings.BASE_URL}{parts.path}{f'?{parts.query}' if parts.query else ''}"


def _fernet() -> MultiFernet:
    """With keys that are derived from the secret key, and from earlier ones for reading."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [
        salted_hmac("vielklang.second-factor", "", secret=key, algorithm="sha256").digest() for key in secrets
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def _page_language() -> str:
    language = translation.get_language() or "de"
    return language if language in STAFF_LANGUAGES else "de"
