"""Rows of a table: CSV (semicolon, comma or tab; UTF-8, UTF-16 or Windows), XLSX, JSON lines."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from vielklang.interfaces.formulas import plain
from vielklang.interfaces.imports.archives import checked_zip
from vielklang.interfaces.imports.cells import LIST_MARK
from vielklang.interfaces.imports.source import MOST_ROWS, RawRow, UnreadableError

_NUMBERS_AS_TEXT = ("phone", "organisation_phone", "postcode")
csv.field_size_limit(1_000_000)


def decoded(content: bytes, notes: list[str]) -> str:
    """The text of a file; an encoding other than UTF-8 is recognised and noted."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableError(0, _("is no text in UTF-16")) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableError(0, _("is neither UTF-8 nor Windows text")) from error
    notes.append(
        _(
            "The file is in the Windows encoding (cp1252), not UTF-8. It was recognised; please look at the umlauts."
        )
    )
    return text


def csv_rows(text: str) -> Iterator[RawRow]:
    """Rows by the names of the first line. Raises `UnreadableError` while walking."""
    header, _mark, _rest = text.partition("\n")
    delimiter = max(";,\t", key=lambda mark: (header.count(mark), mark == ";"))
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = _names(reader.fieldnames or [])
        reader.fieldnames = names
        for row in reader:
            if None in row:
                raise UnreadableError(reader.line_num, _("has more cells than the header"))
            cells = {name: plain((value or "").strip()) for name, value in row.items()}
            if any(cells.values()):
                yield RawRow(reader.line_num, cells)
    except csv.Error as error:
        raise UnreadableError(reader.line_num, _("is not CSV: %(error)s") % {"error": error}) from error


def xlsx_rows(content: bytes) -> Iterator[RawRow]:
    """Rows of the first sheet with content, by the names of its first line."""
    from python_calamine import CalamineError, CalamineWorkbook

    checked_zip(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.iter_rows()
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise UnreadableError(0, _("is no XLSX table that can be read")) from error
    first = sheet.start[0] if sheet.start else 0
    names: list[str] | None = None
    for number, values in enumerate(rows, start=1 + (first or 0)):
        if names is None:
            names = _names([_shown(value) for value in values])
            continue
        row = RawRow(number, {})
        for name, value in zip(names, values, strict=False):
            row.cells[name] = text = plain(_shown(value).strip())
            if name in _NUMBERS_AS_TEXT[:2] and isinstance(value, int | float) and text:
                row.notes.append((name, _("is a number for Excel: a leading zero may be lost")))
        if any(row.cells.values()):
            row.cells.pop("", None)
            yield row


def json_lines(text: str) -> Iterator[RawRow]:
    """One JSON object a line, the same names; lists become text with `|`."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableError(number, _("is not JSON: %(error)s") % {"error": error}) from error
        if not isinstance(row, dict):
            raise UnreadableError(number, _("is not a JSON object"))
        yield RawRow(number, {name: _as_text(value) for name, value in row.items()})


def limited(rows: Iterator[RawRow]) -> Iterator[RawRow]:
    """At most so many rows as one import takes."""
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise UnreadableError(
                0, _("has more than %(count)s rows: please divide it") % {"count": f"{MOST_ROWS:,}"}
            )
        if any("\x00" in text for cell in row.cells.items() for text in cell):  # no database keeps it
            row.cells = {
                name.replace("\x00", ""): value.replace("\x00", "") for name, value in row.cells.items()
            }
            row.notes.append(("", _("contains a character that no text may contain (NUL); it was left out")))
        yield row


def _names(names: Sequence[str]) -> list[str]:
    found = [plain((name or "").strip()).lower() for name in names]
    while found and not found[-1]:
        found.pop()
    if twice := {name for name in found if name and found.count(name) > 1}:
        raise UnreadableError(1, _("names the column %(name)s twice") % {"name": min(twice)})
    return found


def _shown(value: object) -> str:
    """A cell of a spreadsheet as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return LIST_MARK.join(_as_text(part) for part in value)
    return str(value).strip()
