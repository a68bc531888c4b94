"""Places of offers as the app's points of interest: one for each that has coordinates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from vielklang.interfaces.integreat.codes import number_of, offer_slug
from vielklang.interfaces.integreat.content import ELSEWHERE_ON_A_PLACE, offer_html
from vielklang.interfaces.integreat.edition import Edition, guide_offer, iso
from vielklang.interfaces.integreat.tree import whole
from vielklang.interfaces.integreat.wording import Words
from vielklang.offers.calendar import END_OF_DAY
from vielklang.offers.models import Offer, OfferPlace
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.texts import ShownText, text_in

Row = dict[str, Any]
PLACES = "places"
COUNTRY = "Deutschland"

SIGNS: Mapping[str, tuple[str, str]] = {
    "arrival": ("service", "#2E98FB"),
    "german": ("education", "#3700D2"),
    "school": ("education", "#1DC6C6"),
    "early-childhood": ("other_help", "#F2DA04"),
    "work": ("office", "#C38E03"),
    "housing": ("house", "#FF7C32"),
    "money": ("finance", "#3F8F01"),
    "health": ("health", "#FF3333"),
    "family": ("advice", "#EE36DC"),
    "safety": ("shelter", "#A258FF"),
    "community": ("meeting_point", "#07DC03"),
    "everyday": ("daily_routine", "#585858"),
}
"""Life area → sign and colour of the app's own map; it knows no others."""


def all_places(edition: Edition) -> list[Row]:
    """Every place with coordinates of every visible offer, in a fixed order."""
    offers = Offer.objects.visible(edition.now).filter(centre=edition.centre, places__lat__isnull=False)
    words = Words(edition.tag)
    rows = whole(offers.order_by("pk").distinct(), edition.tag)
    return [row for offer in rows for row in _places_of(offer, edition, words)]


def _places_of(offer: Offer, edition: Edition, words: Words) -> Iterator[Row]:
    text = text_in(offer, edition.tag)
    content = offer_html(offer, text, edition, words, without=ELSEWHERE_ON_A_PLACE)
    for index, place in enumerate(offer.places.all()):
        if place.lat is not None:
            yield _place(offer, place, index, edition) | _says(offer, text, content, words)


def place_parts(offer: Offer, index: int) -> tuple[str, str]:
    """The path of an offer's place behind region and language; the first one has the offer's own slug."""
    slug = offer_slug(offer.title, offer.public_id)
    return PLACES, f"{slug}-{index + 1}" if index else slug


def _place(offer: Offer, place: OfferPlace, index: int, edition: Edition) -> Row:
    parts, number, guide = (
        place_parts(offer, index),
        number_of(offer.public_id, index),
        guide_offer(offer.public_id),
    )
    return {
        "id": number,
        "url": guide.replace("{tag}", edition.tag),
        "path": edition.path(*parts),
        "available_languages": edition.elsewhere(parts, number, guide),
        "location": location(offer, place, index),
        "opening_hours": opening_hours(offer, place),
    }


def _says(offer: Offer, text: ShownText, content: str, words: Words) -> Row:
    return {
        "title": text.title,
        "excerpt": text.summary,
        "meta_description": text.summary or None,
        "content": content,
        "thumbnail": None,
        "last_updated": iso(max(offer.updated_at, text.text.updated_at)),
        "temporarily_closed": False,
        "appointment_url": None,
        "barrier_free": {"yes": True, "no": False}.get(offer.step_free_entrance),
        "organization": None,
        "category": category(offer, words.tag),
        "contacts": [contact(offer)],
    }


def location(offer: Offer, place: OfferPlace, index: int) -> Row:
    return {
        "id": number_of(offer.public_id, index),
        "name": place.name or offer.organisation.name,
        "address": place.street,
        "town": place.town,
        "postcode": place.postcode,
        "country": COUNTRY,
        "latitude": place.lat,
        "longitude": place.lon,
    }


def category(offer: Offer, tag: str) -> Row:
    """The life area of the offer's first topic."""
    taxonomy = get_taxonomy()
    key = taxonomy.life_area_of(offer.topics[0])
    icon, color = SIGNS[key]
    return {
        "id": taxonomy.life_area_keys.index(key) + 1,
        "name": taxonomy.life_area_name(key, tag),
        "color": color,
        "icon": icon,
        "icon_url": f"{settings.BASE_URL}/api/v3/icons/{key}.svg",
    }


def contact(offer: Offer) -> Row:
    """The office line that the guide shows: the offer's own, or the organisation's; never a person's."""
    organisation = offer.organisation
    return {
        "name": organisation.name,
        "area_of_responsibility": None,
        "email": offer.email or organisation.email or None,
        "phone_number": offer.phone or organisation.phone or None,
        "mobile_number": None,
        "website": offer.website or organisation.website or None,
        "opening_hours": None,
    }


def opening_hours(offer: Offer, place: OfferPlace) -> list[Row] | None:
    """The usual week, Monday first; None where no hours are known for this place."""
    rows = [row for row in offer.hours.all() if row.place_id in {None, place.pk}]
    if not rows:
        return None
    return [_day(sorted((x.opens, x.closes) for x in rows if x.weekday == day)) for day in range(7)]


def _day(hours: list[tuple[dt.time, dt.time]]) -> Row:
    whole = hours == [(dt.time(), END_OF_DAY)]
    slots = [
        {"start": f"{opens:%H:%M}", "end": f"{closes:%H:%M}", "timezone": "Europe/Berlin"}
        for opens, closes in hours
    ]
    return {
        "allDay": whole,
        "closed": not hours,
        "appointmentOnly": False,
        "timeSlots": [] if whole else slots,
    }
