"""Offers as lists of coordination show them: title, who, where, when last confirmed, and how far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from vielklang.offers.models import Offer
from vielklang.offers.texts import ShownText, text_in
from vielklang.places.models import Municipality
from vielklang.reporting.reach import nearest_offers

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


def nearest(topic: str, town: Municipality) -> list[ListedOffer]:
    """The nearest offers of a topic over all centres, with their distance from the municipality's middle."""
    found = nearest_offers(topic, town, NEAREST)
    rows = {row.offer.pk: row for row in listed(Offer.objects.filter(pk__in=found))}
    return [ListedOffer(rows[pk].offer, rows[pk].text, round(km * 1000)) for pk, km in found.items()]
