"""What the centre does with a question: take, answer, note, close, open again. In the scope of the centre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from vielklang.accounts.models import User
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.texts import TextStatus
from vielklang.enquiries.actions._common import locked, saved, say
from vielklang.enquiries.actions.files import keep_file
from vielklang.enquiries.actions.telling import tell_person
from vielklang.enquiries.enums import Direction, EnquiryState, Outcome
from vielklang.enquiries.files import CheckedFile
from vielklang.enquiries.models import (
    Enquiry,
    EnquiryMessage,
    EnquiryOffer,
)
from vielklang.offers.models import Offer


@action
def take_enquiry(*, by: Actor, enquiry: Enquiry, person: User | None) -> Enquiry:
    """Somebody looks after it (None: nobody any more)."""
    row = locked(enquiry)
    row.assigned_to = person
    if person is not None and row.state in {EnquiryState.NEW, EnquiryState.WAITING}:
        row.take()
    return saved(by, row, "enquiry assigned")


@action
def answer_enquiry(
    *,
    by: Actor,
    enquiry: Enquiry,
    german: str,
    text: str = "",
    status: TextStatus = TextStatus.HUMAN,
    offers: Sequence[Offer] = (),
    file: CheckedFile | None = None,
    now: dt.datetime | None = None,
) -> EnquiryMessage:
    """Answer in German and, where `text` is given, in the person's language; both reach the person.

    Names `offers` beside it and gives `file` along. The person hears of it by mail where they left an address and
    agreed; else the answer waits on the status page. Raises `TransitionNotAllowed` when the enquiry is closed.
    """
    moment, row = now or timezone.now(), locked(enquiry)
    row.answer(moment)
    row.changed_at = moment
    language = row.language if text.strip() else "de"
    message = say(
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
    if file is not None:
        keep_file(by=by, message=message, checked=file)
    saved(by, row, "enquiry answered")
    tell_person(by, row, message, offers)
    return message


@action
def note_on_enquiry(
    *, by: Actor, enquiry: Enquiry, text: str, now: dt.datetime | None = None
) -> EnquiryMessage:
    """An internal note, seen by colleagues alone."""
    moment = now or timezone.now()
    message = say(locked(enquiry), Direction.NOTE, "de", text, moment, author=by.person or str(by))
    record(by=by, event="enquiry noted", subject=enquiry)
    return message


@action
def close_enquiry(
    *, by: Actor, enquiry: Enquiry, outcome: Outcome, now: dt.datetime | None = None
) -> Enquiry:
    """It is settled, as far as the centre knows. Raises `TransitionNotAllowed`."""
    row = locked(enquiry)
    row.close(now or timezone.now(), outcome if row.outcome == Outcome.UNKNOWN else row.outcome)
    return saved(by, row, "enquiry closed", outcome=row.outcome)


@action
def reopen_enquiry(*, by: Actor, enquiry: Enquiry) -> Enquiry:
    """The undo of closing. Raises `TransitionNotAllowed`."""
    row = locked(enquiry)
    row.reopen()
    return saved(by, row, "enquiry reopened")
