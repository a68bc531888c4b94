"""From a file to rows: CSV (semicolon or comma) or JSON lines, UTF-8."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

MOST_BYTES = 50_000_000
LIST_MARK = "|"


class UnreadableError(ValueError):
    """The file, or one row of it, cannot be read at all; `row` counts from 1, the header included."""

    def __init__(self, row: int, reason: str) -> None:
        self.row = row
        super().__init__(reason)


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(row number, column → text) of each row; JSON lists become text with `|`. Raises `UnreadableError`."""
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableError(0, f"is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(0, "is not UTF-8") from error
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        return _json_lines(text)
    return _csv(text)


def _csv(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    header, _, _ = text.partition("\n")
    delimiter = ";" if header.count(";") >= header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if None in row:
                raise UnreadableError(reader.line_num, "has more cells than the header")
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}
    except csv.Error as error:
        raise UnreadableError(reader.line_num, f"is not CSV: {error}") from error


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UnreadableError(number, f"is not JSON: {error}") from error
        if not isinstance(row, dict):
            raise UnreadableError(number, "is not a JSON object")
        yield number, {name: _as_text(value) for name, value in row.items()}


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return LIST_MARK.join(_as_text(part) for part in value)
    return str(value).strip()
