"""Reads of the guide: cards of results and centres, in one or two queries whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from vielklang.core.languages import Language, get_language
from vielklang.offers.models import Offer
from vielklang.offers.schedule import OpenState, open_state
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.texts import ShownText, text_in
from vielklang.search.queries import Reason, Result


@dataclass(frozen=True)
class OfferCard:
    """One offer in a list: its text in the reader's language (or German, marked), and the facts for choosing."""

    offer: Offer
    text: ShownText
    topics: list[str]
    open_state: OpenState
    distance_m: int | None = None
    reasons: Sequence[Reason] = ()
    speaks: Language | None = None
    """The language asked for, or else the reader's, where somebody there speaks it; German goes without saying."""

    @property
    def place(self) -> str:
        places = list(self.offer.places.all())
        return places[0].town if places else ""


def offer_cards(
    results: Sequence[Result], language: Language, *, spoken: str | None = None, now: datetime | None = None
) -> list[OfferCard]:
    """Cards in the order of the results; an offer that was withdrawn meanwhile is left out, not shown half.

    `spoken` is the language that staff should speak, where the reader asked for one.
    """
    moment = now or timezone.now()
    wanted = [result.offer_id for result in results]
    offers = {offer.pk: offer for offer in _for_cards(language).filter(pk__in=wanted)}
    return [
        _card(offers[result.offer_id], language, moment, result, spoken)
        for result in results
        if result.offer_id in offers
    ]


def cards_in_order(wanted: Sequence[int], language: Language, now: datetime | None = None) -> list[OfferCard]:
    """Cards of the visible ones among these offers, in this order."""
    moment = now or timezone.now()
    offers = {offer.pk: offer for offer in _for_cards(language).filter(pk__in=wanted)}
    return [_card(offers[key], language, moment, None) for key in wanted if key in offers]


def centre_cards(
    centre_id: int, language: Language, now: datetime | None = None
) -> dict[str, list[OfferCard]]:
    """A centre's visible offers by life area of their first topic, in the order of the life areas."""
    moment = now or timezone.now()
    taxonomy = get_taxonomy()
    groups: dict[str, list[OfferCard]] = {area: [] for area in taxonomy.life_area_keys}
    for offer in _for_cards(language).filter(centre_id=centre_id):
        groups[taxonomy.life_area_of(offer.topics[0])].append(_card(offer, language, moment, None))
    for cards in groups.values():
        cards.sort(key=lambda card: (card.text.title.casefold(), card.offer.pk))
    return {area: cards for area, cards in groups.items() if cards}


def organisation_cards(
    organisation_id: int, language: Language, now: datetime | None = None
) -> list[OfferCard]:
    """An organisation's visible offers, ordered by title."""
    moment = now or timezone.now()
    offers = _for_cards(language).filter(organisation_id=organisation_id)
    cards = [_card(offer, language, moment, None) for offer in offers]
    return sorted(cards, key=lambda card: (card.text.title.casefold(), card.offer.pk))


def _for_cards(language: Language):  # type: ignore[no-untyped-def]
    return Offer.objects.visible().with_texts(language.tag).for_cards()


def _card(
    offer: Offer, language: Language, moment: datetime, result: Result | None, spoken: str | None = None
) -> OfferCard:
    taxonomy = get_taxonomy()
    wanted = spoken or language.tag.partition("-")[0]
    return OfferCard(
        offer=offer,
        text=text_in(offer, language.tag),
        topics=[taxonomy.topic_name(topic, language.tag) for topic in offer.topics],
        open_state=open_state(offer, moment),
        distance_m=result.distance_m if result else None,
        reasons=result.why if result else (),
        speaks=get_language(wanted) if wanted in offer.languages and wanted != "de" else None,
    )
