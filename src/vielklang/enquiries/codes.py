"""The code and the PIN of an enquiry: digits alone, because every keyboard and every script has them."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import PBKDF2PasswordHasher
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


class PinHasher(PBKDF2PasswordHasher):
    """PBKDF2 in 5 ms instead of a password's 250.

    A PIN of six digits is no secret that slow hashing could keep from somebody who holds the hash: it is kept by the
    limit of tries and by the code beside it, of which the database knows a keyed digest alone. What slow hashing would
    do is let a hundred people who ask at once wait for each other.
    """

    iterations = 20_000


def hash_of(pin: str) -> str:
    hasher = PinHasher()
    return hasher.encode(pin, hasher.salt())


def is_pin(pin: str, hashed: str) -> bool:
    """Takes as long for a wrong PIN as for the right one."""
    return PinHasher().verify(pin, hashed)


def _digits(count: int) -> str:
    return "".join(str(secrets.randbelow(10)) for _n in range(count))
