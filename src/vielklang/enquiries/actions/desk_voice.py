"""What colleagues write down of a voice message."""

from __future__ import annotations

from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.enquiries.actions._common import LONGEST_TEXT, locked, saved
from vielklang.enquiries.finding import index_words
from vielklang.enquiries.models import EnquiryMessage
from vielklang.enquiries.urgent import urgent_needs


@action
def write_down_voice(*, by: Actor, message: EnquiryMessage, text: str) -> EnquiryMessage:
    """What was said, in German: the next colleague reads it instead of listening. The person never sees it.

    Now that there are words, those that tell of danger mark the enquiry as they do in written questions.
    """
    row = locked(message.enquiry)
    message.german = text.strip()[:LONGEST_TEXT]
    message.save(update_fields=["german"])
    index_words(row)
    row.is_urgent = row.is_urgent or bool(urgent_needs(message.german))
    saved(by, row, "voice written down")
    return message
