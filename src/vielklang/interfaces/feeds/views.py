"""Open feeds over HTTP: each answer depends on path and query alone."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from vielklang.centres.models import Centre
from vielklang.interfaces.door import open_data
from vielklang.interfaces.feeds.asking import (
    centre_or_404,
    language_of,
    organisation_or_404,
    page_of,
    topic_of,
)
from vielklang.interfaces.feeds.catalogue import catalogue
from vielklang.interfaces.feeds.dates import centre_calendar, organisation_calendar
from vielklang.interfaces.feeds.geojson import offers_geojson
from vielklang.interfaces.feeds.news import news_feed
from vielklang.interfaces.feeds.rdf import json_ld, rdf_xml, turtle
from vielklang.interfaces.feeds.sitemap import centre_part, guide_part, sitemap_index
from vielklang.web.ready import keep, ready

_ATOM, _CALENDAR = "application/atom+xml; charset=utf-8", "text/calendar; charset=utf-8"
_XML, _GEOJSON = "application/xml; charset=utf-8", "application/geo+json"
_CATALOGUE = {
    "ttl": (turtle, "text/turtle; charset=utf-8"),
    "jsonld": (json_ld, "application/ld+json"),
    "rdf": (rdf_xml, "application/rdf+xml"),
}


@open_data
@ready(query=("language", "page"))
def news(request: HttpRequest, centre: str = "") -> HttpResponse:
    """Atom feed of news and new offers, of a centre or of the whole state."""
    language, page = language_of(request), page_of(request)
    shown = _centre(request, centre) if centre else None
    return _said(news_feed(shown, language=language, page=page), _ATOM, language)


@open_data
@ready(query=("language", "topic"))
def centre_dates(request: HttpRequest, centre: str) -> HttpResponse:
    """Calendar of a centre's dates, or of one topic of it."""
    language, topic = language_of(request), topic_of(request)
    content = centre_calendar(_centre(request, centre), language=language, topic=topic)
    return _said(content, _CALENDAR, language)


@open_data
@ready(query=("language",))
def organisation_dates(request: HttpRequest, public_id: UUID) -> HttpResponse:
    language = language_of(request)
    content = organisation_calendar(organisation_or_404(public_id), language=language)
    return _said(content, _CALENDAR, language)


@open_data
@ready(query=("language", "topic"))
def offers(request: HttpRequest, centre: str = "") -> HttpResponse:
    """GeoJSON of places of offers, of a centre or of the whole state."""
    language, topic = language_of(request), topic_of(request)
    shown = _centre(request, centre) if centre else None
    return _said(offers_geojson(shown, language=language, topic=topic), _GEOJSON, language)


@open_data
def catalogue_entry(request: HttpRequest, form: str) -> HttpResponse:
    """What this installation gives away, for data portals (DCAT-AP.de), in the form that the address ends with."""
    if form not in _CATALOGUE:
        raise Http404(f"The catalogue is there as {', '.join(_CATALOGUE)}.")
    write, kind = _CATALOGUE[form]
    return _said(write(catalogue()), kind, "de")


@open_data
@ready()
def sitemap(request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join(sitemap_index()), content_type=_XML)


@open_data
@ready()
def sitemap_guide(request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join(guide_part()), content_type=_XML)


@open_data
@ready()
def sitemap_centre(request: HttpRequest, number: int, centre: str) -> HttpResponse:
    return HttpResponse("".join(centre_part(_centre(request, centre), number)), content_type=_XML)


def _centre(request: HttpRequest, slug: str) -> Centre:
    """The centre whose content alone the answer depends on."""
    shown = centre_or_404(slug)
    keep(request, centre=shown.pk)
    return shown


def _said(content: bytes, kind: str, language: str) -> HttpResponse:
    """An answer in a language; passages in another one say so themselves."""
    return HttpResponse(content, content_type=kind, headers={"Content-Language": language})
