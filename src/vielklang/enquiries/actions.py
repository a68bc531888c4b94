"""Every write of enquiries: asked, taken, answered, noted, heard again, closed. In the scope of the centre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from vielklang.accounts.models import User
from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.mail import queue_mail
from vielklang.core.texts import TextStatus
from vielklang.enquiries.addresses import status_address
from vielklang.enquiries.codes import digest_of, hash_of, new_code, new_pin
from vielklang.enquiries.enums import Channel, ContactKind, Direction, EnquiryState, Outcome, Purpose
from vielklang.enquiries.models import (
    Enquiry,
    EnquiryConsent,
    EnquiryContact,
    EnquiryMessage,
    EnquiryOffer,
    EnquiryRules,
)
from vielklang.enquiries.targets import due_at
from vielklang.offers.models import Offer
from vielklang.places.models import Municipality

LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks and how they want to hear the answer; no `contact` where they come back with the code."""

    language: str
    text: str
    contact_kind: ContactKind = ContactKind.CODE
    contact: str = ""
    name: str = ""
    municipality: Municipality | None = None
    topics: Sequence[str] = ()
    purposes: Collection[Purpose] = field(default_factory=frozenset)
    is_urgent: bool = False
    channel: Channel = Channel.GUIDE
    form_token: str | None = None
    written_in: str = ""
    """Where a colleague wrote it down in another language than the person's."""


class AlreadyAskedError(Exception):
    """This form was stored before; its code and PIN were shown then."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The stored enquiry, with code and PIN in the clear: the only moment at which anybody can read them."""

    enquiry: Enquiry
    code: str
    pin: str


@action
def ask_centre(*, by: Actor, centre: Centre, question: Question, now: dt.datetime | None = None) -> Asked:
    """Store a question with its consents; the target for the first answer counts from now.

    Raises `AlreadyAskedError` where the same form comes again.
    """
    moment = now or timezone.now()
    code, pin = new_code(), new_pin()
    rules = EnquiryRules.objects.filter(centre=centre).first() or EnquiryRules(centre=centre)
    enquiry = _created(
        centre=centre, municipality=question.municipality, channel=question.channel, language=question.language,
        topics=list(question.topics), is_urgent=question.is_urgent, code_digest=digest_of(code), pin_hash=hash_of(pin),
        form_token=question.form_token, created_at=moment, changed_at=moment,
        due_at=due_at(moment, rules.answer_within_days),
    )  # fmt: skip
    _say(enquiry, Direction.ASKED, question.written_in or question.language, question.text, moment)
    if question.contact_kind != ContactKind.CODE:
        EnquiryContact.objects.create(
            centre=centre,
            enquiry=enquiry,
            kind=question.contact_kind,
            value=question.contact.strip(),
            name=question.name.strip(),
        )
    EnquiryConsent.objects.bulk_create(
        EnquiryConsent(centre=centre, enquiry=enquiry, purpose=purpose, given_at=moment)
        for purpose in sorted(question.purposes)
    )
    record(by=by, event="enquiry received", subject=enquiry, channel=question.channel)
    return Asked(enquiry, code, pin)


@action
def take_enquiry(*, by: Actor, enquiry: Enquiry, person: User | None) -> Enquiry:
    """Somebody looks after it (None: nobody any more)."""
    row = _locked(enquiry)
    row.assigned_to = person
    if person is not None and row.state in {EnquiryState.NEW, EnquiryState.WAITING}:
        row.take()
    return _saved(by, row, "enquiry assigned")


@action
def answer_enquiry(
    *,
    by: Actor,
    enquiry: Enquiry,
    german: str,
    text: str = "",
    status: TextStatus = TextStatus.HUMAN,
    offers: Sequence[Offer] = (),
    now: dt.datetime | None = None,
) -> EnquiryMessage:
    """Answer in German and, where `text` is given, in the person's language; both reach the person.

    Names `offers` beside it. The person hears of it by mail where they left an address and agreed; else the answer
    waits on the status page. Raises `TransitionNotAllowed` when the enquiry is closed.
    """
    moment, row = now or timezone.now(), _locked(enquiry)
    row.answer(moment)
    row.changed_at = moment
    language = row.language if text.strip() else "de"
    message = _say(
        row,
        Direction.ANSWERED,
        language,
        text.strip() or german,
        moment,
        german=german,
        status=status,
        author=str(by),
    )
    for offer in offers:
        EnquiryOffer.objects.get_or_create(centre_id=row.centre_id, enquiry=row, offer=offer)
    _saved(by, row, "enquiry answered")
    _tell(by, row, message)
    return message


@action
def note_on_enquiry(
    *, by: Actor, enquiry: Enquiry, text: str, now: dt.datetime | None = None
) -> EnquiryMessage:
    """An internal note, seen by colleagues alone."""
    moment = now or timezone.now()
    message = _say(_locked(enquiry), Direction.NOTE, "de", text, moment, author=by.person or str(by))
    record(by=by, event="enquiry noted", subject=enquiry)
    return message


@action
def write_again(*, by: Actor, enquiry: Enquiry, text: str, now: dt.datetime | None = None) -> EnquiryMessage:
    """The person says something more on the status page; a closed enquiry is open again.

    The same words once more (the page was reloaded) are the message that is there.
    """
    moment, row = now or timezone.now(), _locked(enquiry)
    last = row.messages.exclude(direction=Direction.NOTE).last()
    if last is not None and last.direction == Direction.ASKED and last.text == text.strip()[:LONGEST_TEXT]:
        return last
    if row.state != EnquiryState.NEW:
        row.hear()
    row.changed_at = moment
    message = _say(row, Direction.ASKED, row.language, text, moment)
    _saved(by, row, "enquiry continued")
    return message


@action
def say_outcome(*, by: Actor, enquiry: Enquiry, outcome: Outcome) -> Enquiry:
    """The person says whether it helped; the state stays."""
    row = _locked(enquiry)
    row.outcome = outcome
    return _saved(by, row, "enquiry outcome", outcome=outcome)


@action
def withdraw_consent(
    *, by: Actor, enquiry: Enquiry, purpose: Purpose, now: dt.datetime | None = None
) -> None:
    """The person takes one consent back. Without the one for an answer, the way to reach them is erased."""
    row = _locked(enquiry)
    EnquiryConsent.objects.filter(enquiry=row, purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=now or timezone.now()
    )
    if purpose == Purpose.ANSWER:
        EnquiryContact.objects.filter(enquiry=row).delete()
    record(by=by, event="consent withdrawn", subject=row, purpose=purpose)


@action
def close_enquiry(
    *, by: Actor, enquiry: Enquiry, outcome: Outcome, now: dt.datetime | None = None
) -> Enquiry:
    """It is settled, as far as the centre knows. Raises `TransitionNotAllowed`."""
    row = _locked(enquiry)
    row.close(now or timezone.now(), outcome if row.outcome == Outcome.UNKNOWN else row.outcome)
    return _saved(by, row, "enquiry closed", outcome=row.outcome)


@action
def reopen_enquiry(*, by: Actor, enquiry: Enquiry) -> Enquiry:
    """The undo of closing. Raises `TransitionNotAllowed`."""
    row = _locked(enquiry)
    row.reopen()
    return _saved(by, row, "enquiry reopened")


def _created(**values: Any) -> Enquiry:
    """Two copies of a form that arrive together meet at the constraint: one is stored."""
    try:
        with transaction.atomic():
            return Enquiry.objects.create(**values)
    except IntegrityError as error:
        if "form_token" in str(error):
            raise AlreadyAskedError from error
        raise


def _locked(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update().get(pk=enquiry.pk)


def _saved(by: Actor, enquiry: Enquiry, event: str, **details: Any) -> Enquiry:
    enquiry.save()
    record(by=by, event=event, subject=enquiry, **details)
    return enquiry


def _say(
    enquiry: Enquiry,
    direction: Direction,
    language: str,
    text: str,
    now: dt.datetime,
    *,
    german: str = "",
    status: TextStatus = TextStatus.HUMAN,
    author: str = "",
) -> EnquiryMessage:
    return EnquiryMessage.objects.create(
        centre_id=enquiry.centre_id,
        enquiry=enquiry,
        direction=direction,
        language=language,
        text=text.strip()[:LONGEST_TEXT],
        german=german.strip()[:LONGEST_TEXT],
        status=status,
        author=author[:120],
        created_at=now,
    )


def _tell(by: Actor, enquiry: Enquiry, message: EnquiryMessage) -> None:
    """A mail that there is an answer; what it says stands behind code and PIN, not in the mail."""
    contact = EnquiryContact.objects.filter(enquiry=enquiry, kind=ContactKind.EMAIL).first()
    agreed = EnquiryConsent.objects.filter(
        enquiry=enquiry, purpose=Purpose.ANSWER, withdrawn_at=None
    ).exists()
    if contact is not None and agreed:
        queue_mail(
            by=by,
            key=f"enquiry:{message.public_id}",
            to=contact.value,
            template="enquiries/mail/reader_answer",
            context={"centre": enquiry.centre, "status_url": status_address(enquiry.language)},
            language=enquiry.language,
            centre_id=enquiry.centre_id,
        )
