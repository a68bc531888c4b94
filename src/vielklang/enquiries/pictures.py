"""Pictures are drawn anew: what is hidden beside the pixels (place, time, device, a second file) is gone."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import Image, ImageOps

from vielklang.enquiries.enums import FileProblem
from vielklang.enquiries.problems import UnacceptableFileError

MOST_PIXELS = 64_000_000
LONGEST_SIDE = 4096
"""Enough to read a letter that was photographed."""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_SAVED: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("image/jpeg", {"quality": 88}),
    "PNG": ("image/png", {}),
    "WEBP": ("image/webp", {"quality": 88}),
}
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, struct.error)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def redraw(data: bytes) -> tuple[str, bytes]:
    """(media type, content) of the same picture upright and without metadata; moving ones stand still, as PNG.

    Raises `UnacceptableFileError` for what is broken or would fill the memory.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnacceptableFileError(FileProblem.TOO_MANY_PIXELS)
            form = str(image.format) if image.format in _SAVED else "PNG"
            return _saved(_upright(image, form), form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise UnacceptableFileError(FileProblem.TOO_MANY_PIXELS) from error
    except _BROKEN as error:
        raise UnacceptableFileError(FileProblem.BROKEN) from error


def _upright(image: Image.Image, form: str) -> Image.Image:
    if form == "JPEG":
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    has_holes = form != "JPEG" and (turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info)
    pixels = turned.convert("RGBA" if has_holes else "RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare


def _saved(bare: Image.Image, form: str) -> tuple[str, bytes]:
    media_type, options = _SAVED[form]
    written = io.BytesIO()
    bare.save(written, form, **options)
    return media_type, written.getvalue()
