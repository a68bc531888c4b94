"""A recording on its way in: kept in memory alone (never in a temporary file), and no more of it than we take."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp_update
from django import forms
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse

from vielklang.enquiries.voice import LARGEST_VOICE, LONGEST_SECONDS, TOO_LARGE, Voice, check_voice

FIELD = "voice"
LARGEST_BODY = 40_000_000
"""A body up to this is read to its end, so that the words beside a recording that is too large are kept."""


View = Callable[..., HttpResponse]


def may_record(view: View) -> View:
    """The pages on which people speak: they alone may ask for the microphone, and play what was recorded."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Permissions-Policy"] = "microphone=(self)"
        return response

    return cast("View", csp_update({"media-src": ["blob:"]})(opened))


class VoiceUpload(FileUploadHandler):
    """Takes the one file of our form. Of one that is too large only its size comes through."""

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        if field_name != FIELD:
            raise SkipFile
        self.size, self.pieces = 0, list[bytes]()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size <= LARGEST_VOICE:
            self.pieces.append(raw_data)
        else:
            self.pieces.clear()

    def file_complete(self, file_size: int) -> UploadedFile:
        content = io.BytesIO(b"".join(self.pieces))
        return InMemoryUploadedFile(content, FIELD, FIELD, "application/octet-stream", self.size, None)


def accept_voice(request: HttpRequest) -> None:
    """Before anything reads the form. Raises `RequestDataTooBig`."""
    if request.method != "POST":
        return
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise RequestDataTooBig
    request.upload_handlers = [VoiceUpload(request)]


class VoiceField(forms.FileField):
    """A recording, checked by its content; cleaned it is a `Voice` or None."""

    widget = forms.FileInput

    def clean(self, data: Any, initial: Any = None) -> Voice | None:
        if not isinstance(data, UploadedFile) or not data.size:
            return None
        if data.size > LARGEST_VOICE:
            raise ValidationError(TOO_LARGE)
        return check_voice(data.read())


class SecondsField(forms.IntegerField):
    """How long the page says that it recorded; nonsense is no answer."""

    def clean(self, value: Any) -> int | None:
        try:
            seconds = int(str(value or "")[:6])
        except ValueError:
            return None
        return seconds if 0 < seconds <= LONGEST_SECONDS + 5 else None
