"""What an offer, a place and an organisation are in HSDS. Fields without a value are left out, never null or ""."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from vielklang.core.languages import get_language
from vielklang.core.texts import TextStatus
from vielklang.interfaces.hsds.schedules import dated, exceptions, weekly
from vielklang.interfaces.hsds.terms import LISTS, SINGLES, TEXTS, all_terms, term, term_id
from vielklang.offers.calendar import BERLIN
from vielklang.offers.enums import AreaServed, CostKind, Document, Known, OfferStatus
from vielklang.offers.models import Offer, OfferPlace, OfferText
from vielklang.organisations.models import Organisation

Node = dict[str, Any]
_STATES = {
    OfferStatus.PUBLISHED: "active",
    OfferStatus.SUSPENDED: "temporarily closed",
    OfferStatus.ARCHIVED: "defunct",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer with what is told of it: its text for the reader, when it last changed, which texts there are.

    `language`: the guide language that was asked for; the text may be another. `texts`: (language, status) of all.
    """

    offer: Offer
    text: OfferText | None
    language: str
    now: dt.datetime
    modified: dt.datetime
    texts: tuple[tuple[str, str], ...] = ()


def service(shown: Shown) -> Node:
    """The whole service with everything nested."""
    offer, hours = shown.offer, list(shown.offer.hours.all())
    general = [weekly(offer, x, shown.now) for x in hours if x.place_id is None]
    dates = [dated(offer, x) for x in offer.dates.all()]
    whole = {
        "phones": _phones(offer.public_id, offer.phone),
        "languages": [_language(offer, tag) for tag in offer.languages],
        "schedules": [*general, *dates, *exceptions(offer, shown.now)],
        "service_areas": _areas(offer),
        "service_at_locations": [at_location(shown, place) for place in places_of(offer)],
        "cost_options": _costs(offer),
        "required_documents": _documents(shown),
        "attributes": [*_attributes(shown), *text_attributes(shown)],
    }
    return service_in_list(shown) | filled(
        whole | {"organization": organization(offer.organisation, shown.language)}
    )


def service_in_list(shown: Shown) -> Node:
    """What a list tells: single values alone, the organisation in short, and the language of the text."""
    offer, text = shown.offer, shown.text
    confirmed = offer.last_confirmed_at
    return filled(
        {
            "id": str(offer.public_id),
            "organization_id": str(offer.organisation.public_id),
            "name": text.title if text else offer.title or str(offer.get_kind_display()),
            "description": _description(text),
            "url": uri(offer.website),
            "email": offer.email,
            "status": _STATES.get(OfferStatus(offer.status), "inactive"),
            "interpretation_services": _("With interpreter") if offer.interpreting else "",
            "application_process": text.how_to_join if text else "",
            "fees_description": text.costs if text else "",
            "eligibility_description": text.conditions if text else "",
            "minimum_age": None if offer.age_from is None else float(offer.age_from),
            "maximum_age": None if offer.age_to is None else float(offer.age_to),
            "assured_date": f"{confirmed.astimezone(BERLIN):%Y-%m-%d}" if confirmed else "",
            "last_modified": moment(shown.modified),
            "organization": organization_in_list(offer.organisation, shown.language),
            "attributes": text_attributes(shown, only_shown=True),
        }
    )


def service_in_short(shown: Shown) -> Node:
    """For clients that only look for what has changed."""
    node = service_in_list(shown)
    return {name: node[name] for name in ("id", "name", "status", "last_modified")}


def at_location(shown: Shown, place: OfferPlace) -> Node:
    """A `service_at_location` without its service."""
    offer = shown.offer
    own = [weekly(offer, x, shown.now) for x in offer.hours.all() if x.place_id == place.pk]
    node = _at(shown, place) | {"location": location(offer, place)}
    return node | ({"schedules": own} if own else {})


def at_location_in_list(shown: Shown, place: OfferPlace) -> Node:
    """With its location and service in short."""
    where = {
        name: value for name, value in location(shown.offer, place).items() if not isinstance(value, list)
    }
    return _at(shown, place) | {"location": where, "service": service_in_list(shown)}


def at_location_whole(shown: Shown, place: OfferPlace) -> Node:
    whole = {name: value for name, value in service(shown).items() if name != "service_at_locations"}
    return at_location(shown, place) | {"service": whole}


def location(offer: Offer, place: OfferPlace) -> Node:
    """A physical location. An address needs street (or the house's name), town and postcode; else words tell it."""
    street = place.street or place.name
    is_whole = bool(street and place.town and place.postcode)
    address = {
        "id": _of(place.public_id, "address"),
        "address_1": street,
        "city": place.town,
        "state_province": "NW",
        "postal_code": place.postcode,
        "country": "DE",
        "address_type": "physical",
    }
    known = ", ".join(x for x in (place.street, f"{place.postcode} {place.town}".strip()) if x)
    return filled(
        {
            "id": _of(place.public_id, "location"),
            "location_type": "physical",
            "name": place.name,
            "description": "" if is_whole else known,
            "transportation": place.note,
            "latitude": place.lat,
            "longitude": place.lon,
            "addresses": [address] if is_whole else [],
            "accessibility": _access(offer, place),
        }
    )


def organization(row: Organisation, language: str) -> Node:
    """With what is nested in it, but for its services."""
    is_whole = bool(row.is_public_profile and row.street and row.town and row.postcode)
    address = {
        "id": _of(row.public_id, "address"),
        "address_1": row.street,
        "city": row.town,
        "state_province": "NW",
        "postal_code": row.postcode,
        "country": "DE",
        "address_type": "physical",
    }
    where = {"id": _of(row.public_id, "location"), "location_type": "physical", "addresses": [address]}
    return organization_in_list(row, language) | filled(
        {"phones": _phones(row.public_id, row.phone), "locations": [where] if is_whole else []}
    )


def organization_in_list(row: Organisation, language: str) -> Node:
    """What the guide shows with every offer; what it says about itself only where it asked for a public profile."""
    text = row.text_for(language) if row.is_public_profile else None
    profile = {
        "year_incorporated": row.founded_year,
        "legal_status": str(row.get_legal_form_display()) if row.legal_form else "",
    }
    return filled(
        {
            "id": str(row.public_id),
            "name": row.name,
            "description": text.description if text else str(row.get_kind_display()),
            "email": row.email,
            "website": uri(row.website),
            **(profile if row.is_public_profile else {}),
        }
    )


def places_of(offer: Offer) -> list[OfferPlace]:
    """Each place once, even where somebody entered it twice."""
    return list({place.public_id: place for place in offer.places.all()}.values())


def text_attributes(shown: Shown, *, only_shown: bool = False) -> list[Node]:
    """In which languages there are texts: `link_type` tells the one that is shown, `value` who wrote it."""
    current = shown.text.language if shown.text else ""
    texts = shown.texts or (((shown.text.language, shown.text.status),) if shown.text else ())
    return [
        {
            "id": _of(shown.offer.public_id, f"{TEXTS}:{language}"),
            "link_id": str(shown.offer.public_id),
            "link_entity": "service",
            "link_type": "shown_text" if language == current else "available_text",
            "value": TextStatus(status).value,
            "taxonomy_term_id": term_id(TEXTS, language),
            "taxonomy_term": term(all_terms()[term_id(TEXTS, language)], language),
        }
        for language, status in texts
        if language == current or not only_shown
    ]


def filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def moment(value: dt.datetime) -> str:
    """In UTC with milliseconds."""
    return f"{value.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03}Z"


def uri(address: str) -> str:
    """An address with umlauts as the URI that it stands for."""
    return iri_to_uri(address) if address else ""


def _at(shown: Shown, place: OfferPlace) -> Node:
    return {
        "id": str(place.public_id),
        "service_id": str(shown.offer.public_id),
        "location_id": _of(place.public_id, "location"),
    }


def _description(text: OfferText | None) -> str:
    if text is None:
        return ""
    if text.description.startswith(text.summary):
        return text.description.strip()
    return f"{text.summary}\n\n{text.description}".strip()


def _phones(owner: uuid.UUID, number: str) -> list[Node]:
    return [{"id": _of(owner, "phone"), "number": number}] if number else []


def _language(offer: Offer, tag: str) -> Node:
    return {
        "id": _of(offer.public_id, f"language:{tag}"),
        "code": tag,
        "name": get_language(tag).english_name,
    }


def _areas(offer: Offer) -> list[Node]:
    name = "Nordrhein-Westfalen"
    if offer.area == AreaServed.MUNICIPALITY and offer.municipality:
        name = offer.municipality.name
    elif offer.area == AreaServed.CENTRE:
        name = offer.centre.name
    return [{"id": _of(offer.public_id, "area"), "name": name, "description": str(offer.get_area_display())}]


def _costs(offer: Offer) -> list[Node]:
    if offer.cost_kind == CostKind.ON_REQUEST:
        return []
    node = {
        "id": _of(offer.public_id, "cost"),
        "option": str(CostKind(offer.cost_kind).label),
        "currency": "EUR",
    }
    if offer.cost_kind == CostKind.FREE:
        return [node | {"amount": 0}]
    return [filled(node | {"amount": None if offer.cost_amount is None else float(offer.cost_amount)})]


def _documents(shown: Shown) -> list[Node]:
    words = [(f"document:{key}", str(Document(key).label)) for key in shown.offer.documents]
    if shown.text and shown.text.bring:
        words.append(("bring", shown.text.bring))
    return [{"id": _of(shown.offer.public_id, key), "document": name} for key, name in words]


def _access(offer: Offer, place: OfferPlace) -> list[Node]:
    facts = {
        "step_free_entrance": _("Step-free entrance"),
        "accessible_toilet": _("Accessible toilet"),
        "lift": _("Lift"),
        "sign_language": _("Sign language"),
        "hearing_loop": _("Hearing loop"),
    }
    return [
        {
            "id": _of(place.public_id, f"access:{name}"),
            "description": label,
            "details": str(Known(getattr(offer, name)).label),
        }
        for name, label in facts.items()
        if getattr(offer, name) != Known.UNKNOWN
    ]


def _attributes(shown: Shown) -> Iterable[Node]:
    offer = shown.offer
    keys = [(column, key) for column in LISTS for key in getattr(offer, column)]
    keys += [(column, getattr(offer, column)) for column in SINGLES]
    for column, key in keys:
        if found := all_terms().get(term_id(column, key)):
            yield {
                "id": _of(offer.public_id, f"{column}:{key}"),
                "link_id": str(offer.public_id),
                "link_entity": "service",
                "link_type": column,
                "taxonomy_term_id": found.id,
                "taxonomy_term": term(found, shown.language),
            }


def _of(owner: uuid.UUID, what: str) -> str:
    return str(uuid.uuid5(owner, what))
