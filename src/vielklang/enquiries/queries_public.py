"""What the person sees of their enquiry: four queries, whatever was said."""

from __future__ import annotations

from dataclasses import dataclass

from vielklang.core.scope import centre_scope
from vielklang.enquiries.enums import Direction
from vielklang.enquiries.models import Enquiry, EnquiryConsent, EnquiryMessage


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
        return Conversation(
            list(enquiry.messages.exclude(direction=Direction.NOTE)),
            list(enquiry.consents.all()),
            list(enquiry.named_offers.values_list("offer_id", flat=True)),
        )
