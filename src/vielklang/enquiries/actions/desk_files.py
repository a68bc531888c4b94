"""Notes that the platform leaves for colleagues: about files and mails that did not come as they should."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions._common import say
from vielklang.enquiries.enums import Direction, FileProblem
from vielklang.enquiries.models import Enquiry, EnquiryMessage


@action
def note_refused(*, by: Actor, enquiry: Enquiry, name: str, problem: FileProblem) -> EnquiryMessage:
    """A note for colleagues that a file was not taken, and why: they may ask the person for another one."""
    with translation.override("de"):
        text = _("The file “%(name)s” was not taken: %(reason)s") % {"name": name, "reason": problem.label}
    message = say(enquiry, Direction.NOTE, "de", text, timezone.now(), author=str(by))
    record(by=by, event="file refused", subject=enquiry, problem=problem.value)
    return message


@action
def note_other_sender(*, by: Actor, enquiry: Enquiry, address: str) -> EnquiryMessage:
    """An answer came from another address than the person's: colleagues decide whom they believe."""
    with translation.override("de"):
        text = _(
            "The last mail came from another address: %(address)s. Answers still go to the first one."
        ) % {"address": address}
    return _noted(by, enquiry, text)


@action
def note_undelivered(*, by: Actor, enquiry: Enquiry) -> EnquiryMessage:
    """A mail server reported that our mail did not arrive."""
    with translation.override("de"):
        text = _("A mail to the person could not be delivered. Please look for another way to reach them.")
    return _noted(by, enquiry, text)


def _noted(by: Actor, enquiry: Enquiry, text: str) -> EnquiryMessage:
    message = say(enquiry, Direction.NOTE, "de", text, timezone.now(), author="Vielklang")
    record(by=by, event="enquiry noted", subject=enquiry)
    return message
