"""The code and the PIN of an enquiry: digits alone, because every keyboard and every script has them."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import salted_hmac

GROUPS, DIGITS = 6, 3
PIN_DIGITS = 6


def new_code() -> str:
    """Six groups of three digits: 10^18 codes, of which nobody guesses one behind the limit of tries."""
    return "-".join(_digits(DIGITS) for _n in range(GROUPS))


def new_pin() -> str:
    return _digits(PIN_DIGITS)


def clean_code(typed: str) -> str:
    """The code as we write it, from digits of any script with anything between them; empty where it is none."""
    digits = "".join(str(int(char)) for char in typed[:200] if char.isdecimal())
    if len(digits) != GROUPS * DIGITS:
        return ""
    return "-".join(digits[n : n + DIGITS] for n in range(0, len(digits), DIGITS))


def clean_pin(typed: str) -> str:
    return "".join(str(int(char)) for char in typed[:50] if char.isdecimal())


def digest_of(code: str) -> str:
    """What the database knows of a code; useless without this installation's secret key."""
    return salted_hmac("vielklang.enquiries.code", code, algorithm="sha256").hexdigest()


def hash_of(pin: str) -> str:
    return make_password(pin)


def is_pin(pin: str, hashed: str) -> bool:
    """Takes as long for a wrong PIN as for the right one."""
    return check_password(pin, hashed)


def _digits(count: int) -> str:
    return "".join(str(secrets.randbelow(10)) for _n in range(count))
