"""What the receiver of a referral says, without an account, and what the person says to it. In the centre's scope.

All raise `ReferralClosedError` when the referral is over; what was said already is no error and changes nothing.
"""

from __future__ import annotations

import datetime as dt
import json

from django.utils import timezone
from django_fsm import TransitionNotAllowed

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions._referrals import (
    ReferralClosedError,
    give_back,
    locked_referral,
    open_referral,
    saved_referral,
    say_to,
    tell_person,
    tell_receiver,
)
from vielklang.enquiries.enums import ReferralState, Visit
from vielklang.enquiries.models import Referral
from vielklang.enquiries.models.referral import Appointment
from vielklang.enquiries.referral_words import Terms, refusals, terms_of


@action
def record_opening(*, by: Actor, referral: Referral) -> None:
    """The read log: a receiver opened what was passed on."""
    record(by=by, event="referral opened", subject=referral)


@action
def accept_referral(*, by: Actor, referral: Referral, now: dt.datetime | None = None) -> Referral:
    """The receiver takes care of it; there is more time from now, and we ask later what became of it."""
    moment = now or timezone.now()
    row = open_referral(referral, moment)
    if row.state == ReferralState.ACCEPTED:
        return row
    row.accept()
    _is_theirs(row, moment)
    saved_referral(by, row, "referral accepted")
    tell_person(by, row, "accepted")
    return row


@action
def refuse_referral(
    *, by: Actor, referral: Referral, refusal: str, text: str = "", now: dt.datetime | None = None
) -> Referral:
    """With a reason from the list; access ends, the centre has it again. What was accepted is handed back."""
    moment = now or timezone.now()
    row = open_referral(referral, moment)
    if refusal not in refusals():
        raise ValueError(refusal)
    if text.strip():
        say_to(row, text, moment, is_from_receiver=True)
    try:
        row.refuse(moment, refusal)
    except TransitionNotAllowed as error:
        raise ReferralClosedError from error
    row.reacted_at = row.reacted_at or moment
    saved_referral(by, row, "referral refused", refusal=refusal)
    give_back(by, row, moment)
    return row


@action
def hand_back_referral(
    *, by: Actor, referral: Referral, text: str = "", now: dt.datetime | None = None
) -> Referral:
    """The receiver had it and cannot go on; access ends, the centre has it again."""
    moment = now or timezone.now()
    row = open_referral(referral, moment)
    if text.strip():
        say_to(row, text, moment, is_from_receiver=True)
    try:
        row.hand_back(moment)
    except TransitionNotAllowed as error:
        raise ReferralClosedError from error
    saved_referral(by, row, "referral handed back")
    give_back(by, row, moment)
    return row


@action
def ask_back(*, by: Actor, referral: Referral, text: str, now: dt.datetime | None = None) -> Referral:
    """A question to the centre; it waits on its start page."""
    moment = now or timezone.now()
    row = open_referral(referral, moment)
    if say_to(row, text, moment, is_from_receiver=True) is None:
        return row
    row.ask()
    row.reacted_at = row.reacted_at or moment
    return saved_referral(by, row, "referral asked back")


@action
def propose_appointment(
    *, by: Actor, referral: Referral, appointment: Appointment, now: dt.datetime | None = None
) -> Referral:
    """The person reads it in their language; the referral is the receiver's as if accepted."""
    moment = now or timezone.now()
    row = open_referral(referral, moment)
    if row.appointment == appointment:
        return row
    row.propose()
    _is_theirs(row, moment)
    row.appointment_json = json.dumps(
        {
            "at": appointment.at.isoformat(),
            "place": appointment.place.strip()[:300],
            "has_interpreter": appointment.has_interpreter,
        }
    )
    day_after = appointment.at + dt.timedelta(days=1)
    row.outcome_due_at = max(row.outcome_due_at or day_after, day_after)
    row.expires_at = max(row.expires_at, day_after + dt.timedelta(days=_terms(moment).running_days))
    saved_referral(by, row, "appointment proposed")
    tell_person(by, row, "appointment", moment.isoformat())
    return row


@action
def answer_appointment(
    *, by: Actor, referral: Referral, comes: bool, now: dt.datetime | None = None
) -> Referral:
    """The person comes, or cannot come then: the receiver hears of it and may propose another time."""
    moment = now or timezone.now()
    row = open_referral(referral, moment)
    if row.state != ReferralState.PROPOSED:
        return row
    if comes:
        row.agree()
    else:
        row.decline()
    saved_referral(by, row, "appointment answered", comes=comes)
    tell_receiver(by, row, "appointment", moment.isoformat())
    return row


@action
def say_visit(*, by: Actor, referral: Referral, outcome: Visit) -> Referral:
    """The person says what became of it, also after the receiver has; the state stays."""
    row = locked_referral(referral)
    row.person_outcome = outcome
    return saved_referral(by, row, "referral outcome said", outcome=outcome)


def _is_theirs(referral: Referral, now: dt.datetime) -> None:
    terms = _terms(now)
    referral.reacted_at = referral.reacted_at or now
    referral.accepted_at = referral.accepted_at or now
    referral.outcome_due_at = referral.outcome_due_at or now + dt.timedelta(days=terms.outcome_after)
    referral.expires_at = max(referral.expires_at, now + dt.timedelta(days=terms.running_days))


def _terms(now: dt.datetime) -> Terms:
    return terms_of(timezone.localdate(now))
