"""What reaches the person by mail: that there is an answer, or, where they wrote a mail, the answer itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from vielklang.core.actor import Actor
from vielklang.core.languages import same_language
from vielklang.core.mail import queue_mail
from vielklang.core.texts import TextStatus
from vielklang.enquiries.addresses import status_address
from vielklang.enquiries.enums import ContactKind, MailFate, Purpose
from vielklang.enquiries.mail_ids import REPLY, digest_of_id
from vielklang.enquiries.models import (
    Enquiry,
    EnquiryConsent,
    EnquiryContact,
    EnquiryMail,
    EnquiryMessage,
    Mailbox,
)
from vielklang.enquiries.regrouping import family_of
from vielklang.offers.models import Offer
from vielklang.offers.texts import text_in

_AGAIN = ("re:", "aw:", "sv:", "antw:", "odp:")
_MOST_REFERENCES = 20


def tell_person(by: Actor, enquiry: Enquiry, message: EnquiryMessage, offers: Sequence[Offer]) -> None:
    """Part of the action that answers; nobody is written to without consent.

    A mail's answer goes back by mail, in its thread. All others learn that there is an answer: what it says stands
    behind code and PIN.
    """
    family = family_of(enquiry)
    agreed = EnquiryConsent.objects.filter(enquiry__in=family, purpose=Purpose.ANSWER, withdrawn_at=None)
    contacts = EnquiryContact.objects.filter(enquiry__in=agreed.values("enquiry"), kind=ContactKind.EMAIL)
    contact = min(contacts, key=lambda row: (row.enquiry_id != enquiry.pk, row.pk), default=None)
    if contact is None:
        return
    asked = EnquiryMail.objects.filter(enquiry__in=family, fate=MailFate.TAKEN).last()
    own_id = f"<{message.public_id}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"
    is_queued = queue_mail(
        by=by, key=f"{REPLY if asked else 'enquiry'}:{message.public_id}", to=contact.value,
        template="enquiries/mail/reader_reply" if asked else "enquiries/mail/reader_answer",
        context=_answer(enquiry, message, offers, asked) if asked else _notice(enquiry),
        language=enquiry.language, centre_id=enquiry.centre_id, headers=_headers(enquiry, own_id, asked),
    )  # fmt: skip
    if is_queued:
        EnquiryMail.objects.create(
            centre_id=enquiry.centre_id, enquiry=enquiry, fate=MailFate.SENT, id_digest=digest_of_id(own_id),
            message_id=own_id, created_at=message.created_at,
        )  # fmt: skip


def _notice(enquiry: Enquiry) -> dict[str, Any]:
    return {"centre": enquiry.centre, "status_url": status_address(enquiry.language)}


def _answer(
    enquiry: Enquiry, message: EnquiryMessage, offers: Sequence[Offer], asked: EnquiryMail
) -> dict[str, Any]:
    subject = asked.subject
    return {
        "centre": enquiry.centre,
        "thread_subject": subject if subject.lower().startswith(_AGAIN) or not subject else f"Re: {subject}",
        "message": message,
        "german": message.german if not same_language(message.language, "de") else "",
        "is_machine": message.status == TextStatus.MACHINE,
        "offers": [_offer(offer, enquiry.language) for offer in offers],
    }


def _offer(offer: Offer, language: str) -> dict[str, str]:
    address = reverse("guide:offer", args=[language, offer.public_id])
    return {"title": text_in(offer, language).title, "url": f"{settings.BASE_URL}{address}"}


def _headers(enquiry: Enquiry, own_id: str, asked: EnquiryMail | None) -> Mapping[str, str]:
    """Where answers go, and what mail programs need to show the conversation in one piece (RFC 5322, 3.6.4)."""
    headers = {"Message-ID": own_id}
    mailbox = Mailbox.objects.filter(centre_id=enquiry.centre_id, is_active=True).first()
    if mailbox is not None:
        headers["Reply-To"] = mailbox.address
    if asked is None:
        return headers
    headers["Auto-Submitted"] = "no"  # a person wrote it
    if asked.message_id:
        chain = [*asked.references.split()[-_MOST_REFERENCES:], asked.message_id]
        headers |= {"In-Reply-To": asked.message_id, "References": " ".join(chain)}
    return headers
