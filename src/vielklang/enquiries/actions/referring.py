"""What the centre does with a referral: pass on, answer back, extend, send again, withdraw. In its scope."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions._common import locked
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
from vielklang.enquiries.enums import Purpose, ReferralKind, ReferralState, Visit
from vielklang.enquiries.models import Enquiry, EnquiryConsent, Referral
from vielklang.enquiries.models.referral import BACK, RUNNING, Passed
from vielklang.enquiries.referral_links import token_digest, token_of
from vielklang.enquiries.referral_words import grounds
from vielklang.enquiries.regrouping import family_of
from vielklang.organisations.models import Organisation


class NoConsentError(Exception):
    """The person has not agreed, or has taken it back, and no other ground is given with its reason."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets it: an entry of the register, another centre, or for appointments a name that somebody typed."""

    kind: ReferralKind
    email: str
    organisation: Organisation | None = None
    centre: Centre | None = None
    name: str = ""


@action
def refer_enquiry(
    *,
    by: Actor,
    enquiry: Enquiry,
    receiver: Receiver,
    passed: Sequence[Passed],
    ground: str,
    reason: str = "",
    expires_at: dt.datetime,
    once: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Referral:
    """Pass exactly `passed` on, with a personal link by mail; the person reads to whom on the status page.

    Consent that is given with it is recorded as the person's, so that they can take it back. `once`: of the form;
    the same form again gives the referral that is there. Raises `NoConsentError`, `TransitionNotAllowed` (closed).
    """
    moment, row = now or timezone.now(), locked(enquiry)
    public_id = once or uuid.uuid4()
    if earlier := Referral.objects.filter(enquiry=row, public_id=public_id).first():
        return earlier
    _check_ground(row, ground, reason, moment)
    row.refer(moment)
    row.changed_at = moment
    row.save()
    referral = Referral.objects.create(
        public_id=public_id, centre_id=row.centre_id, enquiry=row, kind=receiver.kind,
        organisation=receiver.organisation, to_centre=receiver.centre, receiver_name=receiver.name.strip()[:200],
        receiver_email=receiver.email.strip(), passed_fields=[one.key for one in passed],
        passed_json=json.dumps([asdict(one) for one in passed], ensure_ascii=False), ground=ground,
        ground_reason=reason.strip(), recorded_by=(by.person or str(by))[:120],
        token_digest=token_digest(token_of(public_id, 1)), sent_at=moment, expires_at=expires_at,
    )  # fmt: skip
    _see(row, moment, apart_from=referral)
    record(
        by=by, event="enquiry referred", subject=referral, fields=list(referral.passed_fields), ground=ground
    )
    tell_receiver(by, referral, "sent")
    tell_person(by, referral, "sent")
    return referral


def _check_ground(enquiry: Enquiry, ground: str, reason: str, now: dt.datetime) -> None:
    known = grounds().get(ground)
    if known is None:
        raise NoConsentError
    rows = EnquiryConsent.objects.filter(enquiry__in=family_of(enquiry), purpose=Purpose.REFER)
    if known.consent == "given" and not rows.filter(withdrawn_at=None).exists():
        raise NoConsentError
    if known.consent == "none" and not reason.strip():
        raise NoConsentError
    if known.consent == "records" and not rows.filter(withdrawn_at=None).exists():
        EnquiryConsent.objects.update_or_create(
            enquiry=enquiry,
            purpose=Purpose.REFER,
            defaults={"centre_id": enquiry.centre_id, "given_at": now, "withdrawn_at": None},
        )


def _see(enquiry: Enquiry, now: dt.datetime, apart_from: Referral) -> None:
    """Who passes it on to somebody else knows that it came back."""
    rows = Referral.objects.filter(enquiry=enquiry, state__in=BACK, seen_at=None)
    for row in rows.exclude(pk=apart_from.pk):
        row.seen_at = now
        row.save()


@action
def answer_receiver(*, by: Actor, referral: Referral, text: str, now: dt.datetime | None = None) -> Referral:
    """Answer what the receiver asked back; they hear of it by mail. Raises `ReferralClosedError`."""
    moment = now or timezone.now()
    row = open_referral(referral, moment)
    message = say_to(row, text, moment, is_from_receiver=False)
    if message is None:
        return row
    if row.state == ReferralState.ASKED:
        row.answer()
    saved_referral(by, row, "referral answered")
    tell_receiver(by, row, "answer", str(message.public_id))
    return row


@action
def withdraw_referral(*, by: Actor, referral: Referral, now: dt.datetime | None = None) -> Referral:
    """The receiver's access ends at once; the question is the centre's again. Raises `ReferralClosedError`."""
    row = locked_referral(referral)
    if not row.is_running:
        raise ReferralClosedError
    moment = now or timezone.now()
    row.withdraw(moment)
    saved_referral(by, row, "referral withdrawn")
    give_back(by, row, moment, also_closed=False)
    return row


@action
def withdraw_agreed_referrals(*, by: Actor, enquiry: Enquiry, now: dt.datetime) -> int:
    """The person took consent back: everything that rests on it ends at once; how many."""
    count = 0
    for row in Referral.objects.filter(enquiry=enquiry, state__in=RUNNING).order_by("pk"):
        known = grounds().get(row.ground)
        if known is None or known.consent != "none":
            withdraw_referral(by=by, referral=row, now=now)
            count += 1
    return count


@action
def extend_referral(*, by: Actor, referral: Referral, expires_at: dt.datetime) -> Referral:
    """More time for the receiver, also after the time was over and nobody has noticed yet."""
    row = locked_referral(referral)
    if not row.is_running:
        raise ReferralClosedError
    row.expires_at = expires_at
    return saved_referral(by, row, "referral extended")


@action
def resend_referral(*, by: Actor, referral: Referral, email: str, now: dt.datetime | None = None) -> Referral:
    """A new link to this address; the old one opens nothing any more. Raises `ReferralClosedError`."""
    row = open_referral(referral, now or timezone.now())
    row.receiver_email = email.strip()
    row.link_number += 1
    row.token_digest = token_digest(token_of(row.public_id, row.link_number))
    saved_referral(by, row, "referral sent again")
    tell_receiver(by, row, "sent", str(row.link_number))
    return row


@action
def see_referral(*, by: Actor, referral: Referral, now: dt.datetime | None = None) -> Referral:
    """The centre knows that it came back: it waits no longer on the start page."""
    row = locked_referral(referral)
    row.seen_at = row.seen_at or now or timezone.now()
    return saved_referral(by, row, "referral seen")


@action
def finish_referral(
    *, by: Actor, referral: Referral, outcome: Visit, now: dt.datetime | None = None
) -> Referral:
    """What became of it, said by the receiver or written down by the centre; access ends.

    Raises `ReferralClosedError`.
    """
    moment = now or timezone.now()
    row = locked_referral(referral)
    if not row.is_running:
        raise ReferralClosedError
    row.finish(moment, outcome)
    row.reacted_at = row.reacted_at or moment
    return saved_referral(by, row, "referral finished", outcome=outcome)
