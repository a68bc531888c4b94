"""Rows and drafts for tests of offers; every part can be named, nothing is hidden."""

from __future__ import annotations

from typing import Any

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor, ActorKind
from vielklang.offers.drafts import OfferDraft, TextDraft
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality

ALICE = Actor(ActorKind.PERSON, "KI Kreis Kleve")


def centre(slug: str = "kreis-kleve") -> Centre:
    """A real centre: the reference data is there after every migration."""
    return Centre.objects.get(slug=slug)


def municipality(key: str = "05154036") -> Municipality:
    """Kleve, if nothing else is asked for."""
    return Municipality.objects.get(key=key)


def organisation(**values: Any) -> Organisation:
    return Organisation.objects.create(**({"name": "Beispielverein", "kind": "association"} | values))


def text(language: str = "de", **values: Any) -> TextDraft:
    words = {"title": f"Titel {language}", "summary": "Kurz gesagt.", "description": "Länger gesagt."}
    return TextDraft(language=language, **(words | values))


def draft(**values: Any) -> OfferDraft:
    defaults: dict[str, Any] = {
        "kind": "counselling",
        "topics": ("debt-advice",),
        "delivery": ("on_site",),
        "area": "centre",
        "joining": "walk_in",
        "cost_kind": "free",
        "texts": (text(),),
    }
    if "centre" not in values:
        defaults["centre"] = centre()
    if "organisation" not in values:
        defaults["organisation"] = organisation()
    return OfferDraft(**(defaults | values))
