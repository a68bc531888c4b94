"""What tells people from programs without asking anybody to solve a picture (docs/adr/0027-proof-of-work.md).

A field that people do not see, a form that was open for some seconds, and work that the browser does while somebody
writes. Who has no JavaScript sends once more: slower, and fewer times an hour. What each client may send is counted in
`limits`.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from enum import StrEnum
from typing import Any

import altcha
from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from vielklang.enquiries.passes import OPEN_HOURS, OpenedForm

SLOW_SECONDS = 5
"""Between a form that came without work and the same one sent once more."""
_LONGEST = 1200
_SALT = "vielklang.enquiries.slow"


class Way(StrEnum):
    """How a form came in."""

    WORKED = "worked"
    SLOW = "slow"
    HELD_OFF = "held off"


def way_of(values: dict[str, Any], opened: OpenedForm | None) -> Way:
    """`values`: the hidden fields `website` (empty from people), `work` and `slow` of a form that we made."""
    if opened is None or opened.is_too_quick or values.get("website"):
        return Way.HELD_OFF
    if is_solved(values.get("work", ""), opened.token):
        return Way.WORKED
    since = slow_since(values.get("slow", ""), opened.token)
    return Way.SLOW if since is not None and since >= SLOW_SECONDS else Way.HELD_OFF


def new_puzzle(token: str) -> str:
    """A puzzle for the form of this token alone, as JSON for the page; it ends with the form."""
    options = altcha.ChallengeOptionsV1(
        hmac_key=_key(token),
        max_number=settings.ENQUIRY_WORK,
        expires=timezone.now() + dt.timedelta(hours=OPEN_HOURS),
    )
    made = altcha.create_challenge_v1(options)
    return json.dumps(made.to_dict(), separators=(",", ":"))


def is_solved(answer: str, token: str) -> bool:
    """Whether this is the answer to a puzzle of this form; whatever else it is, it is none."""
    if not answer or len(answer) > _LONGEST:
        return False
    try:
        solved, _problem = altcha.verify_solution_v1(answer, _key(token))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return False
    return bool(solved)


def new_slow(token: str) -> str:
    """Goes with the page that asks to send once more."""
    return signing.dumps([token, time.time()], salt=_SALT)


def slow_since(value: str, token: str) -> float | None:
    """Seconds since the form with this token was asked to be sent once more; None where it never was."""
    try:
        asked_for, at = signing.loads(value[:_LONGEST], salt=_SALT, max_age=OPEN_HOURS * 3600)
    except signing.BadSignature:
        return None
    return time.time() - at if asked_for == token else None


def hidden_fields(values: dict[str, Any], opened: OpenedForm, *, is_again: bool) -> dict[str, str]:
    """What the page of this form carries: a new puzzle or its answer, and after a first try the slower way."""
    work, slow = values.get("work", ""), values.get("slow", "")
    is_asked = slow_since(slow, opened.token) is not None
    return {
        "puzzle": new_puzzle(opened.token),
        "work": work if is_solved(work, opened.token) else "",
        "slow": slow if is_asked else new_slow(opened.token) if is_again else "",
    }


def _key(token: str) -> str:
    return salted_hmac("vielklang.enquiries.work", token, algorithm="sha256").hexdigest()
