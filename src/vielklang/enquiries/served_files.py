"""How a file leaves: as what it is, never run as a page of ours, never kept on the way."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from vielklang.enquiries.enums import FileKind
from vielklang.enquiries.models import EnquiryFile

_SHOWN = frozenset({FileKind.IMAGE, FileKind.VOICE})
"""What a browser shows by itself; everything else is saved and opened by a program that knows it."""


def file_response(file: EnquiryFile) -> HttpResponse:
    media_type = "text/plain; charset=utf-8" if file.media_type == "text/plain" else file.media_type
    response = HttpResponse(bytes(file.content), content_type=media_type)
    saved = content_disposition_header(file.kind not in _SHOWN, file.name or "file")
    response.headers["Content-Disposition"] = saved or "inline"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
