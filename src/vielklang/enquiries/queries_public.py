"""What the person sees and hears of their enquiry: six queries, whatever was said."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import F

from vielklang.core.scope import centre_scope
from vielklang.enquiries.enums import Direction, FileKind
from vielklang.enquiries.models import Enquiry, EnquiryConsent, EnquiryFile, EnquiryMessage, EnquiryOffer
from vielklang.enquiries.queries import with_files
from vielklang.enquiries.regrouping import family_of


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages of both sides without notes, oldest first; consents; primary keys of the offers named."""

    messages: list[EnquiryMessage]
    consents: list[EnquiryConsent]
    offer_ids: list[int]

    @property
    def has_answer(self) -> bool:
        return any(message.direction == Direction.ANSWERED for message in self.messages)


def conversation_of(enquiry: Enquiry) -> Conversation:
    with centre_scope(enquiry.centre):
        family = family_of(enquiry)
        said = EnquiryMessage.objects.filter(enquiry__in=family).exclude(direction=Direction.NOTE)
        consents = EnquiryConsent.objects.filter(enquiry__in=family)
        latest = F("withdrawn_at").asc(nulls_first=True)
        named = EnquiryOffer.objects.filter(enquiry__in=family).order_by("pk")
        return Conversation(
            list(with_files(said)),
            list(consents.order_by("purpose", latest, "pk").distinct("purpose")),
            list(dict.fromkeys(named.values_list("offer_id", flat=True))),
        )


def file_of(enquiry: Enquiry, public_id: str) -> EnquiryFile | None:
    """What came with a message that the person sees, with its content; None for whatever else is asked for."""
    try:
        key = uuid.UUID(public_id[:36])
    except ValueError:
        return None
    with centre_scope(enquiry.centre):
        rows = EnquiryFile.objects.filter(enquiry__in=family_of(enquiry), public_id=key).exclude(
            kind=FileKind.VOICE
        )
        found = rows.exclude(message__direction=Direction.NOTE).first()
    return found if found and found.may_open else None


def recording_of(enquiry: Enquiry, public_id: str) -> EnquiryFile | None:
    """A voice message of this enquiry that the person sent, with its sound; None for whatever else is asked for."""
    try:
        key = uuid.UUID(public_id[:36])
    except ValueError:
        return None
    with centre_scope(enquiry.centre):
        rows = EnquiryFile.objects.filter(enquiry__in=family_of(enquiry), kind=FileKind.VOICE)
        return rows.filter(message__direction=Direction.ASKED, public_id=key).first()
