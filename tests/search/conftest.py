"""A few real-looking offers around Kleve, published and indexed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.offers.factories import ALICE, centre, draft, municipality, organisation
from vielklang.offers.actions import create_offer, publish_offer
from vielklang.offers.drafts import PlaceDraft, TextDraft
from vielklang.offers.models import Offer
from vielklang.places.finding import find_place
from vielklang.places.place import Place
from vielklang.search.actions import index_offers

DEBTS = TextDraft(
    language="de",
    title="Schuldnerberatung",
    summary="Beratung, wenn Sie Rechnungen nicht mehr bezahlen können.",
    description="Wir ordnen mit Ihnen alle Briefe und schreiben den Gläubigern. Die Beratung ist vertraulich.",
)
COURSE = TextDraft(
    language="de",
    title="Integrationskurs",
    summary="Deutsch lernen bis zum Niveau B1.",
    description="Der Kurs dauert 600 Stunden. Sie lernen Deutsch und viel über das Leben in Deutschland.",
)
PREGNANCY = TextDraft(
    language="de",
    title="Schwangerenberatung",
    summary="Beratung vor und nach der Geburt.",
    description="Wir helfen bei Fragen zu Schwangerschaft, Geld und Anträgen. Eine Hebamme ist dabei.",
)


def near_kleve(north: float = 0.0) -> PlaceDraft:
    kleve = municipality()
    return PlaceDraft(
        street="Musterweg 1",
        postcode="47533",
        town="Kleve",
        municipality=kleve,
        lat=kleve.lat + north,
        lon=kleve.lon,
    )


@pytest.fixture
def kleve(db: None) -> Place:
    place = find_place("47533").place
    assert place is not None
    return place


@pytest.fixture
def publish(db: None) -> Callable[..., Offer]:
    def make(text: TextDraft, *topics: str, index: bool = True, **values: Any) -> Offer:
        facts = {
            "texts": (text,),
            "topics": topics,
            "places": (near_kleve(),),
            "municipality": municipality(),
        }
        offer = create_offer(by=ALICE, draft=draft(**(facts | values)))
        publish_offer(by=ALICE, offer=offer)
        if index:
            index_offers(by=ALICE, offer_ids=[offer.pk])
        return offer

    return make


@pytest.fixture
def offers(publish: Callable[..., Offer]) -> dict[str, Offer]:
    return {
        "debts": publish(DEBTS, "debt-advice"),
        "course": publish(COURSE, "integration-course", kind="course", cost_kind="paid"),
        "pregnancy": publish(PREGNANCY, "pregnancy", languages=("de", "ar")),
    }


@pytest.fixture
def foreign_centre(db: None) -> dict[str, Any]:
    """Facts of an offer in Cologne, far from Kleve."""
    cologne = municipality("05315000")
    place = PlaceDraft(town="Köln", municipality=cologne, lat=cologne.lat, lon=cologne.lon)
    return {
        "centre": centre("koeln"),
        "municipality": cologne,
        "places": (place,),
        "organisation": organisation(name="Kölner Verein"),
    }
