"""A note that names colleagues. In the scope of the centre."""

from __future__ import annotations

from collections.abc import Sequence

from vielklang.accounts.models import User
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.mail import queue_mail
from vielklang.enquiries.actions.answering import note_on_enquiry
from vielklang.enquiries.models import Enquiry, EnquiryMessage, Mention
from vielklang.enquiries.queries import rules_of


@action
def note_naming(*, by: Actor, enquiry: Enquiry, text: str, people: Sequence[User]) -> EnquiryMessage:
    """An internal note; each of `people` sees it under today and, if the centre wants so, gets a mail without content.

    Whoever names themselves is not told.
    """
    message = note_on_enquiry(by=by, enquiry=enquiry, text=text)
    told = [person for person in dict.fromkeys(people) if person.pk != by.user_id]
    Mention.objects.bulk_create(
        Mention(
            centre_id=message.centre_id, enquiry_id=message.enquiry_id, message=message, person=person,
            by=(by.person or str(by))[:120], created_at=message.created_at,
        )
        for person in told
    )  # fmt: skip
    if told:
        record(by=by, event="colleague mentioned", subject=enquiry, count=len(told))
    if told and rules_of(enquiry.centre).mails_mentions:
        for person in told:
            queue_mail(
                by=by, key=f"enquiry-mention:{message.public_id}:{person.public_id}", to=person.email,
                template="enquiries/mail/mention", context={"centre": enquiry.centre}, language=person.language,
                centre_id=message.centre_id,
            )  # fmt: skip
    return message
