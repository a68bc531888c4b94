"""People with a password and a confirmed address, and signing in as they do it: through the pages."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.world import make_user
from vielklang.accounts.models import User
from vielklang.core.encryption import decrypt
from vielklang.core.models import OutgoingMail
from vielklang.core.scope import accounts_door

PASSWORD = "gute-nacht-Marie-1987"


def make_person(email: str = "anna@example.org", name: str = "Anna Beispiel", **fields: Any) -> User:
    user = make_user(email, name, password=PASSWORD, **fields)
    with accounts_door():
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def enter(client: Client, email: str, password: str = PASSWORD, **fields: Any) -> HttpResponse:
    """The sign-in form, sent."""
    return client.post(reverse("account_login"), {"login": email, "password": password, **fields})


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/").status_code != 302 or client.get("/desk/").headers["Location"].startswith(
        "/desk/"
    )


def with_app(user: User) -> str:
    """An authenticator app and recovery codes; returns the app's key."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    with accounts_door():
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, step: int = 0) -> str:
    """What the app shows now (`step` half minutes later)."""
    counter = next(iter(yield_hotp_counters_from_time())) + step
    return format_hotp_value(hotp_value(secret, counter))


def mails() -> list[OutgoingMail]:
    """All mails of accounts that wait, newest first."""
    with accounts_door():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                'SELECT "to", language, subject, text, html FROM core_outgoingmail ORDER BY id DESC'
            )
            return [
                OutgoingMail(
                    to=decrypt(to),
                    language=language,
                    subject=decrypt(subject),
                    text=decrypt(text),
                    html=decrypt(html),
                )
                for to, language, subject, text, html in cursor.fetchall()
            ]
