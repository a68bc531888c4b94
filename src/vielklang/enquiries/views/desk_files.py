"""Files of an enquiry at the desk. Opening one is reading the enquiry, and is recorded."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.models import EnquiryFile
from vielklang.enquiries.rules import access_enquiry
from vielklang.enquiries.served_files import file_response


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def file(request: AreaRequest, public_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    found = access_enquiry(request.area.actor, public_id)
    row: EnquiryFile = get_object_or_404(EnquiryFile.objects.filter(enquiry=found), public_id=file_id)
    if not row.may_open:
        return render(request, "enquiries/desk/file_waits.html", {"enquiry": found, "file": row}, status=409)
    return file_response(request, row)
