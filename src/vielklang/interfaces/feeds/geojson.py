"""Places of offers as GeoJSON (RFC 7946), one feature per place, for maps of others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from django.db.models import F, Q

from vielklang.centres.models import Centre
from vielklang.core.languages import content_chain
from vielklang.core.texts import TextStatus
from vielklang.interfaces.feeds.asking import offer_addresses
from vielklang.offers.models import Offer, OfferPlace, OfferText
from vielklang.offers.models.querysets import OfferQuerySet

PRECISION = 5
"""Decimals of a degree: about a metre, as exact as an entrance."""

_PLACE = ("name", "street", "postcode", "town")
_OFFER = {
    "offer__public_id": "offer",
    "offer__kind": "kind",
    "offer__topics": "topics",
    "offer__languages": "spoken_languages",
    "offer__organisation__name": "organisation",
    "offer__centre__slug": "centre",
}


def offers_geojson(centre: Centre | None, *, language: str, topic: str) -> bytes:
    """A FeatureCollection of the places with coordinates of visible offers; two queries, whatever their number."""
    offers = Offer.objects.visible()
    if centre is not None:
        offers = offers.filter(centre=centre)
    if topic:
        offers = offers.filter(topics__contains=[topic])
    texts = _texts(offers, language)
    places = OfferPlace.objects.filter(offer__in=offers, lat__isnull=False).order_by("offer_id", "pk")
    rows = places.values("offer_id", "lat", "lon", *_PLACE, *_OFFER)
    address = offer_addresses(language)
    features = [
        _feature(row, number, texts[offer], address)
        for offer, group in groupby(rows.iterator(chunk_size=2000), key=lambda row: row["offer_id"])
        if offer in texts
        for number, row in enumerate(group, start=1)
    ]
    collection = {"type": "FeatureCollection", "language": language, "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _texts(offers: OfferQuerySet, language: str) -> Mapping[int, tuple[str, str, str]]:
    """(language, title, summary) by offer: the reader's language, else German, else the language it was written in."""
    chain = content_chain(language)
    shown = OfferText.objects.filter(
        Q(language__in=chain) | Q(language=F("offer__source_language")), offer__in=offers
    ).exclude(status=TextStatus.DRAFT)
    rows: Iterable[tuple[int, str, str, str]] = shown.values_list("offer_id", "language", "title", "summary")
    rank = {tag: place for place, tag in enumerate(chain)}
    best: dict[int, tuple[str, str, str]] = {}
    for offer, *text in rows:
        known = best.get(offer)
        if known is None or rank.get(text[0], len(rank)) < rank.get(known[0], len(rank)):
            best[offer] = (text[0], text[1], text[2])
    return best


def _feature(
    row: Mapping[str, Any], number: int, text: tuple[str, str, str], address: Callable[[object], str]
) -> dict[str, Any]:
    facts = {name: row[field] for field, name in _OFFER.items()}
    place = {name: row[name] for name in _PLACE if row[name]}
    public_id = str(facts.pop("offer"))
    return {
        "type": "Feature",
        "id": f"{public_id}/{number}",
        "geometry": {
            "type": "Point",
            "coordinates": [round(row["lon"], PRECISION), round(row["lat"], PRECISION)],
        },
        "properties": {
            "offer": public_id,
            "title": text[1],
            "summary": text[2],
            "language": text[0],
            "url": address(public_id),
            "place": place,
            **facts,
        },
    }
