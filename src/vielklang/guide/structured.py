"""What a page says to machines: schema.org as JSON-LD, from the same rows as the page, without a query of its own.

Persons are never in it, not even those who agreed to stand on an organisation's page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from vielklang.centres.models import Centre, CentreHours
from vielklang.offers.enums import CostKind, Delivery
from vielklang.offers.models import Offer, OfferPlace, OpeningHours
from vielklang.offers.schedule import Span
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.texts import ShownText
from vielklang.organisations.enums import OrganisationKind as Kind
from vielklang.organisations.models import Organisation, OrganisationText

SCHEMA = "https://schema.org"
Thing = dict[str, Any]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TYPES = {
    Kind.CENTRE: "GovernmentOffice",
    Kind.OFFICE: "GovernmentOffice",
    Kind.SCHOOL: "School",
    Kind.EDUCATION: "EducationalOrganization",
    Kind.LIBRARY: "Library",
    Kind.SPORTS_CLUB: "SportsClub",
}
_ATTENDANCE = {
    (True, False): f"{SCHEMA}/OnlineEventAttendanceMode",
    (True, True): f"{SCHEMA}/MixedEventAttendanceMode",
}
_OF_THE_STATE = {"@type": "State", "name": "Nordrhein-Westfalen"}


def offer_graph(offer: Offer, text: ShownText, dates: Sequence[Span], language: str) -> Thing:
    """Service, its next dates as events, and the path to it; reads what `for_page` has brought along."""
    url = _url("offer", language, offer.public_id)
    things = [_service(offer, text, language, url), *(_event(offer, text, date, url) for date in dates)]
    return {"@context": SCHEMA, "@graph": [*things, _path(offer, language)]}


def centre_graph(centre: Centre, text: Any, language: str) -> Thing:
    """The office with its hours and the towns that it is responsible for; reads what `centre_by_slug` has."""
    thing = _kept(
        {
            "@type": "GovernmentOffice",
            "@id": _url("centre", "de", centre.slug),
            "name": f"Kommunales Integrationszentrum {centre.name}",
            "url": _url("centre", language, centre.slug),
            "description": text.introduction if text else "",
            "telephone": centre.phone,
            "email": centre.email,
            "sameAs": centre.website,
            "address": _address(centre.street, centre.postcode, centre.town),
            "openingHoursSpecification": _hours(centre.hours.all()),
            "areaServed": [
                {"@type": "City", "name": area.municipality.name, "identifier": area.municipality_id}
                for area in centre.areas.all()
            ],
        }
    )
    return {"@context": SCHEMA, **thing}


def organisation_graph(organisation: Organisation, text: OrganisationText | None, language: str) -> Thing:
    """An organisation with a page of its own; reads what that page has."""
    thing = _organisation(organisation) | {
        "@id": _url("organisation", "de", organisation.public_id),
        "url": _url("organisation", language, organisation.public_id),
        "sameAs": organisation.website,
        "description": text.description if text else "",
        "address": _address(organisation.street, organisation.postcode, organisation.town),
        "knowsLanguage": list(organisation.languages),
    }
    return {"@context": SCHEMA, **_kept(thing)}


def _service(offer: Offer, text: ShownText, language: str, url: str) -> Thing:
    is_public = offer.organisation.kind in {Kind.CENTRE, Kind.OFFICE}
    taxonomy = get_taxonomy()
    return _kept(
        {
            "@type": "GovernmentService" if is_public else "Service",
            "@id": _url("offer", "de", offer.public_id),
            "url": url,
            "name": text.title,
            "description": text.summary or text.description,
            "serviceType": [taxonomy.topic_name(key, language) for key in offer.topics],
            "provider": _organisation(offer.organisation),
            "areaServed": _area(offer),
            "availableChannel": _channels(offer) or _by_phone(offer),
            "hoursAvailable": _hours(row for row in offer.hours.all() if row.place_id is None),
            "offers": _price(offer),
        }
    )


def _event(offer: Offer, text: ShownText, date: Span, url: str) -> Thing:
    places = list(offer.places.all())
    is_online, is_there = (
        Delivery.ONLINE in offer.delivery,
        Delivery.ON_SITE in offer.delivery or bool(places),
    )
    where = [_place(place) for place in places]
    return _kept(
        {
            "@type": "Event",
            "name": text.title,
            "description": text.summary,
            "inLanguage": offer.languages or [text.language],
            "startDate": date.starts_at.isoformat(),
            "endDate": date.ends_at.isoformat(),
            "eventStatus": f"{SCHEMA}/EventScheduled",
            "eventAttendanceMode": _ATTENDANCE.get(
                (is_online, is_there), f"{SCHEMA}/OfflineEventAttendanceMode"
            ),
            "location": where
            or ([{"@type": "VirtualLocation", "url": offer.website or url}] if is_online else []),
            "organizer": _organisation(offer.organisation),
            "isAccessibleForFree": True if offer.cost_kind == CostKind.FREE else None,
            "url": url,
        }
    )


def _organisation(organisation: Organisation) -> Thing:
    kind = _TYPES.get(Kind(organisation.kind), "Organization")
    facts = {"telephone": organisation.phone, "email": organisation.email}
    return _kept({"@type": kind, "name": organisation.name, **facts})


def _area(offer: Offer) -> Thing:
    if offer.area == "state":
        return dict(_OF_THE_STATE)
    if offer.area == "municipality" and offer.municipality:
        return {"@type": "City", "name": offer.municipality.name, "identifier": offer.municipality_id}
    return {"@type": "AdministrativeArea", "name": offer.centre.name}


def _channels(offer: Offer) -> list[Thing]:
    """A channel for each place, with the hours that hold there alone."""
    return [
        _kept(
            {
                "@type": "ServiceChannel",
                "serviceLocation": _place(place)
                | _kept(
                    {
                        "openingHoursSpecification": _hours(
                            row for row in offer.hours.all() if row.place_id == place.pk
                        )
                    }
                ),
                "servicePhone": _phone(offer),
                "availableLanguage": list(offer.languages),
            }
        )
        for place in offer.places.all()
    ]


def _by_phone(offer: Offer) -> list[Thing]:
    facts = {"servicePhone": _phone(offer), "serviceUrl": offer.website}
    if not any(facts.values()):
        return []
    return [_kept({"@type": "ServiceChannel", **facts, "availableLanguage": list(offer.languages)})]


def _phone(offer: Offer) -> Thing | None:
    number = offer.phone or offer.organisation.phone
    return {"@type": "ContactPoint", "telephone": number} if number else None


def _place(place: OfferPlace) -> Thing:
    return _kept(
        {
            "@type": "Place",
            "name": place.name or place.town,
            "address": _address(place.street, place.postcode, place.town),
            "geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
            if place.lat is not None
            else None,
        }
    )


def _address(street: str, postcode: str, town: str) -> Thing | None:
    if not (street or town):
        return None
    facts = {"streetAddress": street, "postalCode": postcode, "addressLocality": town}
    return _kept({"@type": "PostalAddress", **facts, "addressRegion": "NRW", "addressCountry": "DE"})


def _hours(rows: Iterable[OpeningHours | CentreHours]) -> list[Thing]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"{SCHEMA}/{_DAYS[row.weekday]}",
            "opens": _clock(row.opens),
            "closes": _clock(row.closes),
        }
        for row in rows
    ]


def _clock(time: dt.time) -> str:
    return time.isoformat("minutes")


def _price(offer: Offer) -> Thing | None:
    """Only what is known as a number: nothing, or this much."""
    amount = "0" if offer.cost_kind == CostKind.FREE else str(offer.cost_amount or "")
    return {"@type": "Offer", "price": amount, "priceCurrency": "EUR"} if amount else None


def _path(offer: Offer, language: str) -> Thing:
    taxonomy = get_taxonomy()
    area = taxonomy.life_area_of(offer.topics[0])
    steps = (
        (taxonomy.life_area_name(area, language), _url("life_area", language, area)),
        (
            taxonomy.topic_name(offer.topics[0], language),
            f"{_url('search', language)}?topic={offer.topics[0]}",
        ),
    )
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _url(name: str, *args: object) -> str:
    return f"{settings.BASE_URL}{reverse(f'guide:{name}', args=args)}"


def _kept(facts: Mapping[str, Any]) -> Thing:
    """Without what nobody knows."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}
