"""Whom a question reaches: the centre of the reader's place, of the offer it is about, or of the place they type."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from vielklang.centres.models import Centre
from vielklang.core.languages import Language
from vielklang.guide.context import Reader, centre_at, reader_of
from vielklang.offers.models import Offer
from vielklang.offers.texts import ShownText, text_in
from vielklang.places.finding import Place
from vielklang.places.models import Municipality
from vielklang.search.thesaurus import match_topics

_SURE = 0.5
_READ = 300


@dataclass(frozen=True)
class About:
    """What the page was opened with; without a centre the reader is asked for the place."""

    reader: Reader
    offer: Offer | None
    text: ShownText | None

    @property
    def centre(self) -> Centre | None:
        return self.reader.centre or (self.offer.centre if self.offer else None)


def about_of(request: HttpRequest) -> About:
    reader = reader_of(request)
    offer = _offer(request.GET.get("offer", ""), reader.language)
    return About(reader, offer, text_in(offer, reader.language.tag) if offer else None)


def centre_of(place: Place) -> Centre | None:
    return centre_at(place)


def municipality_of(place: Place | None) -> Municipality | None:
    key = place.municipality_key if place else None
    return Municipality.objects.filter(key=key).first() if key else None


def topics_of(text: str, language: str, offer: Offer | None) -> list[str]:
    """Those of the offer, else the one whose everyday words stand in the question; staff see it and may change it."""
    if offer is not None:
        return list(offer.topics)
    best = match_topics(text[:_READ], language.partition("-")[0], {}, limit=1)
    return [match.key for match in best if match.phrase and match.probability >= _SURE]


def _offer(public_id: str, language: Language) -> Offer | None:
    """A visible offer; whatever else stands in the address is none, and the question can be asked all the same."""
    try:
        key = UUID(public_id[:36])
    except ValueError:
        return None
    return (
        Offer.objects.visible()
        .with_texts(language.tag)
        .select_related("centre")
        .filter(public_id=key)
        .first()
    )
