"""Sound as an answer: whole, or the one piece that a player asks for (Safari plays nothing without)."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

from vielklang.enquiries.models import EnquiryFile

_PIECE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


def sound_response(request: HttpRequest, file: EnquiryFile) -> HttpResponse:
    content, size = bytes(file.content), file.size
    piece = _PIECE.fullmatch(request.headers.get("Range", ""))
    first = int(piece[1]) if piece else 0
    last = min(int(piece[2]), size - 1) if piece and piece[2] else size - 1
    if first > last:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = HttpResponse(
            content[first : last + 1], content_type=file.media_type, status=206 if piece else 200
        )
        if piece:
            response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = "inline"
    return response
