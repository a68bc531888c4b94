"""What colleagues read about files that were not kept."""

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
