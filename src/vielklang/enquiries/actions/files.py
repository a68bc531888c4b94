"""Files of a message: kept with it, asked of the virus scanner again, refused in words. In the scope of the centre."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions._common import say
from vielklang.enquiries.enums import Direction, FileProblem, FileScan
from vielklang.enquiries.files import CheckedFile
from vielklang.enquiries.models import Enquiry, EnquiryFile, EnquiryMessage


@action
def keep_file(*, by: Actor, message: EnquiryMessage, checked: CheckedFile) -> EnquiryFile:
    """Keep a file that `check_file` let through, with its message."""
    kept = EnquiryFile.objects.create(
        centre_id=message.centre_id, enquiry=message.enquiry, message=message, kind=checked.kind,
        media_type=checked.media_type, name=checked.name, size=len(checked.data), content=checked.data,
        scan=checked.scan, created_at=timezone.now(),
    )  # fmt: skip
    record(by=by, event="file kept", subject=kept)
    return kept


@action
def note_refused(*, by: Actor, enquiry: Enquiry, name: str, problem: FileProblem) -> EnquiryMessage:
    """A note for colleagues that a file was not taken, and why: they may ask the person for another one."""
    with translation.override("de"):
        text = _("The file “%(name)s” was not taken: %(reason)s") % {"name": name, "reason": problem.label}
    message = say(enquiry, Direction.NOTE, "de", text, timezone.now(), author=str(by))
    record(by=by, event="file refused", subject=enquiry, problem=problem.value)
    return message


@action
def settle_scan(*, by: Actor, file: EnquiryFile, answer: FileScan) -> None:
    """What the scanner said later. An infected file is deleted, and colleagues read why."""
    row = EnquiryFile.objects.select_for_update().filter(pk=file.pk, scan=FileScan.WAITING).first()
    if row is None or answer == FileScan.WAITING:
        return
    if answer == FileScan.INFECTED:
        note_refused(by=by, enquiry=row.enquiry, name=row.name, problem=FileProblem.INFECTED)
        row.delete()
        return
    row.scan = answer
    row.save(update_fields=["scan"])
