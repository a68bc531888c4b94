"""What one offer's page shows beside its text: times, places, single facts, and whom to call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from vielklang.core.languages import SPOKEN_LANGUAGES
from vielklang.guide.context import Reader
from vielklang.offers.enums import Condition, Document, Known
from vielklang.offers.models import Offer
from vielklang.offers.schedule import open_state, upcoming_dates, upcoming_exceptions, weekly_table
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.web.formats import locale

DATES_SHOWN = 6


def offer_facts(offer: Offer, reader: Reader, now: datetime) -> dict[str, Any]:
    """Template values; reads only what `OfferQuerySet.for_page` has brought along."""
    spoken = {language.tag: language for language in SPOKEN_LANGUAGES}
    places = list(offer.places.all())
    return {
        "topics": _topics(offer, reader.language.tag),
        "life_area": _life_area(offer, reader.language.tag),
        "places": [{"place": place, "distance_m": _distance(reader, place)} for place in places],
        "route_to": next((place for place in places if place.lat is not None), None),
        "contact_phone": offer.phone or offer.organisation.phone,
        "contact_email": offer.email or offer.organisation.email,
        "spoken_languages": [spoken[tag] for tag in offer.languages if tag in spoken],
        "documents": [Document(key).label for key in offer.documents if key in Document.values],
        "conditions": [Condition(key).label for key in offer.conditions if key in Condition.values],
        "ages": age_words(offer),
        "access": _access(offer),
        "open_state": open_state(offer, now),
        "week": weekly_table(offer),
        "exceptions": upcoming_exceptions(offer, now),
        "dates": upcoming_dates(offer, count=DATES_SHOWN, now=now),
    }


def _topics(offer: Offer, tag: str) -> list[dict[str, str]]:
    return [{"key": key, "name": get_taxonomy().topic_name(key, tag)} for key in offer.topics]


def _life_area(offer: Offer, tag: str) -> dict[str, str]:
    key = get_taxonomy().life_area_of(offer.topics[0])
    return {"key": key, "name": get_taxonomy().life_area_name(key, tag)}


def _distance(reader: Reader, place: Any) -> int | None:
    # From the middle of a whole district a distance would say nothing.
    if reader.place is None or reader.place.municipality_key is None or place.lat is None:
        return None
    return int(reader.place.distance_m(place.lat, place.lon))


def age_words(offer: Offer) -> str:
    """Ages in words; half years occur with small children only."""
    low, high = (
        age if age is None else format_decimal(age, "0.#", locale()) for age in (offer.age_from, offer.age_to)
    )
    if low is not None and high is not None:
        return _("%(low)s to %(high)s years") % {"low": low, "high": high}
    if low is not None:
        return _("from %(low)s years") % {"low": low}
    return _("up to %(high)s years") % {"high": high} if high is not None else ""


def _access(offer: Offer) -> list[dict[str, str]]:
    """Each single fact with its answer: yes, no, or that nobody knows."""
    names = {
        "step_free_entrance": _("Step-free entrance"),
        "accessible_toilet": _("Accessible toilet"),
        "lift": _("Lift"),
        "sign_language": _("Sign language"),
        "hearing_loop": _("Hearing loop"),
    }
    answers = {name: Known(getattr(offer, name)) for name in names}
    return [
        {"label": names[key], "value": str(known), "answer": str(known.label)}
        for key, known in answers.items()
    ]
