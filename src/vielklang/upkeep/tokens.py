"""Secrets of personal links: random, shown once, kept as hashes. Addresses to stop reminders carry a signature."""

from __future__ import annotations

import hashlib
import secrets
import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_STOP = Signer(salt="vielklang.upkeep.stop")


def new_token(centre_key: str = "") -> str:
    """256 random bits. A link's token names its centre in front, so that a closed link's page can show whom to call
    without a look at whether the link ever existed.
    """
    secret = secrets.token_urlsafe(32)
    return f"{centre_key}-{secret}" if centre_key else secret


def centre_key_of(token: str) -> str:
    return token.partition("-")[0][:8]


def hash_of(token: str) -> str:
    """SHA-256 is enough here: the secret has 256 random bits, so there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_address(token: str) -> str:
    """The address that stands in the mail."""
    return f"{settings.BASE_URL}{reverse('upkeep:link', args=[token])}"


def stop_address(organisation: uuid.UUID, link: uuid.UUID) -> str:
    """The address that ends reminders for the person this link was sent to."""
    signed = _STOP.sign_object([str(organisation), str(link)])
    return f"{settings.BASE_URL}{reverse('upkeep:link_stop', args=[signed])}"


def read_stop_token(signed: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """(organisation, link) of an address that we made; None for every other one."""
    try:
        organisation, link = _STOP.unsign_object(signed)
        return uuid.UUID(organisation), uuid.UUID(link)
    except (BadSignature, ValueError, TypeError):
        return None
