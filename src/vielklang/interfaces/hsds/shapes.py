"""The objects of the HSDS API as JSON Schema: the fields that we send, and no others."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
UUID: Schema = {"type": "string", "format": "uuid"}
URI: Schema = {"type": "string", "format": "uri"}
EMAIL: Schema = {"type": "string", "format": "email"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer", "minimum": 0}
BOOLEAN: Schema = {"type": "boolean"}
POSTCODE: Schema = {"type": "string", "pattern": r"^[0-9]{5}$"}
POSITIVE: Schema = {"type": "integer", "minimum": 1}
CLOCK: Schema = {"type": "string", "pattern": r"^[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$"}


def words(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(name: str) -> Schema:
    return {"type": "array", "minItems": 1, "items": ref(name)}


def shape(about: str, required: str, /, **fields: Schema) -> Schema:
    """An object with these fields alone; `required` are names with spaces between them."""
    return {
        "type": "object",
        "description": about,
        "required": required.split(),
        "properties": fields,
        "additionalProperties": False,
    }


_ADDRESS = shape(
    "Where a location is. Left out where street (or the name of the house), town or postcode is not known.",
    "id address_1 city state_province postal_code country address_type",
    id=UUID, address_1=TEXT, city=TEXT, state_province=words("NW"), postal_code=POSTCODE,
    country=words("DE"), address_type=words("physical"),
)  # fmt: skip
_ACCESSIBILITY = shape(
    "A single fact that somebody has looked at: what it is, and whether it is there.", "id description details",
    id=UUID, description=TEXT, details=TEXT,
)  # fmt: skip
_PLACE = {
    "id": UUID, "location_type": words("physical"), "name": TEXT, "description": TEXT, "transportation": TEXT,
    "latitude": {"type": "number", "minimum": -90, "maximum": 90},
    "longitude": {"type": "number", "minimum": -180, "maximum": 180},
}  # fmt: skip
_TERM = {
    "id": UUID, "code": TEXT, "name": TEXT, "description": TEXT, "taxonomy": TEXT, "taxonomy_id": UUID,
    "language": TEXT, "parent_id": UUID,
}  # fmt: skip
_TERM_REQUIRED = "id code name description taxonomy taxonomy_id language"
_ATTRIBUTE = shape(
    "A term that holds for a service. With `link_type` `shown_text` or `available_text` it names a language in which"
    " there is a text of the service; `shown_text` is the one that this answer has, and `value` who wrote it: `human`,"
    " `reviewed` (a machine wrote, a person checked) or `machine`.",
    "id link_id link_entity link_type taxonomy_term_id taxonomy_term",
    id=UUID, link_id=UUID, link_entity=words("service"), link_type=TEXT, value=words("human", "reviewed", "machine"),
    taxonomy_term_id=UUID, taxonomy_term=ref("TaxonomyTerm"),
)  # fmt: skip
_SCHEDULE = shape(
    "Hours of every week, a date, a series (RFC 5545), or a day on which the weekly hours do not hold (`valid_from` and"
    " `valid_to` are that day). Weekly hours do not hold on public holidays. Clock times are those of Germany; the"
    " offset of weekly hours is that of today.",
    "id",
    id=UUID, freq=words("WEEKLY", "MONTHLY"), interval=INTEGER, count=INTEGER, byday=TEXT, bymonthday=TEXT,
    dtstart=DAY, until=DAY, valid_from=DAY, valid_to=DAY, opens_at=CLOCK, closes_at=CLOCK, description=TEXT, notes=TEXT,
)  # fmt: skip
_SERVICE = {
    "id": UUID, "organization_id": UUID, "name": TEXT, "description": TEXT, "url": URI, "email": EMAIL,
    "status": words("active"), "interpretation_services": TEXT, "application_process": TEXT, "fees_description": TEXT,
    "eligibility_description": TEXT, "minimum_age": NUMBER, "maximum_age": NUMBER,
    "assured_date": DAY | {"description": "Day on which a person last said that all of this is still true."},
    "last_modified": MOMENT | {"description": "When anything that is told of the service last changed."},
    "organization": ref("OrganizationInList"), "attributes": many("Attribute"),
}  # fmt: skip
_SERVICE_REQUIRED = "id organization_id name status last_modified"
_WHOLE_SERVICE = _SERVICE | {
    "organization": ref("Organization"), "phones": many("Phone"), "languages": many("Language"),
    "schedules": many("Schedule"), "service_areas": many("ServiceArea"),
    "service_at_locations": many("ServiceAtLocation"), "cost_options": many("CostOption"),
    "required_documents": many("RequiredDocument"),
}  # fmt: skip
_ORGANIZATION = {
    "id": UUID, "name": TEXT, "description": TEXT, "email": EMAIL, "website": URI, "year_incorporated": INTEGER,
    "legal_status": TEXT,
}  # fmt: skip
_AT = {"id": UUID, "service_id": UUID, "location_id": UUID}
_AT_REQUIRED = "id service_id location_id location"

SHAPES: dict[str, Schema] = {
    "About": shape(
        "What this API is.", "version profile openapi_url",
        version=TEXT, profile=URI, openapi_url=URI, description=TEXT, publisher=ref("Publisher"),
    ),
    "Publisher": shape("Who runs this installation.", "name", name=TEXT, email=EMAIL, website=URI),
    "Service": shape("An offer with everything that belongs to it.", _SERVICE_REQUIRED, **_WHOLE_SERVICE),
    "ServiceInList": shape("An offer with its single values.", _SERVICE_REQUIRED, **_SERVICE),
    "ServiceInShort": shape(
        "With `minimal`: just enough to see what has changed.", "id name status last_modified",
        id=UUID, name=TEXT, status=words("active"), last_modified=MOMENT,
    ),
    "Organization": shape(
        "Who makes an offer. What it says about itself is there if it asked for a public profile.",
        "id name description",
        **_ORGANIZATION, phones=many("Phone"), locations=many("Location"),
        services={
            "type": "array", "minItems": 1, "items": {"anyOf": [ref("NestedService"), ref("NestedServiceInList")]},
        },
    ),
    "OrganizationInList": shape("An organisation with its single values.", "id name description", **_ORGANIZATION),
    "NestedService": shape(
        "A service within its organisation.", _SERVICE_REQUIRED,
        **{name: value for name, value in _WHOLE_SERVICE.items() if name != "organization"},
    ),
    "NestedServiceInList": shape(
        "A service within its organisation, with its single values.", _SERVICE_REQUIRED,
        **{name: value for name, value in _SERVICE.items() if name != "organization"},
    ),
    "ServiceAtLocation": shape(
        "A place of a service, within it.", _AT_REQUIRED,
        **_AT, location=ref("Location"), schedules=many("Schedule"),
    ),
    "ServiceAtLocationInList": shape(
        "A place and its service, with their single values.", f"{_AT_REQUIRED} service",
        **_AT, location=ref("LocationInList"), service=ref("ServiceInList"),
    ),
    "WholeServiceAtLocation": shape(
        "A place and its whole service.", f"{_AT_REQUIRED} service",
        **_AT, location=ref("Location"), schedules=many("Schedule"), service=ref("Service"),
    ),
    "Location": shape(
        "A house or a spot.", "id location_type",
        **_PLACE, addresses=many("Address"), accessibility=many("Accessibility"),
    ),
    "LocationInList": shape("A house or a spot, with its single values.", "id location_type", **_PLACE),
    "Address": _ADDRESS,
    "Accessibility": _ACCESSIBILITY,
    "Phone": shape("A number as E.164.", "id number", id=UUID, number=TEXT),
    "Language": shape(
        "A language that is spoken there; `code` is ISO 639-1, or 639-3 where there is none.", "id code name",
        id=UUID, code=TEXT, name=TEXT,
    ),
    "Schedule": _SCHEDULE,
    "ServiceArea": shape(
        "Whose people may come: those of a town, of a centre's area, of the whole state.", "id name description",
        id=UUID, name=TEXT, description=TEXT,
    ),
    "CostOption": shape("What it costs.", "id option", id=UUID, option=TEXT, currency=words("EUR"), amount=NUMBER),
    "RequiredDocument": shape("What to bring.", "id document", id=UUID, document=TEXT),
    "Attribute": _ATTRIBUTE,
    "Taxonomy": shape(
        "One of our closed lists.", "id name description uri", id=UUID, name=TEXT, description=TEXT, uri=URI,
    ),
    "TaxonomyTerm": shape("A word of a closed list.", _TERM_REQUIRED, **_TERM, taxonomy_detail=ref("Taxonomy")),
    "Problem": {
        "type": "object",
        "description": "An error (RFC 9457); `parameter` names the one that cannot be understood.",
        "required": ["type", "title", "status"],
        "properties": {
            "type": TEXT, "title": TEXT, "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT, "parameter": TEXT,
        },
    },
}  # fmt: skip


def page_of(contents: Schema) -> Schema:
    """A page with its seven fields and what is ours beside them."""
    return shape(
        "A page. Walk from 1 to `total_pages`; one may be shorter than `per_page`, see the description of the API.",
        "total_items total_pages page_number size first_page last_page empty per_page contents",
        total_items=INTEGER, total_pages=POSITIVE, page_number=POSITIVE,
        size=INTEGER, first_page=BOOLEAN, last_page=BOOLEAN, empty=BOOLEAN,
        per_page={"type": "integer", "minimum": 1, "maximum": 100},
        notice=TEXT | {"description": "Said where `per_page` was greater than a page may be."},
        contents={"type": "array", "items": contents},
    )  # fmt: skip
