"""The one personal link of a referral: made from the installation's key, never stored (ADR 0024)."""

from __future__ import annotations

import base64
import hashlib
import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

_TOKEN, _OPEN = "vielklang.enquiries.referral", "vielklang.enquiries.referral.open"
OPEN_SECONDS = 2 * 60 * 60
"""How long a browser that opened the link sees what stands behind it; the link opens again."""


def token_of(public_id: uuid.UUID, number: int) -> str:
    """256 bits that nobody can make without this installation's secret key; another number is another link."""
    made = salted_hmac(_TOKEN, f"{public_id}:{number}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def referral_address(public_id: uuid.UUID, number: int) -> str:
    """The address that stands in mails to the receiver."""
    return f"{settings.BASE_URL}{reverse('enquiries:referral', args=[token_of(public_id, number)])}"


def opened(digest: str) -> str:
    """What the cookie of a browser says that opened this link."""
    return signing.dumps(digest, salt=_OPEN)


def is_opened(cookie: str, digest: str) -> bool:
    try:
        return bool(signing.loads(cookie[:400], salt=_OPEN, max_age=OPEN_SECONDS) == digest)
    except signing.BadSignature:
        return False
