"""What an embedded list shows: a centre's visible offers, all or some, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import Http404

from vielklang.core.languages import Language
from vielklang.guide.queries import OfferCard, cards_in_order
from vielklang.interfaces.parameters import Query, identifier, integer, one_of
from vielklang.offers.models import Offer
from vielklang.offers.models.querysets import OfferQuerySet
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.texts import text_in

PARAMETERS = ("topic", "area", "organisation", "page")
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; `topic` and `area` are keys of the thesaurus."""

    topic: str = ""
    area: str = ""
    organisation: UUID | None = None
    page: int = 1

    @classmethod
    def of(cls, query: Query) -> Wanted:
        """Raises `BadParameter`."""
        taxonomy = get_taxonomy()
        return cls(
            topic=one_of(query, "topic", taxonomy.topic_keys),
            area=one_of(query, "area", taxonomy.life_area_keys),
            organisation=identifier(query, "organisation"),
            page=integer(query, "page", default=1, most=10_000),
        )


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one area of life that stand on a page."""

    name: str
    key: str
    cards: list[OfferCard]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page. `heading` is the topic or area asked for, else empty."""

    heading: str
    groups: list[Group]
    total: int
    page: int
    pages: int

    @property
    def cards(self) -> list[OfferCard]:
        return [card for group in self.groups for card in group.cards]


def list_offers(centre_id: int, language: Language, wanted: Wanted) -> Listing:
    """By area of life, then title; a constant number of queries. Raises `Http404` for a page behind the last."""
    taxonomy = get_taxonomy()
    keys = list(taxonomy.life_area_keys)
    found = [
        (keys.index(area), text_in(offer, language.tag).title.casefold(), offer.pk)
        for offer in _offers(centre_id, wanted).with_texts(language.tag)
        for area in [wanted.area or taxonomy.life_area_of(wanted.topic or offer.topics[0])]
    ]
    found.sort()
    pages = max(1, -(-len(found) // PAGE_SIZE))
    if wanted.page > pages:
        raise Http404
    shown = found[(wanted.page - 1) * PAGE_SIZE : wanted.page * PAGE_SIZE]
    cards = {card.offer.pk: card for card in cards_in_order([pk for *_, pk in shown], language)}
    groups = [
        Group(
            taxonomy.life_area_name(keys[area], language.tag),
            keys[area],
            [cards[pk] for *_, pk in rows if pk in cards],
        )
        for area, rows in groupby(shown, key=lambda row: row[0])
    ]
    asked = wanted.topic or wanted.area
    heading = taxonomy.name_of(asked, language.tag) if asked else ""
    return Listing(heading, groups, len(found), wanted.page, pages)


def _offers(centre_id: int, wanted: Wanted) -> OfferQuerySet:
    rows = Offer.objects.visible().filter(centre_id=centre_id)
    if wanted.topic:
        rows = rows.filter(topics__contains=[wanted.topic])
    if wanted.area:
        rows = rows.filter(topics__overlap=list(get_taxonomy().topics_of(wanted.area)))
    if wanted.organisation:
        rows = rows.filter(organisation__public_id=wanted.organisation)
    return rows
