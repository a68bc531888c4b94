"""Writes the archive: each table as CSV and JSON lines, with licence, description and data package (Frictionless)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from typing import IO, Any

from django.conf import settings

from vielklang.interfaces.feeds.archive.tables import TABLES, Column, Known, Row, Table
from vielklang.interfaces.feeds.asking import absolute
from vielklang.interfaces.feeds.licences import attribution, licence
from vielklang.interfaces.formulas import neutral

Moment = tuple[int, int, int, int, int, int]

_IN_MEMORY = 4_000_000
_PHONE = re.compile(r"\+[0-9]+")


def write_archive(target: IO[bytes], *, now: dt.datetime) -> dict[str, int]:
    """Write the zip file; returns the number of rows of each table. Two files are open at a time, no table is held."""
    known, at = Known({}, {}, {}), now.astimezone(dt.UTC).timetuple()[:6]
    counts: dict[str, int] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for table in TABLES:
            counts[table.name] = _write_table(archive, table, known, at)
        for name, text in (
            ("datapackage.json", json.dumps(_package(now), ensure_ascii=False, indent=1)),
            ("LICENCE.txt", _licence()),
            ("README.md", _readme(now, counts)),
        ):
            archive.writestr(_member(name, at), text)
    return counts


def _write_table(archive: zipfile.ZipFile, table: Table, known: Known, at: Moment) -> int:
    """Both forms from one reading: JSON lines straight into the archive, CSV beside it and then after it."""
    count = 0
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as beside:
        text = io.TextIOWrapper(beside, "utf-8", newline="", write_through=True)
        sheet = csv.writer(text)
        sheet.writerow([column.name for column in table.columns])
        with archive.open(_member(f"data/{table.name}.jsonl", at), "w", force_zip64=True) as lines:
            for row in table.rows(known):
                lines.write(_json_line(table.columns, row))
                sheet.writerow([_cell(row.get(column.name)) for column in table.columns])
                count += 1
        text.flush()
        beside.seek(0)
        with archive.open(_member(f"data/{table.name}.csv", at), "w", force_zip64=True) as csv_file:
            shutil.copyfileobj(beside, csv_file)
        text.detach()
    return count


def _member(name: str, at: Moment) -> zipfile.ZipInfo:
    """A file of the archive, of the moment for which it is made (UTC)."""
    member = zipfile.ZipInfo(name, at)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _json_line(columns: Iterable[Column], row: Row) -> bytes:
    """Empty values are left out."""
    values = {column.name: row.get(column.name) for column in columns}
    kept = {name: value for name, value in values.items() if value not in (None, "", [])}
    return json.dumps(kept, ensure_ascii=False, default=_plain).encode() + b"\n"


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return _written(value)


def _written(value: object) -> str:
    """Times as ISO 8601, moments in UTC."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    return str(value)


def _cell(value: object) -> str:
    """A cell of CSV: lists joined by |, and no words that a spreadsheet would take for a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if _PHONE.fullmatch(value) else neutral(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "|".join(_written(part) for part in value)
    return _written(value)


def _package(now: dt.datetime) -> dict[str, Any]:
    chosen = licence()
    licences = [{"name": chosen.name, "path": chosen.url, "title": chosen.title}]
    operator = settings.OPERATOR["name"]
    return {
        "profile": "data-package",
        "name": "vielklang-open-data",
        "title": "Vielklang: offers of the Kommunale Integrationszentren in North Rhine-Westphalia",
        "homepage": absolute("guide:languages"),
        "created": _written(now),
        "licenses": licences,
        **({"contributors": [{"title": operator, "role": "publisher"}]} if operator else {}),
        "resources": [resource for table in TABLES for resource in _resources(table)],
    }


def _resources(table: Table) -> list[dict[str, Any]]:
    """CSV with its schema, and the same rows as JSON lines."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": other, "fields": "id"}}
            for column, other in table.refers.items()
        ]
    common = {"description": table.meaning, "encoding": "utf-8"}
    return [
        {
            "name": table.name,
            "path": f"data/{table.name}.csv",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            **common,
            "schema": schema,
        },
        {
            "name": f"{table.name}-lines",
            "path": f"data/{table.name}.jsonl",
            "format": "jsonl",
            "mediatype": "application/jsonl",
            **common,
        },
    ]


def _field(column: Column) -> dict[str, str]:
    kind = "string" if column.type == "list" else column.type
    meaning = "" if column.meaning == "–" else column.meaning
    if column.type == "list":
        meaning = f"{meaning}; several, separated by |"
    return {"name": column.name, "type": kind, **({"description": meaning} if meaning else {})}


def _licence() -> str:
    chosen = licence()
    name = f"\nName as the source: {attribution()}\n" if chosen.needs_name else ""
    return f"{chosen.title} ({chosen.name})\n{chosen.url}\n{name}"


def _readme(now: dt.datetime, counts: dict[str, int]) -> str:
    tables = "\n".join(f"- `{table.name}` ({counts[table.name]} rows): {table.meaning}." for table in TABLES)
    return f"""# Vielklang: open data

Made on {_written(now)} from {settings.BASE_URL}/ – published entries that were valid then.
Licence: {licence().title}, {licence().url} (LICENCE.txt).

Each table is there twice, as `data/<table>.csv` (UTF-8, commas, lists joined by |) and as `data/<table>.jsonl`
(an object a line, empty values left out). `datapackage.json` describes every column (Frictionless Data Package).
In CSV, words that a spreadsheet would run as a formula (= + - @ in front) have an apostrophe before them.

{tables}

Official keys of districts and municipalities (AGS) are those of the statistical offices. Rows with `is_example` are
invented, for trying out. Nothing here is about a person.
"""
