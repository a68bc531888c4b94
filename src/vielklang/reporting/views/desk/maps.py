"""The map of a topic: offers as points, gaps as rings, and the same as a table beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.counting import Count, count_offers, shown_offers
from vielklang.reporting.enums import By
from vielklang.reporting.forms_desk import MapForm
from vielklang.reporting.gaps import find_gaps
from vielklang.reporting.levels import kilometres
from vielklang.reporting.listing import listed
from vielklang.reporting.matrix import municipalities_of
from vielklang.reporting.reach import reach_of
from vielklang.web.formats import page_tag

MOST_POINTS = 500


@desk(Permission.COORDINATION_VIEW)
@require_safe
def map_page(request: AreaRequest) -> HttpResponse:
    """The table is the page; the map is drawn beside it where there is JavaScript."""
    form, centre = MapForm(request.GET), request.area.centre
    topic, km = form.values["topic"], int(form.values["km"])
    towns = municipalities_of(centre)
    reach, counts = reach_of(centre, towns), count_offers(centre, By.MUNICIPALITY)
    query = f"?topic={topic}&km={km}"
    rows = []
    for town in towns:
        distance = reach.distance(topic, town.key)
        offers = counts.get((topic, town.key), Count()).offers
        rows.append((town, offers, kilometres(distance), distance is None or distance > km))
    context = {
        "form": form,
        "topic": topic,
        "topic_name": get_taxonomy().topic_name(topic, page_tag()),
        "rows": rows,
        "is_remote": topic in reach.remote,
        "km": km,
        "points": request.area.url("reporting:desk_points") + query,
        "gaps": request.area.url("reporting:desk_gap_points") + query,
        "areas_url": reverse("guide:areas", args=[page_tag()]),
        "tab": "map",
    }
    return render(request, "reporting/desk/map.html", context)


@desk(Permission.COORDINATION_VIEW)
@require_safe
def points(request: AreaRequest) -> HttpResponse:
    """GeoJSON of the places of the topic's visible offers in the centre's area; at most 500 offers."""
    topic = MapForm(request.GET).values["topic"]
    rows = listed(
        shown_offers(request.area.centre).filter(topics__contains=[topic]).order_by("pk")[:MOST_POINTS]
    )
    features = [
        _feature(
            place.lon,
            place.lat,
            title=row.text.title,
            lang=row.text.language,
            where=f"{row.offer.organisation}, {place.town}",
            url=reverse("guide:offer", args=["de", row.offer.public_id]),
        )
        for row in rows
        for place in row.offer.places.all()
        if place.lat is not None
    ]
    return _geojson(features)


@desk(Permission.COORDINATION_VIEW)
@require_safe
def gap_points(request: HttpRequest) -> HttpResponse:
    """GeoJSON of the municipalities without an offer of the topic within the distance."""
    values = MapForm(request.GET).values
    found = find_gaps(request.area.centre, km=int(values["km"]), topic=values["topic"])  # type: ignore[attr-defined]
    return _geojson(
        [_feature(gap.lon, gap.lat, label=kilometres(gap.km), name=gap.municipality_name) for gap in found]
    )


def _feature(lon: float | None, lat: float | None, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _geojson(features: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )
