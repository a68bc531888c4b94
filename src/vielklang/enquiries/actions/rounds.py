"""What time does to one referral: remind, end, ask what became of it. In the scope of the centre."""

from __future__ import annotations

import datetime as dt

from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.enquiries.actions._referrals import (
    give_back,
    locked_referral,
    saved_referral,
    tell_person,
    tell_receiver,
)
from vielklang.enquiries.enums import Purpose
from vielklang.enquiries.models import Referral


@action
def expire_referral(*, by: Actor, referral: Referral, now: dt.datetime) -> bool:
    """Its time is over: the centre has the question again. False where somebody was quicker."""
    row = locked_referral(referral)
    if not row.is_running or row.expires_at > now:
        return False
    row.expire(now)
    saved_referral(by, row, "referral expired")
    give_back(by, row, now)
    return True


@action
def remind_receiver(*, by: Actor, referral: Referral, number: int, now: dt.datetime) -> bool:
    """The `number`th reminder to who has not reacted. False where somebody was quicker."""
    row = locked_referral(referral)
    if not row.is_open(now) or row.reacted_at or row.reminders >= number:
        return False
    row.reminders = number
    saved_referral(by, row, "receiver reminded")
    tell_receiver(by, row, "reminder", str(number))
    return True


@action
def ask_outcome(*, by: Actor, referral: Referral, now: dt.datetime) -> bool:
    """Ask receiver and person once what became of it; the person by mail only where they agreed to be asked."""
    row = locked_referral(referral)
    if not row.is_open(now) or row.outcome_asked_at:
        return False
    row.outcome_asked_at = now
    saved_referral(by, row, "referral outcome asked")
    tell_receiver(by, row, "outcome")
    if not row.person_outcome:
        tell_person(by, row, "outcome", purpose=Purpose.FOLLOW_UP)
    return True
