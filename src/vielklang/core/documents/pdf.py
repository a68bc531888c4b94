"""Renders typst templates to tagged PDF/UA-1 (ISO 14289-1). Content reaches them as data, never as markup."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone

from vielklang.core.documents.fonts import DocumentFonts, document_fonts
from vielklang.core.languages import get_language

PACKAGE = Path(__file__).resolve().parents[2]


def render_pdf(
    template: str, data: dict[str, Any], *, language: str, title: str, at: dt.datetime | None = None
) -> bytes:
    """The PDF of `template`, a path inside the package such as `guide/leaflet.typ`.

    The template imports `/core/documents/base.typ`, which gives it `data` and sets title, language and
    direction. `data` travels as JSON, so that no content can become typst markup; the template may read files
    of the package only. `at` is the time written into the file (default: now).

    Raises `FontsMissingError` before the front end is built, and `typst.TypstError` for a mistake in the
    template, among them what PDF/UA-1 forbids: an image without alternative text, a skipped heading level.
    """
    fonts = document_fonts(Path(settings.DOCUMENT_FONTS_DIR))
    reader = get_language(language)
    document = {
        "title": " ".join(fonts.printable(title).split()) or reader.endonym,
        "language": iso_language(language),
        "direction": reader.direction,
        "data": data,
    }
    compiler = typst.Compiler(
        str(PACKAGE / template),
        root=str(PACKAGE),
        font_paths=fonts.typst,
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_printable(document, fonts))},
    )
    moment = (at or timezone.now()).astimezone(dt.UTC).replace(microsecond=0)
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=moment)
    assert isinstance(pdf, bytes)
    return pdf


def iso_language(tag: str) -> str:
    """The tag as typst wants it: the language alone. Plain German is German to a screen reader."""
    return tag.partition("-")[0]


def _printable(value: Any, fonts: DocumentFonts) -> Any:
    if isinstance(value, str):
        return fonts.printable(value)
    if isinstance(value, dict):
        return {key: _printable(item, fonts) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(item, fonts) for item in value]
    return value
