"""Passwords that somebody else already knows are refused. Nothing is asked of another host: the operator may keep a
file of breached hashes (the format in which such lists are published), beside Django's list of common passwords.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

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
        # A line with the hash, if there is one, begins in [low, high); low is always the begin of a line.
        low, high = 0, file.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            start = _first_line_from(file, middle)
            found = file.readline().split(b":")[0].strip().upper() if start < high else b""
            if found == wanted:
                return True
            low, high = (file.tell(), high) if found and found < wanted else (low, middle)
    return False


def _first_line_from(file: BinaryIO, position: int) -> int:
    """Goes to the first line that begins at `position` or after it, and says where that is."""
    file.seek(max(0, position - 1))
    if position:
        file.readline()
    return file.tell()
