"""What a person may always do with code and PIN: take along what is stored about them, and erase it."""

from __future__ import annotations

import io
import zipfile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vielklang.core.actor import READER
from vielklang.core.scope import centre_scope
from vielklang.enquiries.about import sections_of, text_of
from vielklang.enquiries.actions import HeldError, erase_enquiry, note_taken_along
from vielklang.enquiries.erasing import person_keys
from vielklang.enquiries.models import Enquiry, EnquiryFile
from vielklang.enquiries.passes import new_pass
from vielklang.guide.context import reader_of


def know(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """A text that every device opens; with the files beside it where there are some."""
    with centre_scope(found.centre):
        text = text_of(found, sections_of(found)).encode("utf-8-sig")
        files = [
            (row.name or str(row.public_id), bytes(row.content))
            for row in EnquiryFile.objects.filter(enquiry__in=person_keys(found))
            if row.may_open
        ]
        note_taken_along(by=READER, enquiry=found)
    name = f"vielklang-{found}"
    if not files:
        return _download(text, "text/plain; charset=utf-8", f"{name}.txt")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.txt", text)
        for number, (file_name, content) in enumerate(files, start=1):
            archive.writestr(f"{number}-{file_name.replace('/', '_')}", content)
    return _download(packed.getvalue(), "application/zip", f"{name}.zip")


def ask_erase(request: HttpRequest, found: Enquiry) -> HttpResponse:
    """Once more, because nobody can bring it back."""
    context = {"reader": reader_of(request), "centre": found.centre, "pass": new_pass(found.code_digest)}
    return _secret(render(request, "enquiries/erase.html", context))


def erase(request: HttpRequest, found: Enquiry) -> HttpResponse:
    context = {"reader": reader_of(request), "centre": found.centre}
    try:
        with centre_scope(found.centre):
            erase_enquiry(by=READER, enquiry=found)
    except HeldError:
        return _secret(render(request, "enquiries/erase.html", context | {"is_held": True}, status=409))
    return _secret(render(request, "enquiries/erased.html", context))


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return _secret(response)


def _secret(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
