"""Voice messages at the desk: writing down what was said; listening is opening a file (desk_files.py)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions import write_down_voice
from vielklang.enquiries.desk_page import enquiry_page
from vielklang.enquiries.enums import FileKind
from vielklang.enquiries.forms_desk import TranscriptForm
from vielklang.enquiries.models import EnquiryFile
from vielklang.enquiries.rules import access_enquiry


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def write_down(request: AreaRequest, public_id: uuid.UUID, message: uuid.UUID) -> HttpResponse:
    found = access_enquiry(request.area.actor, public_id)
    said = found.messages.filter(public_id=message).first()
    if said is None or not EnquiryFile.objects.filter(message=said, kind=FileKind.VOICE).exists():
        raise Http404
    form = TranscriptForm(request.POST)
    if not form.is_valid():
        return enquiry_page(
            request, found, extra={"transcript_of": said.public_id, "transcript_form": form}, status=400
        )
    write_down_voice(by=request.area.actor, message=said, text=form.cleaned_data["transcript"])
    messages.success(request, _("What was said is written down. Colleagues alone see it."))
    return redirect(f"{request.area.url('enquiries:desk_enquiry', public_id)}#said-{said.public_id}")
