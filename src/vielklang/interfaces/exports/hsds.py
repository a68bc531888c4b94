"""Offers as HSDS 3 services: one page of JSON, or a zip of its tables. Fields without a value are left out."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from vielklang.interfaces.exports.query import read_whole
from vielklang.interfaces.formulas import neutral
from vielklang.interfaces.hsds.mapping import Shown, organization, service
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation

Node = dict[str, Any]


def services_json(file: IO[bytes], offers: QuerySet[Offer]) -> None:
    """A page as `/services` gives it, with everything on it."""
    count = offers.count()
    page = {
        "total_items": count,
        "total_pages": 1,
        "page_number": 1,
        "size": count,
        "first_page": True,
        "last_page": True,
        "empty": not count,
    }
    head = json.dumps(page)
    file.write(f'{head[:-1]}, "contents": ['.encode())
    for number, offer in enumerate(_whole(offers)):
        file.write(b",\n" if number else b"\n")
        file.write(json.dumps(_service(offer), ensure_ascii=False).encode())
    file.write(b"\n]}\n")


def services_zip(file: IO[bytes], offers: QuerySet[Offer]) -> None:
    """The tabular form: a table for each kind of object, joined by ids."""
    tables: dict[str, dict[str, Node]] = {}
    for offer in _whole(offers):
        _spread(_service(offer), tables)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in (tables or {"services": {}}).items():
            archive.writestr(f"{name}.csv", _table(list(rows.values())))


def organisations_json(file: IO[bytes], rows: Iterable[Organisation]) -> None:
    held = list(rows)
    prefetch_related_objects(held, "texts")
    found = [organization(row, "de") for row in held]
    page = {
        "total_items": len(found), "total_pages": 1, "page_number": 1, "size": len(found), "first_page": True,
        "last_page": True, "empty": not found, "contents": found,
    }  # fmt: skip
    file.write(json.dumps(page, ensure_ascii=False, indent=1).encode())


def _whole(offers: QuerySet[Offer]) -> Iterator[Offer]:
    return read_whole(offers.select_related("municipality").prefetch_related("organisation__texts"))


def _service(offer: Offer) -> Node:
    """In the language it was written in, drafts of it too: what goes out here is read by those who wrote it."""
    texts = sorted(offer.texts.all(), key=lambda row: row.pk)
    source = next((x for x in texts if x.language == offer.source_language), None)
    shown = Shown(
        offer=offer,
        text=source,
        language=offer.source_language,
        now=timezone.now(),
        modified=max(offer.updated_at, *(x.updated_at for x in texts), offer.organisation.updated_at),
    )
    return service(shown)


_TABLES = {
    "phones": "service_id", "languages": "service_id", "schedules": "service_id", "cost_options": "service_id",
    "required_documents": "service_id", "service_areas": "service_id",
}  # fmt: skip


def _spread(node: Node, tables: dict[str, dict[str, Node]]) -> None:
    """A nested service as rows of the tables."""

    def add(table: str, row: Node, **links: str) -> None:
        tables.setdefault(table, {})[row["id"]] = row | links

    def add_location(row: Node, **links: str) -> str:
        nested = {name: row.pop(name, []) for name in ("addresses", "accessibility")}
        for name, rows in nested.items():
            for one in rows:
                add(name, one, location_id=row["id"])
        add("locations", row, **links)
        return str(row["id"])

    key, owner = node["id"], node.pop("organization")
    _spread_owner(owner, add, add_location)
    for table, column in _TABLES.items():
        for row in node.pop(table, []):
            add(table, row, **{column: key})
    for row in node.pop("service_at_locations", []):
        where = add_location(row.pop("location"))
        for schedule in row.pop("schedules", []):
            add("schedules", schedule, service_at_location_id=row["id"])
        add("service_at_locations", row, service_id=key, location_id=where)
    for row in node.pop("attributes", []):
        words = row.pop("taxonomy_term")
        add("taxonomy_terms", words)
        add("attributes", row, taxonomy_term_id=words["id"])
    add("services", node, organization_id=owner["id"])


def _spread_owner(owner: Node, add: Callable[..., None], add_location: Callable[..., str]) -> None:
    for phone in owner.pop("phones", []):
        add("phones", phone, organization_id=owner["id"])
    for row in owner.pop("locations", []):
        add_location(row, organization_id=owner["id"])
    add("organizations", owner)


def _table(rows: list[Node]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["id", "name", "status"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([neutral(str(row.get(name, ""))) for name in names] for row in rows)
    return text.getvalue()
