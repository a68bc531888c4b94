"""What every write of enquiries does: lock the row, save it with a line in the audit, add what was said."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vielklang.core.actor import Actor
from vielklang.core.audit import record
from vielklang.core.texts import TextStatus
from vielklang.enquiries.enums import Direction
from vielklang.enquiries.finding import index_words
from vielklang.enquiries.models import (
    Enquiry,
    EnquiryMessage,
)

LONGEST_TEXT = 4000


def locked(enquiry: Enquiry) -> Enquiry:
    """What is said to an enquiry that became part of another is said there."""
    row = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    return row if row.merged_into is None else locked(row.merged_into)


def saved(by: Actor, enquiry: Enquiry, event: str, **details: Any) -> Enquiry:
    enquiry.save()
    record(by=by, event=event, subject=enquiry, **details)
    return enquiry


def say(
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
    message = EnquiryMessage.objects.create(
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
    index_words(enquiry)
    return message
