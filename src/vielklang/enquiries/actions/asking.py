"""A question arrives: with consents, contact, code and PIN. In the scope of the centre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions._common import say
from vielklang.enquiries.actions.voices import keep_voice
from vielklang.enquiries.codes import digest_of, hash_of, new_code, new_pin
from vielklang.enquiries.enums import Channel, ContactKind, Direction, Purpose
from vielklang.enquiries.models import (
    Enquiry,
    EnquiryConsent,
    EnquiryContact,
    EnquiryRules,
)
from vielklang.enquiries.targets import due_at
from vielklang.enquiries.voice import Voice
from vielklang.places.models import Municipality


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
    voice: Voice | None = None
    """What they said instead of writing, or beside it."""


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
        due_at=due_at(moment, rules.days_for(is_urgent=question.is_urgent)),
    )  # fmt: skip
    if question.contact_kind != ContactKind.CODE:
        EnquiryContact.objects.create(
            centre=centre,
            enquiry=enquiry,
            kind=question.contact_kind,
            value=question.contact.strip(),
            name=question.name.strip(),
        )
    said = say(enquiry, Direction.ASKED, question.written_in or question.language, question.text, moment)
    if question.voice is not None:
        keep_voice(said, question.voice, moment)
    EnquiryConsent.objects.bulk_create(
        EnquiryConsent(centre=centre, enquiry=enquiry, purpose=purpose, given_at=moment)
        for purpose in sorted(question.purposes)
    )
    record(by=by, event="enquiry received", subject=enquiry, channel=question.channel)
    return Asked(enquiry, code, pin)


def _created(**values: Any) -> Enquiry:
    """Two copies of a form that arrive together meet at the constraint: one is stored."""
    try:
        with transaction.atomic():
            return Enquiry.objects.create(**values)
    except IntegrityError as error:
        if "form_token" in str(error):
            raise AlreadyAskedError from error
        raise
