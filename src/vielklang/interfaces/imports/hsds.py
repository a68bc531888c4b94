"""HSDS 3 services (JSON, or a zip of its tables) as rows; what has no place with us is noted, never just lost."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from vielklang.interfaces.formulas import plain
from vielklang.interfaces.imports.archives import checked_zip
from vielklang.interfaces.imports.hsds_fields import COLUMN_OF, facets, parts
from vielklang.interfaces.imports.source import Options, RawRow, UnreadableError, shortened
from vielklang.offers.enums import OfferKind

Service = dict[str, Any]
_STATES = {"inactive", "temporarily closed"}
_CHILDREN = {
    "schedules": ("schedules", "service_id"),
    "phones": ("phones", "service_id"),
    "languages": ("languages", "service_id"),
    "cost_options": ("cost_options", "service_id"),
    "required_documents": ("required_documents", "service_id"),
    "service_areas": ("service_areas", "service_id"),
    "contacts": ("contacts", "service_id"),
    "funding": ("funding", "service_id"),
}


def services_of(document: Any, notes: list[str]) -> list[Service] | None:
    """Services of a page, a list, one service alone, or tables by name; None where it is not HSDS."""
    if isinstance(document, dict) and isinstance(document.get("contents"), list):
        if document.get("last_page") is False:
            notes.append(_("The file is one page of several; the others are not in it."))
        document = document["contents"]
    if isinstance(document, dict) and isinstance(document.get("services"), list):
        tables = {name: rows for name, rows in document.items() if isinstance(rows, list)}
        return _joined(tables) if tables.get("services") else None
    if isinstance(document, dict) and _is_service(document):
        return [document]
    if isinstance(document, list) and document and all(_is_service(x) for x in document):
        return document
    return None


def services_of_zip(content: bytes, notes: list[str]) -> list[Service]:
    """Services of the tabular form: a zip with services.csv, organizations.csv …"""
    archive = checked_zip(content)
    tables: dict[str, list[Service]] = {}
    for name in archive.namelist():
        table = name.rsplit("/", maxsplit=1)[-1].lower().removesuffix(".csv")
        if name.lower().endswith(".csv"):
            tables[table] = _table(archive.read(name).decode("utf-8-sig", "replace"))
    if "services" not in tables:
        raise UnreadableError(0, _("has no services.csv"))
    if "service_at_location" in tables:
        tables["service_at_locations"] = tables.pop("service_at_location")
    unknown = set(tables) - _KNOWN_TABLES
    notes += [_("The table %(name)s is not read.") % {"name": f"{name}.csv"} for name in sorted(unknown)]
    return _joined(tables)


def is_services_table(text: str) -> bool:
    """Whether a CSV file is a services.csv of HSDS rather than a table of ours."""
    header = next(csv.reader(io.StringIO(text[:20_000])), [])
    names = {name.strip() for name in header}
    return {"id", "name", "status"} <= names and "title_de" not in names and "kind" not in names


def services_of_table(text: str) -> list[Service]:
    return _table(text)


def rows(services: list[Service], options: Options) -> Iterator[RawRow]:
    for number, service in enumerate(services, start=1):
        yield _row(number, service, options)


def _row(number: int, service: Service, options: Options) -> RawRow:
    organisation = service.get("organization") or {}
    name = str(service.get("name") or "")
    description = str(service.get("description") or "").strip()
    cells = {
        "external_source": "hsds",
        "external_id": str(service.get("id") or ""),
        "title_de": shortened(name, 160),
        "summary_de": shortened(
            service.get("alternate_name") or description.split("\n\n", maxsplit=1)[0], 300
        ),
        "description_de": description or shortened(name, 300),
        "organisation": shortened(organisation.get("name") or options.organisation, 200),
        "organisation_phone": _first(organisation.get("phones"), "number"),
        "organisation_email": organisation.get("email") or "",
        "organisation_website": organisation.get("website") or "",
        "kind": options.kind or OfferKind.COUNSELLING.value,
        **{column: _words(service[field]) for field, column in COLUMN_OF.items() if service.get(field)},
    }
    row = RawRow(number, {name: value for name, value in cells.items() if value})
    if len(name) > 160:
        row.notes.append(("name", _("was shortened to 160 characters")))
    _state(row, service, options)
    for part in parts(service, row.notes):
        row.cells |= part
    row.cells |= facets(service.get("attributes") or [], row.notes)
    if "topics" not in row.cells and options.topic:
        row.cells["topics"] = options.topic
    return row


def _state(row: RawRow, service: Service, options: Options) -> None:
    state = str(service.get("status") or "active")
    row.cells["status"] = "published" if options.publish and state == "active" else "draft"
    if state == "defunct":
        row.skip = _("no longer exists, says the file")
    elif state in _STATES:
        row.notes.append(("status", _("is “%(state)s”: a new entry stays a draft") % {"state": state}))


def _joined(tables: Mapping[str, list[Service]]) -> list[Service]:
    """Tables put together to nested services, as the JSON form has them."""
    by_id = {
        name: {str(row.get("id")): row for row in tables.get(name, [])}
        for name in ("organizations", "locations", "taxonomy_terms")
    }
    for owner, key in (("locations", "location_id"), ("service_at_locations", "service_at_location_id")):
        _attach(
            tables, owner, key, ("addresses", "phones", "schedules", "accessibility", "languages", "contacts")
        )
    _attach(tables, "organizations", "organization_id", ("phones",))
    children = {child: _index(tables, table, column) for child, (table, column) in _CHILDREN.items()}
    places = _index(tables, "service_at_locations", "service_id")
    attributes = _index(tables, "attributes", "link_id")
    services = []
    for row in tables.get("services", []):
        key = str(row.get("id"))
        service = row | {child: index[key] for child, index in children.items() if key in index}
        if organisation := by_id["organizations"].get(str(row.get("organization_id"))):
            service["organization"] = organisation
        if key in places:
            service["service_at_locations"] = [
                {**x, "location": by_id["locations"].get(str(x.get("location_id")), {})} for x in places[key]
            ]
        if key in attributes:
            service["attributes"] = [
                {**x, "taxonomy_term": by_id["taxonomy_terms"].get(str(x.get("taxonomy_term_id")), {})}
                for x in attributes[key]
            ]
        services.append(service)
    return services


def _index(tables: Mapping[str, list[Service]], table: str, column: str) -> dict[str, list[Service]]:
    found: dict[str, list[Service]] = {}
    for row in tables.get(table, []):
        if row.get(column):
            found.setdefault(str(row[column]), []).append(row)
    return found


def _attach(tables: Mapping[str, list[Service]], owner: str, key: str, children: tuple[str, ...]) -> None:
    for child in children:
        index = _index(tables, child, key)
        for row in tables.get(owner, []):
            if found := index.get(str(row.get("id"))):
                row.setdefault(child, found)


_KNOWN_TABLES = {
    *(table for table, _column in _CHILDREN.values()),
    "services", "organizations", "locations", "service_at_locations", "addresses", "accessibility", "attributes",
    "taxonomy_terms", "taxonomies", "programs",
}  # fmt: skip


def _table(text: str) -> list[Service]:
    try:
        return [
            {name: plain(value.strip()) for name, value in row.items() if name and value}
            for row in csv.DictReader(io.StringIO(text, newline=""))
        ]
    except csv.Error as error:
        raise UnreadableError(0, _("is not CSV: %(error)s") % {"error": error}) from error


def _is_service(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and {"id", "name"} <= set(row)
        and (
            "status" in row
            or "organization" in row
            or "organization_id" in row
            or "service_at_locations" in row
        )
    )


def _first(rows: Any, name: str) -> str:
    return str(next((row[name] for row in rows or [] if row.get(name)), ""))


def _words(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value).strip()
