"""Offers as HSDS 3 services: one page of JSON, or a zip of its tables. Fields without a value are left out."""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from django.db.models import QuerySet

from vielklang.core.languages import get_language
from vielklang.interfaces.exports.query import read_whole
from vielklang.interfaces.formulas import neutral
from vielklang.interfaces.imports.hsds_fields import FACET
from vielklang.offers.calendar import BERLIN
from vielklang.offers.enums import CostKind, Document, OfferStatus
from vielklang.offers.models import HoursException, Offer, OfferDate, OfferPlace, OpeningHours
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation

_STATES = {
    OfferStatus.PUBLISHED: "active",
    OfferStatus.SUSPENDED: "temporarily closed",
    OfferStatus.ARCHIVED: "defunct",
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FACETS = ("topics", "target_groups", "delivery")
_SINGLE_FACETS = ("kind", "area", "joining", "childcare", "capacity")
_TERMS = uuid.UUID("6f0f4a2e-53a7-4c0e-9c1d-1f0a3f1f7d10")
"""Root of the ids of our taxonomy terms: the same term has the same id in every export."""
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
    for number, offer in enumerate(read_whole(offers)):
        file.write(b",\n" if number else b"\n")
        file.write(json.dumps(service(offer), ensure_ascii=False).encode())
    file.write(b"\n]}\n")


def services_zip(file: IO[bytes], offers: QuerySet[Offer]) -> None:
    """The tabular form: a table for each kind of object, joined by ids."""
    tables: dict[str, dict[str, Node]] = {}
    for offer in read_whole(offers):
        _spread(service(offer), tables)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in (tables or {"services": {}}).items():
            archive.writestr(f"{name}.csv", _table(list(rows.values())))


def organisations_json(file: IO[bytes], rows: Iterable[Organisation]) -> None:
    found = [organization(row) for row in rows]
    page = {
        "total_items": len(found), "total_pages": 1, "page_number": 1, "size": len(found), "first_page": True,
        "last_page": True, "empty": not found, "contents": found,
    }  # fmt: skip
    file.write(json.dumps(page, ensure_ascii=False, indent=1).encode())


def service(offer: Offer) -> Node:
    text = next((x for x in offer.texts.all() if x.language == offer.source_language), None)
    description = text.description if text else ""
    if text and not description.startswith(text.summary):
        description = f"{text.summary}\n\n{description}"
    hours = list(offer.hours.all())
    general = [_weekly(offer, x) for x in hours if x.place_id is None]
    return _filled(
        {
            "id": str(offer.public_id),
            "name": text.title if text else "",
            "description": description.strip(),
            "url": offer.website,
            "email": offer.email,
            "status": _STATES.get(OfferStatus(offer.status), "inactive"),
            "interpretation_services": "Sprachmittlung möglich" if offer.interpreting else "",
            "application_process": text.how_to_join if text else "",
            "fees_description": text.costs if text else "",
            "eligibility_description": text.conditions if text else "",
            "minimum_age": None if offer.age_from is None else float(offer.age_from),
            "maximum_age": None if offer.age_to is None else float(offer.age_to),
            "assured_date": offer.last_confirmed_at
            and f"{offer.last_confirmed_at.astimezone(BERLIN):%Y-%m-%d}",
            "last_modified": offer.updated_at.isoformat(),
            "organization": organization(offer.organisation),
            "phones": [{"id": _id(offer, "phone"), "number": offer.phone}] if offer.phone else [],
            "languages": [
                {"id": _id(offer, f"language:{tag}"), "code": tag, "name": get_language(tag).english_name}
                for tag in offer.languages
            ],
            "schedules": [*general, *(_date(offer, x) for x in offer.dates.all())],
            "service_at_locations": [_at_location(offer, place, hours) for place in offer.places.all()],
            "cost_options": _costs(offer),
            "required_documents": [
                {"id": _id(offer, f"document:{key}"), "document": str(Document(key).label)}
                for key in offer.documents
            ],
            "attributes": _attributes(offer),
        }
    )


def organization(row: Organisation) -> Node:
    return _filled(
        {
            "id": str(row.public_id),
            "name": row.name,
            "description": row.get_kind_display(),
            "email": row.email,
            "website": row.website,
            "phones": [{"id": str(uuid.uuid5(row.public_id, "phone")), "number": row.phone}]
            if row.phone
            else [],
        }
    )


def _at_location(offer: Offer, place: OfferPlace, hours: list[OpeningHours]) -> Node:
    key = f"place:{place.pk}"
    address = _filled(
        {
            "id": _id(offer, f"{key}:address"),
            "address_1": place.street,
            "city": place.town,
            "state_province": "NW",
            "postal_code": place.postcode,
            "country": "DE",
            "address_type": "physical",
        }
    )
    location = {
        "id": _id(offer, key),
        "location_type": "physical",
        "name": place.name,
        "transportation": place.note,
        "latitude": place.lat,
        "longitude": place.lon,
        "addresses": [address],
    }
    own = [_weekly(offer, x) for x in hours if x.place_id == place.pk]
    return _filled({"id": _id(offer, f"{key}:at"), "location": _filled(location), "schedules": own})


def _weekly(offer: Offer, row: OpeningHours | HoursException) -> Node:
    assert isinstance(row, OpeningHours)
    return {
        "id": _id(offer, f"hours:{row.pk}"),
        "freq": "WEEKLY",
        "interval": 1,
        "byday": _DAYS[row.weekday],
        "opens_at": f"{row.opens:%H:%M}",
        "closes_at": f"{row.closes:%H:%M}",
    }


def _date(offer: Offer, row: OfferDate) -> Node:
    starts = row.starts_at.astimezone(BERLIN)
    rule = dict(part.split("=", maxsplit=1) for part in row.rrule.split(";") if "=" in part)
    freq = rule.get("FREQ", "")
    node: Node = {
        "id": _id(offer, f"date:{row.pk}"),
        "dtstart": f"{starts:%Y-%m-%d}",
        "until": row.until and row.until.isoformat(),
        "opens_at": f"{starts:%H:%M}",
        "closes_at": f"{starts + row.duration:%H:%M}",
    }
    if freq in {"WEEKLY", "MONTHLY"}:
        node |= {"freq": freq, "byday": rule.get("BYDAY", ""), "bymonthday": rule.get("BYMONTHDAY", "")}
        node |= {name.lower(): int(rule[name]) for name in ("INTERVAL", "COUNT") if name in rule}
    elif freq:
        node["description"] = row.rrule
    return _filled(node)


def _costs(offer: Offer) -> list[Node]:
    if offer.cost_kind == CostKind.ON_REQUEST:
        return []
    node = {"id": _id(offer, "cost"), "option": str(CostKind(offer.cost_kind).label), "currency": "EUR"}
    if offer.cost_kind == CostKind.FREE:
        return [node | {"amount": 0}]
    return [_filled(node | {"amount": None if offer.cost_amount is None else float(offer.cost_amount)})]


def _attributes(offer: Offer) -> list[Node]:
    keys = [(name, key) for name in _FACETS for key in getattr(offer, name)]
    keys += [(name, getattr(offer, name)) for name in _SINGLE_FACETS]
    return [
        {
            "id": _id(offer, f"{column}:{key}"),
            "link_id": str(offer.public_id),
            "link_entity": "service",
            "taxonomy_term": term(column, key),
        }
        for column, key in keys
    ]


def term(column: str, key: str) -> Node:
    name = get_taxonomy().topic_name(key, "de") if column == "topics" else key
    return {
        "id": str(uuid.uuid5(_TERMS, f"{column}:{key}")),
        "code": key,
        "name": name,
        "description": name,
        "taxonomy": f"{FACET}{column}",
    }


def _id(offer: Offer, what: str) -> str:
    return str(uuid.uuid5(offer.public_id, what))


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [])}


_TABLES = {
    "phones": "service_id", "languages": "service_id", "schedules": "service_id", "cost_options": "service_id",
    "required_documents": "service_id",
}  # fmt: skip


def _spread(node: Node, tables: dict[str, dict[str, Node]]) -> None:
    """A nested service as rows of the tables."""

    def add(table: str, row: Node, **links: str) -> None:
        tables.setdefault(table, {})[row["id"]] = row | links

    key = node["id"]
    organisation = node.pop("organization")
    for phone in organisation.pop("phones", []):
        add("phones", phone, organization_id=organisation["id"])
    add("organizations", organisation)
    for table, column in _TABLES.items():
        for row in node.pop(table, []):
            add(table, row, **{column: key})
    for row in node.pop("service_at_locations", []):
        location = row.pop("location")
        for address in location.pop("addresses", []):
            add("addresses", address, location_id=location["id"])
        for schedule in row.pop("schedules", []):
            add("schedules", schedule, service_at_location_id=row["id"])
        add("locations", location)
        add("service_at_locations", row, service_id=key, location_id=location["id"])
    for row in node.pop("attributes", []):
        words = row.pop("taxonomy_term")
        add("taxonomy_terms", words)
        add("attributes", row, taxonomy_term_id=words["id"])
    add("services", node, organization_id=organisation["id"])


def _table(rows: list[Node]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["id", "name", "status"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([neutral(str(row.get(name, ""))) for name in names] for row in rows)
    return text.getvalue()
