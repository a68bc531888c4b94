"""Files of a message: kept with it, asked of the virus scanner again, refused in words. In the scope of the centre."""

from __future__ import annotations

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions.desk_files import note_refused
from vielklang.enquiries.enums import FileProblem, FileScan
from vielklang.enquiries.files import CheckedFile
from vielklang.enquiries.models import EnquiryFile, EnquiryMessage


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
