"""The description of this API (OpenAPI 3.1). `docs/openapi/integreat.json` is the same, kept in step by a test."""

from __future__ import annotations

from typing import Any

from vielklang.interfaces.integreat.codes import TAGS
from vielklang.interfaces.integreat.feedback import TYPES

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
FLAG: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
NOTHING: Schema = {"type": "null"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}


def document() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vielklang: Integreat API",
            "version": "3",
            "description": "Centres, offers, places, dates and news as the Integreat app reads them (API v3).",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "paths": {f"/api/v3/{path}": {method: operation} for path, method, operation in _operations()},
        "components": {"schemas": _schemas()},
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _either(*schemas: Schema) -> Schema:
    return {"oneOf": list(schemas)}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _operations() -> list[tuple[str, str, Schema]]:
    edition = "{region}/{language}/"
    url = _query(
        "url", {"type": "string", "pattern": "^/", "maxLength": 500}, "Path of a page.", required=True
    )
    depth = _query("depth", {**WHOLE, "minimum": 0, "maximum": 10, "default": 1}, "Levels below the page.")
    combined = _query(
        "combine_recurring", FLAG, "A series is one event with its rule; else each date of 90 days is."
    )
    sources = _query(
        "source", _list({"type": "string", "enum": ["local", "tunews", "amalnews"]}), "Only news from there."
    )
    paging = (
        _query("page", {**WHOLE, "minimum": 1, "maximum": 100_000, "default": 1}, "Page of the list."),
        _query("size", {**WHOLE, "minimum": 1, "maximum": 500, "default": 20}, "News on a page."),
    )
    on_map = _query("on_map", FLAG, "Places on the map; all are.")
    return [
        ("regions/", "get", _read("All regions.", _list(_ref("Region")))),
        ("regions/{region}/", "get", _read("One region.", _ref("Region"), _REGION)),
        (f"{edition}pages/", "get", _read("Every page.", _list(_ref("Page")), *_EDITION)),
        (
            f"{edition}children/",
            "get",
            _read(
                "A page and what is below it; without `url` the first level.",
                _list(_ref("Page")),
                *_EDITION,
                depth,
                {**url, "required": False},
            ),
        ),
        (f"{edition}page/", "get", _read("One page.", _ref("Page"), *_EDITION, url)),
        (f"{edition}parents/", "get", _read("The pages above one.", _list(_ref("Page")), *_EDITION, url)),
        (f"{edition}locations/", "get", _read("Places of offers.", _list(_ref("Place")), *_EDITION, on_map)),
        (f"{edition}events/", "get", _read("Dates of offers.", _list(_ref("Event")), *_EDITION, combined)),
        (f"{edition}news", "get", _read("News.", _list(_ref("News")), *_EDITION, sources, *paging)),
        (f"{edition}news/{{id}}", "get", _read("One piece of news.", _ref("News"), *_EDITION, _NEWS_ID)),
        (f"{edition}imprint/", "get", _read("Who is responsible.", _ref("Imprint"), *_EDITION)),
        (f"{edition}feedback/{{type}}/", "post", _feedback()),
        (f"{edition}offers/", "get", _read("Always empty.", _list({"type": "object"}), *_EDITION)),
    ]


def _query(name: str, schema: Schema, description: str, *, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


def _in_path(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


_REGION = _in_path("region", {"type": "string", "pattern": "^[a-z0-9-]{1,80}$"}, "`path` of a region.")
_EDITION = (_REGION, _in_path("language", {"type": "string", "enum": sorted(TAGS)}, "Code of a language."))
_NEWS_ID = _in_path("id", {"type": "string", "pattern": "^[a-z]{1,20}-[0-9]{1,12}$"}, "`id` of the news.")
_JSON, _PROBLEM = "application/json", "application/problem+json"


def _read(summary: str, schema: Schema, *parameters: Schema) -> Schema:
    found = {
        "summary": summary,
        "parameters": list(parameters),
        "responses": {
            "200": {"description": "Found.", "content": {_JSON: {"schema": schema}}},
            "400": _problem("A parameter cannot be understood; `parameter` names it."),
        },
    }
    if parameters:
        found["responses"]["404"] = _problem("Not known here.")  # type: ignore[index]
    return found


def _feedback() -> Schema:
    body = {
        "type": "object",
        "properties": {
            "rating": {"type": "string", "enum": ["up", "down"]},
            "query": {"type": "string", "maxLength": 1000},
            "slug": {"type": "string", "maxLength": 500},
            "category": {"type": "string", "maxLength": 100},
            "comment": {"type": "string", "maxLength": 4000},
        },
        "anyOf": [{"required": ["rating"]}, {"required": ["comment"]}],
    }
    return {
        "summary": "What a reader says; it reaches the centre. A rating or a comment is required.",
        "parameters": [*_EDITION, _in_path("type", {"type": "string", "enum": list(TYPES)}, "What about.")],
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {"schema": body},
                "application/x-www-form-urlencoded": {"schema": body},
            },
        },
        "responses": {
            "201": {"description": "Received.", "content": {_JSON: {"schema": {"type": "object"}}}},
            "400": _problem("Something is missing or cannot be understood; `parameter` names it."),
            "404": _problem("Not known here."),
            "429": _problem("Too much from one address; `Retry-After` says when to come back."),
        },
    }


def _problem(description: str) -> Schema:
    return {"description": description, "content": {_PROBLEM: {"schema": _ref("Problem")}}}


def _schemas() -> dict[str, Schema]:
    return {
        "Problem": {
            **_object(type=TEXT, title=TEXT, status=WHOLE),
            "description": "RFC 9457; `detail` says more, `parameter` names the one that is wrong.",
        },
        "Region": _region(),
        "Page": _object(
            **_head(),
            order=WHOLE,
            parent=_object(id=WHOLE, url=MAYBE_TEXT, path=MAYBE_TEXT),
            organization=_organisation(),
            embedded_offers=_list({"type": "object"}),
            slug_history=_list(TEXT),
        ),
        "Place": _place(),
        "Event": _event(),
        "News": _object(
            id=TEXT,
            title=TEXT,
            content=TEXT,
            display_date=MOMENT,
            source={"type": "string", "enum": ["local", "tunews", "amalnews"]},
            externalUrl=TEXT,
            available_languages=_either(_map(_object(id=TEXT)), NOTHING),
        ),
        "Imprint": _object(**_head()),
    }


def _head() -> dict[str, Schema]:
    """What pages, places, dates and the imprint have in common."""
    languages = _map(_object(id=WHOLE, url=TEXT, path=TEXT))
    head = {"id": WHOLE, "url": TEXT, "path": TEXT, "title": TEXT, "excerpt": TEXT, "content": TEXT}
    return head | {"last_updated": MOMENT, "available_languages": languages, "thumbnail": MAYBE_TEXT}


def _organisation() -> Schema:
    return _either(_object(name=TEXT, website=TEXT, logo=TEXT), NOTHING)


def _location() -> Schema:
    words = dict.fromkeys(("name", "address", "town", "postcode", "country"), TEXT)
    return _object(id=WHOLE, **words, latitude=NUMBER, longitude=NUMBER)


def _place() -> Schema:
    return _object(
        **_head(),
        meta_description=MAYBE_TEXT,
        temporarily_closed=FLAG,
        appointment_url=MAYBE_TEXT,
        barrier_free={"type": ["boolean", "null"]},
        organization=_organisation(),
        category=_object(id=WHOLE, name=TEXT, color=TEXT, icon=TEXT, icon_url=TEXT),
        location=_location(),
        opening_hours=_hours(),
        contacts=_list(_contact()),
    )


def _event() -> Schema:
    nowhere = _object(**dict.fromkeys(_location()["properties"], NOTHING))
    return _object(
        **_head(),
        event=_object(id=WHOLE, start=MOMENT, end=MOMENT, all_day=FLAG, only_weekdays=FLAG),
        location=_either(_location(), nowhere),
        location_path=MAYBE_TEXT,
        meeting_url=MAYBE_TEXT,
        recurrence_rule=MAYBE_TEXT,
        featured_image=NOTHING,
    )


def _region() -> Schema:
    corner = {**_list(NUMBER), "minItems": 2, "maxItems": 2}
    return _object(
        id=WHOLE,
        name=TEXT,
        path=TEXT,
        prefix=MAYBE_TEXT,
        name_without_prefix=TEXT,
        live=FLAG,
        languages=_list(_object(id=WHOLE, code=TEXT, bcp47_tag=TEXT, native_name=TEXT, dir=TEXT)),
        events=FLAG,
        pois=FLAG,
        push_notifications=FLAG,
        external_news=FLAG,
        latitude=NUMBER,
        longitude=NUMBER,
        aliases=_either(_map(_object(latitude=NUMBER, longitude=NUMBER)), NOTHING),
        bounding_box={**_list(corner), "minItems": 2, "maxItems": 2},
        is_chat_enabled=FLAG,
        zammad_privacy_policy=MAYBE_TEXT,
    )


def _hours() -> Schema:
    slot = _object(start=TEXT, end=TEXT, timezone=TEXT)
    day = _object(allDay=FLAG, closed=FLAG, appointmentOnly=FLAG, timeSlots=_list(slot))
    return _either({**_list(day), "minItems": 7, "maxItems": 7}, NOTHING)


def _contact() -> Schema:
    names = ("name", "area_of_responsibility", "email", "phone_number", "mobile_number", "website")
    return _object(**dict.fromkeys(names, MAYBE_TEXT), opening_hours=_hours())
