"""From a file to a `Source`: which format it is, and its rows."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from vielklang.interfaces.imports import hsds, integreat, tables
from vielklang.interfaces.imports.archives import checked_zip
from vielklang.interfaces.imports.icalendar import icalendar_rows
from vielklang.interfaces.imports.source import MOST_BYTES, Format, Options, Source, UnreadableError

_ZIP = b"PK\x03\x04"


def open_source(name: str, content: bytes, options: Options, format: Format | None = None) -> Source:  # noqa: A002
    """Recognise the file by what is in it, not by its name alone. Raises `UnreadableError`."""
    if len(content) > MOST_BYTES:
        raise UnreadableError(0, _("is larger than %(size)s MB") % {"size": MOST_BYTES // 1_000_000})
    if content.startswith(_ZIP):
        source = _zip(content, options)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(0, _("is an old Excel file (.xls) or protected: please save it as .xlsx"))
    else:
        source = _text(name.lower(), content, options)
    if format is not None and source.format != format:
        raise UnreadableError(0, _("is not of the format that was chosen"))
    source.rows = tables.limited(source.rows)
    return source


def _zip(content: bytes, options: Options) -> Source:
    names = checked_zip(content).namelist()
    if "[Content_Types].xml" in names:
        return Source(Format.TABLE, tables.xlsx_rows(content))
    if any(name.lower().endswith(".csv") for name in names):
        notes: list[str] = []
        services = hsds.services_of_zip(content, notes)
        return Source(Format.HSDS, hsds.rows(services, options), notes, len(services))
    raise UnreadableError(0, _("is a zip file without tables"))


def _text(name: str, content: bytes, options: Options) -> Source:
    notes: list[str] = []
    text = tables.decoded(content, notes)
    start = text.lstrip()[:1]
    if name.endswith(".ics") or text.lstrip().startswith("BEGIN:VCALENDAR"):
        return Source(Format.ICALENDAR, icalendar_rows(text, options), notes)
    if name.endswith((".jsonl", ".ndjson")):
        return Source(Format.TABLE, tables.json_lines(text), notes, text.count("\n"))
    if start in {"{", "["}:
        return _json(text, options, notes)
    if name.endswith(".json"):
        raise UnreadableError(0, _("is not JSON"))
    if hsds.is_services_table(text):
        services = hsds.services_of_table(text)
        return Source(Format.HSDS, hsds.rows(services, options), notes, len(services))
    return Source(Format.TABLE, tables.csv_rows(text), notes, text.count("\n"))


def _json(text: str, options: Options, notes: list[str]) -> Source:
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "\n{" in text.strip():  # one object a line, whatever the file is called
            return Source(Format.TABLE, tables.json_lines(text), notes, text.count("\n"))
        raise UnreadableError(0, _("is not JSON: %(error)s") % {"error": error}) from error
    if integreat.is_pages(document):
        pages = integreat.pages_by_language(document, notes)
        return Source(Format.INTEGREAT, integreat.rows(pages, options), notes, len(pages.get("de", [])))
    services = hsds.services_of(document, notes)
    if services is not None:
        return Source(Format.HSDS, hsds.rows(services, options), notes, len(services))
    if isinstance(document, dict) and "title_de" in document:
        return Source(Format.TABLE, tables.json_lines(json.dumps(document)), notes, 1)
    raise UnreadableError(0, _("is JSON, but neither HSDS services nor Integreat pages"))
