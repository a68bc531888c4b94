"""What the editor's form sends, for tests: a whole new offer, and one that stands as it is."""

from __future__ import annotations

from typing import Any

from vielklang.offers.desk_drafting import data_of
from vielklang.offers.models import Offer
from vielklang.offers.rows import draft_of

NEW: dict[str, Any] = {
    "source_language": "de",
    "title": "Beispielkurs Deutsch",
    "summary": "Deutsch lernen in Kleve.",
    "description": "Zweimal in der Woche, mit Kinderbetreuung.",
    "organisation": "Beispielverein Kreis Kleve",
    "kind": "course",
    "topics": ["debt-advice"],
    "delivery": ["on_site"],
    "area": "centre",
    "joining": "registration",
    "cost_kind": "free",
    "languages": ["de", "ar"],
    "capacity": "unknown",
    "childcare": "yes",
    "confirm_every": "6",
    **dict.fromkeys(
        ("step_free_entrance", "accessible_toilet", "lift", "sign_language", "hearing_loop"), "unknown"
    ),
}


def form_of(offer: Offer, **changes: Any) -> dict[str, Any]:
    """The form of an offer as it is saved now, with changes."""
    offer = Offer.objects.get(pk=offer.pk)
    data = data_of(draft_of(offer), offer)
    data["base_number"] = str(offer.edition)
    return {key: data.getlist(key) for key in data} | changes
