"""What every write of referrals does: lock the row, save it with a line in the audit, tell receiver and person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import record
from vielklang.core.mail import queue_mail
from vielklang.enquiries.addresses import status_address
from vielklang.enquiries.enums import ContactKind, EnquiryState, Purpose
from vielklang.enquiries.models import (
    Enquiry,
    EnquiryConsent,
    EnquiryContact,
    EnquiryRules,
    Referral,
    ReferralMessage,
)
from vielklang.enquiries.referral_links import referral_address
from vielklang.enquiries.regrouping import family_of
from vielklang.enquiries.targets import due_at

LONGEST_WORD = 2000


class ReferralClosedError(Exception):
    """The referral is over, or has changed so that this is no longer possible; nothing was written."""


def locked_referral(referral: Referral) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related(
        "centre", "organisation", "to_centre", "enquiry"
    )
    return rows.get(pk=referral.pk)


def open_referral(referral: Referral, now: dt.datetime) -> Referral:
    """Locked, if its link still opens. Raises `ReferralClosedError`."""
    row = locked_referral(referral)
    if not row.is_open(now):
        raise ReferralClosedError
    return row


def saved_referral(by: Actor, referral: Referral, event: str, **details: Any) -> Referral:
    """The audit names kind and day, never receiver or person."""
    referral.save()
    record(by=by, event=event, subject=referral, **details)
    return referral


def say_to(
    referral: Referral, text: str, now: dt.datetime, *, is_from_receiver: bool
) -> ReferralMessage | None:
    """None where the same side said the same last: the page was sent twice."""
    words = text.strip()[:LONGEST_WORD]
    last = referral.messages.last()
    if last is not None and last.is_from_receiver == is_from_receiver and last.text == words:
        return None
    return ReferralMessage.objects.create(
        centre_id=referral.centre_id,
        referral=referral,
        is_from_receiver=is_from_receiver,
        text=words,
        created_at=now,
    )


def give_back(by: Actor, referral: Referral, now: dt.datetime, *, also_closed: bool = True) -> None:
    """Nobody helps: the question is the centre's again, also a closed one, and it owes an answer."""
    enquiry = Enquiry.objects.select_for_update().get(pk=referral.enquiry_id)
    if enquiry.state == EnquiryState.WAITING or (also_closed and enquiry.state == EnquiryState.CLOSED):
        rules = EnquiryRules.objects.filter(centre=enquiry.centre_id).first() or EnquiryRules()
        enquiry.hear(due_at(now, rules.days_for(is_urgent=enquiry.is_urgent)))
        enquiry.save()
        record(by=by, event="enquiry came back", subject=enquiry)


def tell_receiver(by: Actor, referral: Referral, what: str, key: str = "") -> None:
    """A mail with the link and nothing of the person. `what`: sent, reminder, answer, appointment, outcome."""
    queue_mail(
        by=by,
        key=f"enquiry:referral:{referral.public_id}:{what}:{key}",
        to=referral.receiver_email,
        template="enquiries/mail/referral",
        context={
            "what": what,
            "centre": referral.centre,
            "until": timezone.localtime(referral.expires_at - dt.timedelta(seconds=1)),
            "url": referral_address(referral.public_id, referral.link_number),
        },
        centre_id=referral.centre_id,
    )


def tell_person(
    by: Actor, referral: Referral, what: str, key: str = "", purpose: Purpose = Purpose.ANSWER
) -> bool:
    """A mail that there is something to read with code and PIN; False where they left no address or did not agree."""
    enquiry, family = referral.enquiry, family_of(referral.enquiry)
    contact = EnquiryContact.objects.filter(enquiry__in=family, kind=ContactKind.EMAIL).first()
    agreed = EnquiryConsent.objects.filter(enquiry__in=family, purpose=purpose, withdrawn_at=None).exists()
    if contact is None or not agreed:
        return False
    return queue_mail(
        by=by,
        key=f"enquiry:referral:{referral.public_id}:person:{what}:{key}",
        to=contact.value,
        template="enquiries/mail/reader_referral",
        context={
            "what": what,
            "centre": referral.centre,
            "status_url": status_address(enquiry.language),
        },
        language=enquiry.language,
        centre_id=referral.centre_id,
    )
