"""What a machine made of a question. In the scope of the centre."""

from __future__ import annotations

from collections.abc import Mapping

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.texts import TextStatus
from vielklang.enquiries.actions._common import LONGEST_TEXT, locked
from vielklang.enquiries.enums import Direction
from vielklang.enquiries.finding import index_words
from vielklang.enquiries.models import Enquiry, EnquiryMessage


@action
def keep_german(*, by: Actor, enquiry: Enquiry, german: Mapping[int, str]) -> None:
    """German beside what the person wrote, marked as a machine's; the original stays. `german`: by message key.

    What is there already stays.
    """
    row = locked(enquiry)
    rows = EnquiryMessage.objects.filter(enquiry=row, pk__in=german, direction=Direction.ASKED)
    for message in [x for x in rows if not x.german]:
        message.german, message.status = german[message.pk][:LONGEST_TEXT], TextStatus.MACHINE
        message.save(update_fields=["german", "status"])
    index_words(row)
    record(by=by, event="question translated by machine", subject=row, count=len(german))
