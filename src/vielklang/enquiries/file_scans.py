"""Files that came while the virus scanner did not answer are shown to it again."""

from __future__ import annotations

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import settle_scan
from vielklang.enquiries.enums import FileScan
from vielklang.enquiries.models import EnquiryFile
from vielklang.enquiries.scanner import scan


def scan_waiting_files(*, by: Actor, centre: Centre) -> int:
    """Ask for each waiting file, one transaction each; how many are settled. Ends where the scanner is still silent."""
    with centre_scope(centre):
        waiting = list(EnquiryFile.objects.filter(scan=FileScan.WAITING).values_list("pk", flat=True))
    for number, key in enumerate(waiting):
        with centre_scope(centre):
            file = EnquiryFile.objects.select_related("enquiry").filter(pk=key).first()
        if file is None:
            continue
        answer = scan(bytes(file.content))
        if answer == FileScan.WAITING:
            return number
        with centre_scope(centre):
            settle_scan(by=by, file=file, answer=answer)
    return len(waiting)
