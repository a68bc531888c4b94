"""Offers as lists of coordination show them: title, who, where, when last confirmed, and how far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import ACos, Coalesce, Cos, Greatest, Least, Radians, Sin

from vielklang.offers.models import Offer, OfferPlace
from vielklang.offers.texts import ShownText, text_in
from vielklang.places.models import Municipality
from vielklang.places.place import distance_m

NEAREST = 5


@dataclass(frozen=True, slots=True)
class ListedOffer:
    offer: Offer
    text: ShownText
    metres: int | None = None

    @property
    def places(self) -> str:
        names = [place.town for place in self.offer.places.all() if place.town]
        if not names and self.offer.municipality:
            names = [self.offer.municipality.name]
        return ", ".join(dict.fromkeys(names))


def listed(offers: QuerySet[Offer] | Iterable[Offer]) -> list[ListedOffer]:
    """Three queries for a page of offers, in their order."""
    wanted = [offer.pk for offer in offers]
    rows = (
        Offer.objects.filter(pk__in=wanted)
        .with_texts("de")
        .select_related("organisation", "centre", "municipality")
    )
    found = {offer.pk: offer for offer in rows.prefetch_related("places")}
    return [ListedOffer(found[pk], text_in(found[pk], "de")) for pk in wanted]


def nearest_offers(topic: str, town: Municipality) -> list[ListedOffer]:
    """The nearest offers of a topic over all centres, with their distance from the municipality's middle."""
    near: dict[int, int] = {}
    for offer_id, lat, lon in _points(topic, town):
        metres = distance_m(town.lat, town.lon, lat, lon)
        near[offer_id] = min(metres, near.get(offer_id, metres))
    nearest = sorted(near, key=lambda pk: (near[pk], pk))[:NEAREST]
    rows = {row.offer.pk: row for row in listed(Offer.objects.filter(pk__in=nearest))}
    return [ListedOffer(rows[pk].offer, rows[pk].text, near[pk]) for pk in nearest if pk in rows]


def _points(topic: str, town: Municipality) -> list[tuple[int, float, float]]:
    """Offer and point of the nearest places, by PostgreSQL's own arithmetic."""
    lat, lon = (Coalesce(name, f"municipality__{name}", output_field=FloatField()) for name in ("lat", "lon"))
    visible = Offer.objects.visible().filter(topics__contains=[topic]).order_by().values("pk")
    rows = OfferPlace.objects.filter(offer__in=visible).annotate(y=lat, x=lon).exclude(y=None)
    cosine = Sin(Radians("y")) * Sin(Radians(town.lat)) + Cos(Radians("y")) * Cos(Radians(town.lat)) * Cos(
        Radians(F("x") - town.lon)
    )
    angle = ACos(Greatest(Least(cosine, 1.0), -1.0))
    return list(rows.order_by(angle, "pk").values_list("offer_id", "y", "x")[: NEAREST * 4])
