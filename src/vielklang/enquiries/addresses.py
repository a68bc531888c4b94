"""Addresses that stand in mails and on cards."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def status_address(language: str) -> str:
    """Where a person reads the answer, with code and PIN."""
    return f"{settings.BASE_URL}{reverse('enquiries:status', args=[language])}"
