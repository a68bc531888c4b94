"""Reads of centres: who is responsible where, and what the map draws."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import F, Q, QuerySet

from vielklang.centres.models import Centre, CentreText


def list_centres() -> list[Centre]:
    """All active centres, ordered by name without its kind ("Kreis Kleve" under K)."""
    return list(Centre.objects.active())


def centre_by_slug(slug: str) -> Centre | None:
    """The active centre with this slug, with its texts, hours and municipalities."""
    related = ("texts", "hours", "areas__municipality")
    return Centre.objects.active().prefetch_related(*related).filter(slug=slug).first()


def centre_by_key(key: str) -> Centre | None:
    """The centre with this key: five digits of its district, or 05334002 for the city of Aachen."""
    return Centre.objects.filter(key=key).first()


def responsible_centre(municipality_key: str) -> Centre:
    """The one centre responsible in a municipality; raises `Centre.DoesNotExist` for an unknown key."""
    return Centre.objects.get(areas__municipality_id=municipality_key)


def centres_of_district(key: str) -> list[Centre]:
    """The active centres of a district: one, or two in 05334."""
    return list(Centre.objects.active().filter(district_id=key))


def focus_keys(centre: Centre, *, only_public: bool = False, day: dt.date | None = None) -> list[str]:
    """Topic and life area keys of the centre's current focus areas, each once, the newest first.

    Internal ones are there in the centre's own scope alone.
    """
    rows = centre.focus_areas.current(day)
    rows = rows.public() if only_public else rows
    return list(dict.fromkeys(key for keys in rows.values_list("keys", flat=True) for key in keys))


def translations_behind(centre: Centre) -> QuerySet[CentreText]:
    """Texts made from an older revision of the German text, or from none."""
    german = centre.texts.filter(language="de").values("revision")[:1]
    return (
        centre.texts.exclude(language="de")
        .alias(german_revision=german)
        .filter(Q(source_revision__isnull=True) | Q(source_revision__lt=F("german_revision")))
    )


_AREAS = Path(__file__).resolve().parent / "data" / "areas.json"


@cache
def _outlines() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_AREAS.read_text("utf-8"))
    return document


def outline_of(key: str) -> list[list[list[float]]]:
    """The outer rings, as (lon, lat), of the schematic outline of the centre with this key; none if unknown."""
    found = (row for row in _outlines()["features"] if row["properties"]["key"] == key)
    return [polygon[0] for row in found for polygon in row["geometry"]["coordinates"]]


def centre_areas_geojson() -> dict[str, Any]:
    """A GeoJSON FeatureCollection with one schematic outline per active centre (not the official boundary).

    Properties of a feature: `key`, `slug`, `name`, and `lat`, `lon` of the point for its label.
    """
    centres = {centre.key: centre for centre in list_centres()}
    features = [
        {**feature, "properties": _properties(centres[feature["properties"]["key"]])}
        for feature in _outlines()["features"]
        if feature["properties"]["key"] in centres
    ]
    return {**_outlines(), "features": features}


def _properties(centre: Centre) -> dict[str, Any]:
    return {"key": centre.key, "slug": centre.slug, "name": centre.name, "lat": centre.lat, "lon": centre.lon}
