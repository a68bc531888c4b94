"""The addresses below `/hsds/`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from vielklang.interfaces import parameters
from vielklang.interfaces.door import open_data
from vielklang.interfaces.hsds import mapping, paging, reading, terms
from vielklang.interfaces.hsds.asking import cut, filters
from vielklang.interfaces.hsds.document import build
from vielklang.interfaces.hsds.reading import Reader
from vielklang.organisations.models import Organisation
from vielklang.web.ready import ready

Node = dict[str, Any]
_Thing = TypeVar("_Thing")
VERSION = "3.1"
PROFILE = "https://docs.openreferral.org/en/latest/hsds/"

SERVICE_FILTERS = (
    "search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "postcode", "proximity",
)  # fmt: skip
ORGANIZATION_FILTERS = ("search", "taxonomy_term_id", "taxonomy_id")
_PAGE = ("page", "per_page", "format")


@open_data
@ready()
def about(request: HttpRequest) -> HttpResponse:
    """Which standard this is, where its description stands, and who publishes."""
    name, email = settings.OPERATOR["name"], settings.OPERATOR["email"]
    publisher = mapping.filled({"name": name, "email": email, "website": settings.BASE_URL})
    node = {
        "version": VERSION,
        "profile": PROFILE,
        "openapi_url": f"{settings.BASE_URL}/hsds/openapi.json",
        "description": "Offers for people who are new in North Rhine-Westphalia, kept by its Kommunale"
        " Integrationszentren. Texts are in the language of Accept-Language, where there is one.",
    }
    return paging.one(request, node | ({"publisher": publisher} if name else {}), "en")


@open_data
@ready()
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, the same as in docs/openapi/hsds.json."""
    return HttpResponse(_document(), content_type="application/json")


@open_data
@ready(query=(*_PAGE, *SERVICE_FILTERS, "minimal", "full"))
def services(request: HttpRequest) -> HttpResponse:
    query, wanted = request.GET, cut(request.GET)
    chosen = filters(query, names=SERVICE_FILTERS)
    short, whole = parameters.boolean(query, "minimal"), parameters.boolean(query, "full")
    reader = _reader(request, whole=whole and not short)
    found = reading.services(chosen, wanted, reader)
    form = mapping.service_in_short if short else mapping.service if whole else mapping.service_in_list
    return paging.page(
        request,
        [form(x) for x in found.rows],
        wanted,
        pages=found.pages,
        total=found.total,
        language=reader.language,
    )


@open_data
@ready()
def service(request: HttpRequest, key: str) -> HttpResponse:
    reader = _reader(request, whole=True)
    found = _there(reading.service(_uuid(key), reader), "service")
    return paging.one(request, mapping.service(found), reader.language)


@open_data
@ready(query=(*_PAGE, *SERVICE_FILTERS, "full"))
def at_locations(request: HttpRequest) -> HttpResponse:
    query, wanted = request.GET, cut(request.GET)
    chosen = filters(query, names=SERVICE_FILTERS)
    whole = parameters.boolean(query, "full")
    reader = _reader(request, whole=True)
    found = reading.at_locations(chosen, wanted, reader)
    form = mapping.at_location_whole if whole else mapping.at_location_in_list
    return paging.page(
        request,
        [form(*x) for x in found.rows],
        wanted,
        pages=found.pages,
        total=found.total,
        language=reader.language,
    )


@open_data
@ready()
def at_location(request: HttpRequest, key: str) -> HttpResponse:
    reader = _reader(request, whole=True)
    found = _there(reading.at_location(_uuid(key), reader), "service_at_location")
    return paging.one(request, mapping.at_location_whole(*found), reader.language)


@open_data
@ready(query=(*_PAGE, *ORGANIZATION_FILTERS, "full", "full_service"))
def organizations(request: HttpRequest) -> HttpResponse:
    query, wanted = request.GET, cut(request.GET)
    chosen = filters(query, names=ORGANIZATION_FILTERS)
    whole, services = parameters.boolean(query, "full"), parameters.boolean(query, "full_service")
    reader = _reader(request, whole=services)
    found = reading.organizations(chosen, wanted, reader)
    if whole or services:
        rows = _with_services(found.rows, reader, services=services)
    else:
        rows = [mapping.organization_in_list(row, reader.language) for row in found.rows]
    return paging.page(request, rows, wanted, pages=found.pages, total=found.total, language=reader.language)


@open_data
@ready(query=("full_service",))
def organization(request: HttpRequest, key: str) -> HttpResponse:
    reader = _reader(request, whole=parameters.boolean(request.GET, "full_service"))
    found = _there(reading.organization(_uuid(key), reader), "organization")
    (node,) = _with_services([found], reader, services=reader.whole)
    return paging.one(request, node, reader.language)


@open_data
@ready(query=(*_PAGE, "search"))
def taxonomies(request: HttpRequest) -> HttpResponse:
    wanted, search = cut(request.GET), parameters.text(request.GET, "search").casefold()
    nodes = [terms.taxonomy(column) for column in terms.taxonomies().values()]
    found = [node for node in nodes if search in node["name"].casefold()]
    rows, pages = paging.part(found, wanted)
    return paging.page(
        request, rows, wanted, pages=pages, total=len(found), language=_reader(request).language
    )


@open_data
@ready()
def taxonomy(request: HttpRequest, key: str) -> HttpResponse:
    column = _there(terms.taxonomies().get(str(_uuid(key))), "taxonomy")
    return paging.one(request, terms.taxonomy(column), _reader(request).language)


@open_data
@ready(query=(*_PAGE, "search", "taxonomy_id", "parent_id", "top_only"))
def taxonomy_terms(request: HttpRequest) -> HttpResponse:
    query, wanted, language = request.GET, cut(request.GET), _reader(request).language
    search = parameters.text(query, "search").casefold()
    of, parent = parameters.identifier(query, "taxonomy_id"), parameters.identifier(query, "parent_id")
    top = parameters.boolean(query, "top_only")
    found = [
        term
        for term in terms.all_terms().values()
        if (of is None or terms.taxonomy_id(term.taxonomy) == str(of))
        and (parent is None or term.parent == str(parent))
        and not (top and term.parent)
        and search in term.name(language).casefold()
    ]
    part, pages = paging.part(found, wanted)
    rows = [terms.term(term, language) for term in part]
    return paging.page(request, rows, wanted, pages=pages, total=len(found), language=language)


@open_data
@ready()
def taxonomy_term(request: HttpRequest, key: str) -> HttpResponse:
    language = _reader(request).language
    found = _there(terms.all_terms().get(str(_uuid(key))), "taxonomy term")
    node = terms.term(found, language) | {"taxonomy_detail": terms.taxonomy(found.taxonomy)}
    return paging.one(request, node, language)


def _reader(request: HttpRequest, *, whole: bool = False) -> Reader:
    """The guide language of Accept-Language, else German; the middleware has looked at nothing else."""
    return Reader(request.vk_language.tag, timezone.now(), whole)  # type: ignore[attr-defined]


def _with_services(rows: Any, reader: Reader, *, services: bool) -> list[Node]:
    held = reading.services_of(rows, reader)
    form: Callable[[mapping.Shown], Node] = mapping.service if services else mapping.service_in_list
    return [_with(row, [form(x) for x in held.get(row.pk, ())], reader) for row in rows]


def _with(row: Organisation, services: list[Node], reader: Reader) -> Node:
    nested = [_without(node, "organization") for node in services]
    return mapping.organization(row, reader.language) | ({"services": nested} if nested else {})


def _without(node: Node, name: str) -> Node:
    return {key: value for key, value in node.items() if key != name}


def _uuid(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as error:
        raise Http404("There is nothing with this id.") from error


def _there(found: _Thing | None, what: str) -> _Thing:
    if found is None:
        raise Http404(f"There is no {what} with this id.")
    return found


@cache
def _document() -> str:
    return json.dumps(build(), ensure_ascii=False)
