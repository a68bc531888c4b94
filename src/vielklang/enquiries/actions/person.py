"""What the person does on the status page: says more, says whether it helped, takes a consent back."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions._common import LONGEST_TEXT, locked, saved, say
from vielklang.enquiries.actions.referring import withdraw_agreed_referrals
from vielklang.enquiries.actions.voices import keep_voice
from vielklang.enquiries.enums import Direction, EnquiryState, FileKind, Outcome, Purpose
from vielklang.enquiries.finding import index_words
from vielklang.enquiries.models import (
    Enquiry,
    EnquiryConsent,
    EnquiryContact,
    EnquiryMessage,
    EnquiryRules,
)
from vielklang.enquiries.referral_contacts import forget_passed_contacts
from vielklang.enquiries.regrouping import family_of
from vielklang.enquiries.targets import due_at
from vielklang.enquiries.urgent import urgent_needs
from vielklang.enquiries.voice import Voice


@action
def write_again(
    *, by: Actor, enquiry: Enquiry, text: str, voice: Voice | None = None, now: dt.datetime | None = None
) -> EnquiryMessage:
    """The person says something more on the status page; a closed enquiry is open again,
    and the centre owes an answer by the day its rules say.

    The same once more (the page was reloaded) is the message that is there.
    """
    moment, row = now or timezone.now(), locked(enquiry)
    last = row.messages.exclude(direction=Direction.NOTE).last()
    if last is not None and _is_same(last, text, voice):
        return last
    if row.state != EnquiryState.NEW:
        rules = EnquiryRules.objects.filter(centre=row.centre_id).first() or EnquiryRules()
        row.hear(due_at(moment, rules.days_for(is_urgent=row.is_urgent)))
    row.changed_at = moment
    message = say(row, Direction.ASKED, row.language, text, moment)
    if voice is not None:
        keep_voice(message, voice, moment)
    saved(by, row, "enquiry continued")
    if not row.is_urgent and urgent_needs(text):
        mark_urgent(by=by, enquiry=row, now=moment)
    return message


def _is_same(last: EnquiryMessage, text: str, voice: Voice | None) -> bool:
    if last.direction != Direction.ASKED or last.text != text.strip()[:LONGEST_TEXT]:
        return False
    there = last.files.filter(kind=FileKind.VOICE).first()
    return (there.content if there else None) == (voice.content if voice else None)


@action
def say_outcome(*, by: Actor, enquiry: Enquiry, outcome: Outcome) -> Enquiry:
    """The person says whether it helped; the state stays."""
    row = locked(enquiry)
    row.outcome = outcome
    return saved(by, row, "enquiry outcome", outcome=outcome)


@action
def withdraw_consent(
    *, by: Actor, enquiry: Enquiry, purpose: Purpose, now: dt.datetime | None = None
) -> None:
    """The person takes one consent back. Without the one for an answer, the way to reach them is erased; without the
    one for passing on, every referral that rests on it ends. It holds for all that belongs to the enquiry.
    """
    moment, row = now or timezone.now(), locked(enquiry)
    family = list(Enquiry.objects.filter(pk__in=family_of(row)).order_by("pk"))
    EnquiryConsent.objects.filter(enquiry__in=family, purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=moment
    )
    if purpose == Purpose.ANSWER:
        EnquiryContact.objects.filter(enquiry__in=family).delete()
        for known in family:
            index_words(known)
        forget_passed_contacts([known.pk for known in family])
    if purpose == Purpose.REFER:
        for known in family:
            withdraw_agreed_referrals(by=by, enquiry=known, now=moment)
    record(by=by, event="consent withdrawn", subject=row, purpose=purpose)


@action
def mark_urgent(*, by: Actor, enquiry: Enquiry, now: dt.datetime | None = None) -> Enquiry:
    """What the person wrote later sounds urgent: staff see the mark, and an answer that is owed is due as soon as
    the centre's rules say of urgent ones, never later than it was.
    """
    row = locked(enquiry)
    row.is_urgent = True
    if row.due_at is not None:
        rules = EnquiryRules.objects.filter(centre=row.centre_id).first() or EnquiryRules()
        row.due_at = min(row.due_at, due_at(now or timezone.now(), rules.days_for(is_urgent=True)))
    return saved(by, row, "enquiry marked urgent")
