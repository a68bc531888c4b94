"""The OpenAPI document of the HSDS API. `python -m vielklang.interfaces.hsds.document` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vielklang.interfaces.hsds.shapes import SHAPES, Schema, page_of, ref

FILE = Path(__file__).resolve().parents[4] / "docs" / "openapi" / "hsds.json"
"""The same in the repository, for those who read there; served is what the code says."""
_ABOUT = """\
The offers that the Kommunale Integrationszentren of North Rhine-Westphalia publish, after HSDS 3 (Open Referral).

No account and no key is needed; every answer may be read by any origin. A field without a value is left out: there is
no null and no empty text.

**Languages.** Texts come in the first guide language of `Accept-Language` that is known here, otherwise in German;
`Content-Language` names it. Where there is no text in this language, the German one stands in: the attribute with
`link_type` `shown_text` names the language of each service's text.

**Pages.** Whoever walks all pages, with the same parameters, gets everything that was public throughout exactly once,
whatever is published and withdrawn meanwhile. For that a withdrawn offer leaves its place empty, so a page may have
fewer entries than `per_page`, even none: walk up to `total_pages`. Holes are closed at night.

**Parameters** add up: all of them must hold. Unknown ones are ignored.
"""
_LANGUAGE = {
    "name": "Accept-Language", "in": "header", "description": "Language of the texts, e.g. `uk, de;q=0.5`.",
    "schema": {"type": "string"},
}  # fmt: skip
_KEY = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
_UUID: Schema = {"type": "string", "format": "uuid"}
_YES_OR_NO: Schema = {"type": "boolean"}
_PARAMETERS: dict[str, tuple[str, Schema]] = {
    "page": ("Which page, from 1.", {"type": "integer", "minimum": 1, "maximum": 999_999_999_999, "default": 1}),
    "per_page": (
        "How long a page is. More than 100 are answered as 100, and `notice` says so.",
        {"type": "integer", "minimum": 1, "maximum": 999_999_999_999, "default": 50},
    ),
    "format": ("There is JSON alone.", {"type": "string", "enum": ["json"]}),
    "search": (
        "Words, all of which a text must have, in any language; the beginning of a word is enough.",
        {"type": "string", "maxLength": 200},
    ),
    "taxonomy_term_id": ("With this term; a life area stands for all of its topics.", _UUID),
    "taxonomy_id": ("With any term of this taxonomy.", _UUID),
    "organization_id": ("Of this organisation.", _UUID),
    "modified_after": (
        "Changed at this moment or later: ISO 8601, a day too; without an offset it is German time.",
        {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]},
    ),
    "postcode": (
        "For the people of this postcode of North Rhine-Westphalia; with `proximity`, the middle to measure from.",
        {"type": "string", "pattern": "^[0-9]{5}$"},
    ),
    "proximity": (
        "With a place at most so many metres away from the middle of the postcode, which is needed then.",
        {"type": "integer", "minimum": 0, "maximum": 1_000_000},
    ),
    "minimal": ("Tell `id`, `name`, `status` and `last_modified` alone.", _YES_OR_NO),
    "full": ("Tell everything that is nested.", _YES_OR_NO),
    "full_service": ("Tell the whole services of each organisation.", _YES_OR_NO),
    "top_only": ("Terms without a parent alone.", _YES_OR_NO),
    "parent_id": ("Terms below this one.", _UUID),
}  # fmt: skip
_PAGE = ("page", "per_page", "format")
_CHOICE = (
    "search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "postcode", "proximity",
)  # fmt: skip


def build() -> dict[str, Any]:
    """The document. What it says is checked against every kind of answer by the tests."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vielklang: HSDS",
            "version": "1.0.0",
            "description": _ABOUT,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "components": {"schemas": SHAPES},
    }


def _paths() -> dict[str, Any]:
    services = {"anyOf": [ref("ServiceInList"), ref("Service"), ref("ServiceInShort")]}
    places = {"anyOf": [ref("ServiceAtLocationInList"), ref("WholeServiceAtLocation")]}
    owners = {"anyOf": [ref("OrganizationInList"), ref("Organization")]}
    return {
        "/hsds/": {"get": _get("about", "What this API is", ref("About"))},
        "/hsds/openapi.json": {"get": _get("document", "This document", {"type": "object"})},
        **_both("services", "Services", services, ref("Service"), (*_CHOICE, "minimal", "full")),
        **_both(
            "service_at_locations", "Places of services", places, ref("WholeServiceAtLocation"), (*_CHOICE, "full")
        ),
        **_both(
            "organizations", "Organisations with something public", owners, ref("Organization"),
            ("search", "taxonomy_term_id", "taxonomy_id", "full", "full_service"), single=("full_service",),
        ),
        **_both("taxonomies", "Our closed lists", ref("Taxonomy"), ref("Taxonomy"), ("search",)),
        **_both(
            "taxonomy_terms", "The words of the closed lists", ref("TaxonomyTerm"), ref("TaxonomyTerm"),
            ("search", "taxonomy_id", "parent_id", "top_only"),
        ),
    }  # fmt: skip


def _both(
    name: str,
    title: str,
    entry: Schema,
    whole: Schema,
    filters: tuple[str, ...],
    *,
    single: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The list and one of its entries."""
    return {
        f"/hsds/{name}": {"get": _get(name, title, page_of(entry), (*filters, *_PAGE))},
        f"/hsds/{name}/{{id}}": {
            "get": _get(f"{name}_one", f"{title}: one of them", whole, single, has_key=True)
        },
    }


def _get(
    name: str, title: str, body: Schema, parameters: tuple[str, ...] = (), *, has_key: bool = False
) -> dict[str, Any]:
    responses = {
        "200": {
            "description": "Here it is.",
            "headers": {"Content-Language": {"schema": {"type": "string"}}} if name != "document" else {},
            "content": {"application/json": {"schema": body}},
        }
    }
    if parameters:
        responses["400"] = _problem("A parameter cannot be understood; the answer names it.")
    if has_key:
        responses["404"] = _problem("There is nothing public with this id.")
    return {
        "operationId": name,
        "summary": title,
        "parameters": [*([_KEY] if has_key else []), *(_parameter(x) for x in parameters), _LANGUAGE],
        "responses": responses,
    }


def _parameter(name: str) -> dict[str, Any]:
    description, schema = _PARAMETERS[name]
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": ref("Problem")}}}


def text() -> str:
    """As it stands in the file."""
    return json.dumps(build(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
