"""Which offers and organisations go out: those of a centre, by the filters of the offers' list."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vielklang.centres.models import Centre
from vielklang.interfaces.exports.cells import with_parts
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer, OfferDate, OfferPlace, OfferText
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address says; an unknown value of a closed list is no filter."""

    status: str = ""
    topic: str = ""
    organisation: str = ""
    text: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        status, topic = query.get("status", query.get("tab", "")), query.get("topic", "")
        return cls(
            status=status if status in OfferStatus.values else "",
            topic=topic if topic in get_taxonomy().topics else "",
            organisation=_uuid(query.get("organisation", "")),
            text=query.get("q", query.get("text", "")).replace("\x00", "").strip()[:100],
        )

    def as_query(self) -> dict[str, str]:
        found = {
            "status": self.status,
            "topic": self.topic,
            "organisation": self.organisation,
            "q": self.text,
        }
        return {name: value for name, value in found.items() if value}


def offers_of(centre: Centre, filters: Filters) -> QuerySet[Offer]:
    """Without a chosen state all but the archived ones."""
    offers = Offer.objects.filter(centre=centre)
    is_listed = Q(status=filters.status) if filters.status else ~Q(status=OfferStatus.ARCHIVED)
    offers = offers.filter(is_listed)
    if filters.topic:
        offers = offers.filter(topics__contains=[filters.topic])
    if filters.organisation:
        offers = offers.filter(organisation__public_id=filters.organisation)
    if filters.text:
        titles = OfferText.objects.filter(offer__centre=centre, title__icontains=filters.text)
        offers = offers.filter(
            Q(pk__in=titles.values("offer")) | Q(organisation__name__icontains=filters.text)
        )
    return offers.order_by("pk")


def read_whole(offers: QuerySet[Offer]) -> Iterator[Offer]:
    """The offers with everything that belongs to them, a few hundred at a time."""
    yield from with_parts(offers).iterator(chunk_size=_CHUNK)


def languages_of(offers: QuerySet[Offer]) -> list[str]:
    """Languages in which at least one of the offers has a text, German first."""
    from vielklang.core.languages import GUIDE_TAGS

    found = set(
        OfferText.objects.filter(offer__in=offers.order_by()).values_list("language", flat=True).distinct()
    )
    return [tag for tag in GUIDE_TAGS if tag == "de" or tag in found]


def most_places(offers: QuerySet[Offer]) -> int:
    """How many places the offer with the most has."""
    from django.db.models import Count

    rows = (
        OfferPlace.objects.filter(offer__in=offers.order_by())
        .values("offer")
        .annotate(n=Count("pk"))
        .order_by("-n")
    )
    return max(1, next((row["n"] for row in rows[:1]), 1))


def with_dates(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    return offers.filter(pk__in=OfferDate.objects.filter(offer__in=offers.order_by()).values("offer"))


def organisations_of(centre: Centre, text: str = "") -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(centre=centre).select_related("municipality")
    return (rows.filter(name__icontains=text) if text else rows).order_by("name", "pk")


def _uuid(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
