"""How a file leaves: as what it is, never run as a page of ours, never kept on the way."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from vielklang.enquiries.enums import FileKind
from vielklang.enquiries.models import EnquiryFile

_SHOWN = frozenset({FileKind.IMAGE, FileKind.VOICE})
"""What a browser shows by itself; everything else is saved and opened by a program that knows it."""
_PIECE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


def file_response(request: HttpRequest, file: EnquiryFile) -> HttpResponse:
    """Whole, or the one piece that a player asks for: Safari plays no sound without."""
    media_type = "text/plain; charset=utf-8" if file.media_type == "text/plain" else file.media_type
    response = _content(request.headers.get("Range", ""), bytes(file.content))
    response.headers["Content-Type"] = media_type
    saved = content_disposition_header(file.kind not in _SHOWN, file.name or "file")
    response.headers["Content-Disposition"] = saved or "inline"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _content(wanted: str, content: bytes) -> HttpResponse:
    piece, size = _PIECE.fullmatch(wanted), len(content)
    if piece is None:
        return HttpResponse(content, headers={"Accept-Ranges": "bytes"})
    first, last = int(piece[1]), min(int(piece[2] or size - 1), size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = f"bytes {first}-{last}/{size}"
    return HttpResponse(content[first : last + 1], status=206, headers={"Content-Range": part})
