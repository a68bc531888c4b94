"""What stands in hidden fields instead of cookies: the form that was opened, the status page that a code opened."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from django.core import signing

QUICKEST_SECONDS = 3
"""Nobody reads and fills the form in less; programs do."""
OPEN_HOURS = 24
PASS_SECONDS = 30 * 60
_LONGEST = 400
_FORM, _PASS = "vielklang.enquiries.form", "vielklang.enquiries.pass"


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """`token` makes that the form is stored once; `age` is in seconds since it was opened."""

    token: str
    age: float

    @property
    def is_too_quick(self) -> bool:
        return self.age < QUICKEST_SECONDS


def new_form() -> str:
    return signing.dumps([secrets.token_urlsafe(24), time.time()], salt=_FORM)


def opened_form(value: str) -> OpenedForm | None:
    """None for a form that we did not make, or that was open for more than a day."""
    try:
        token, opened_at = signing.loads(value[:_LONGEST], salt=_FORM, max_age=OPEN_HOURS * 3600)
    except signing.BadSignature:
        return None
    return OpenedForm(token, time.time() - opened_at)


def new_pass(code_digest: str) -> str:
    """Opens the status page of one enquiry for half an hour."""
    return signing.dumps(code_digest, salt=_PASS)


def digest_in(value: str, *, is_over: bool = False) -> str:
    """The digest of the code in a pass; empty for one that has ended (but with `is_over`) or is not ours."""
    try:
        return str(signing.loads(value[:_LONGEST], salt=_PASS, max_age=None if is_over else PASS_SECONDS))
    except signing.BadSignature:
        return ""
