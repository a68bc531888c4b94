"""The result page: question, place and filters in the address; list and map of the same offers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from vielklang.core.languages import GUIDE_TAGS, Language, get_language, same_language
from vielklang.guide.context import Reader, reader_of
from vielklang.guide.filters import active_filters, filter_groups, ways_on
from vielklang.guide.forms import search_values
from vielklang.guide.queries import offer_cards
from vielklang.search.queries import Filters, SearchRequest, SearchResponse, SearchUnavailable, search_offers

PAGE_SIZE = 10
MAP_SIZE = 200


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def results(request: HttpRequest, language: str) -> HttpResponse:
    """Offers that fit, best first. With htmx only the result part is sent."""
    values = search_values(request.GET)
    reader = reader_of(request)
    context = _asked(request, reader, values)
    try:
        response = _search(reader, values, MAP_SIZE if context["on_map"] else PAGE_SIZE)
    except SearchUnavailable:
        return render(request, "guide/search_unavailable.html", context, status=503)
    context |= _answered(request, reader, values, response)
    partial = bool(getattr(request, "htmx", None)) and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "guide/_results.html" if partial else "guide/search.html", context)


def _asked(request: HttpRequest, reader: Reader, values: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of the question: its words, the filters to choose and the chosen ones."""
    language = reader.language.tag
    return {
        "reader": reader,
        "values": values,
        "filter_groups": filter_groups(values, language),
        "active_filters": active_filters(request.GET, values, language),
        "on_map": values["view"] == "map",
        "beside_german": _beside_german(reader, values),
        "keep": {key: values[key] for key in ("q", "area") if values[key]},
    }


def _beside_german(reader: Reader, values: dict[str, Any]) -> Language | None:
    """The language that a leaflet sets beside German: the reader's; for a reader of German, the one asked for."""
    for tag in (reader.language.tag, values["language"]):
        if tag in GUIDE_TAGS and not same_language(tag, "de"):
            return get_language(tag)
    return None


def _answered(
    request: HttpRequest, reader: Reader, values: dict[str, Any], response: SearchResponse
) -> dict[str, Any]:
    """What was found, and ways on where it was little or nothing."""
    return {
        "response": response,
        "cards": offer_cards(response.results, reader.language, spoken=values["language"] or None),
        "page": values["page"] or 1,
        "pages": -(-response.total // PAGE_SIZE),
        "ways_on": ways_on(request.GET, values, reader.language.tag, response.suggestions),
        "points_url": f"{reverse('guide:points', args=[reader.language.tag])}?{request.GET.urlencode()}",
    }


@login_not_required
@require_safe
def points(request: HttpRequest, language: str) -> HttpResponse:
    """GeoJSON (WGS 84, degrees) of the places of the found offers: the same ones as in the list, at most 200."""
    values = search_values(request.GET)
    reader = reader_of(request)
    try:
        response = _search(reader, {**values, "page": 1}, MAP_SIZE)
    except SearchUnavailable:
        return JsonResponse({"error": "search is not available"}, status=503)
    features = []
    for number, card in enumerate(
        offer_cards(response.results, reader.language, spoken=values["language"] or None), start=1
    ):
        for place in card.offer.places.all():
            if place.lat is None or place.lon is None:
                continue
            properties = {
                "number": number,
                "title": card.text.title,
                "lang": card.text.language,
                "where": place.town,
                "url": reader.url("offer", card.offer.public_id),
            }
            geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
            features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )


def _search(reader: Reader, values: dict[str, Any], page_size: int) -> SearchResponse:
    return search_offers(
        SearchRequest(
            text=values["q"],
            language=reader.language.tag,
            place=reader.place,
            centre_id=reader.centre.pk if reader.centre else None,
            filters=filters_of(values),
            page=values["page"] or 1,
            page_size=page_size,
        )
    )


def filters_of(values: dict[str, Any]) -> Filters:
    """The search's filters from validated values of the address."""
    return Filters(
        topics=tuple(values["topic"]),
        life_area=values["area"] or None,
        spoken_language=values["language"] or None,
        kinds=tuple(values["kind"]),
        target_group=values["group"] or None,
        age=values["age"],
        open_now=values["open"] == "now",
        open_today=values["open"] == "today",
        step_free=values["step_free"],
        childcare=values["childcare"],
        free=values["free"],
        online=values["online"],
        max_distance_m=values["km"] * 1000 if values["km"] else None,
    )
