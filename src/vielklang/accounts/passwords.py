"""Passwords that somebody else already knows are refused. Nothing is asked of another host: the operator may keep a
file of breached hashes (the format in which such lists are published), beside Django's list of common passwords.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class BreachedPasswordValidator:
    """Looks a password's SHA-1 up in the sorted file of `VIELKLANG_BREACHED_PASSWORDS`; without one, accepts it."""

    def validate(self, password: str, user: object = None) -> None:
        path: Path | None = settings.BREACHED_PASSWORDS
        if path is not None and is_breached(password, path):
            raise ValidationError(
                _("This password stands in a list of stolen passwords. Please choose another one."),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return _("Your password must not stand in a list of stolen passwords.")


def is_breached(password: str, path: Path) -> bool:
    """Binary search over lines `SHA1[:count]` in ascending order; reads some twenty short pieces of the file."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()
            start = file.tell()
            line = file.readline()
            if not line or start >= high:
                high = middle
                continue
            found = line.split(b":")[0].strip().upper()
            if found == wanted:
                return True
            low, high = (file.tell(), high) if found < wanted else (low, middle)
        file.seek(low)
        return file.readline().split(b":")[0].strip().upper() == wanted
