"""The tables of the archive: named columns with a meaning each, and rows of visible entries alone.

Each column is named here; no table of the database is copied as it is, so that a new internal field stays inside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet

from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.texts import TextStatus
from vielklang.interfaces.feeds.asking import offer_addresses
from vielklang.offers.models import (
    HoursException,
    Offer,
    OfferDate,
    OfferPlace,
    OfferText,
    OpeningHours,
)
from vielklang.offers.models.texts import PUBLIC_FIELDS
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation, OrganisationText

Row = Mapping[str, Any]
CHUNK = 2000


@dataclass(slots=True)
class Known:
    """Keys of the rows written so far, by which later tables name them: what is not there is not referred to."""

    offers: dict[int, str]
    organisations: dict[int, str]
    places: dict[int, str]


@dataclass(frozen=True, slots=True)
class Column:
    """`type` as in Frictionless Table Schema; "list" is text joined by | in CSV and an array in JSON."""

    name: str
    meaning: str
    type: str = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """`refers`: column → table whose `id` it holds."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Known], Iterable[Row]]
    key: tuple[str, ...] = ("id",)
    refers: Mapping[str, str] | None = None


def _columns(text: str) -> tuple[Column, ...]:
    """A line each: name, type, meaning."""
    lines = (line.split(None, 2) for line in text.strip().splitlines())
    return tuple(Column(name, meaning, kind) for name, kind, meaning in lines)


def _centres(known: Known) -> Iterator[Row]:
    fields = ("key", "name", "kind", "website", "office", "street", "postcode", "town", "phone", "email")
    rows = (
        Centre.objects.active().annotate(towns=ArrayAgg("areas__municipality_id", default=[])).order_by("key")
    )
    for row in rows:
        facts = {name: getattr(row, name) for name in fields}
        yield facts | {"id": row.slug, "lat": row.lat, "lon": row.lon, "municipality_keys": sorted(row.towns)}


def _topics(known: Known) -> Iterator[Row]:
    taxonomy = get_taxonomy()
    for area in taxonomy.life_area_keys:
        for tag in GUIDE_TAGS:
            yield {"id": area, "language": tag, "name": taxonomy.life_area_name(area, tag), "life_area": ""}
        for topic in taxonomy.topics_of(area):
            for tag in GUIDE_TAGS:
                name = taxonomy.topic_name(topic, tag)
                yield {"id": topic, "language": tag, "name": name, "life_area": area}


_PROFILE = ("street", "postcode", "town", "website", "languages")


def _organisations(known: Known) -> Iterator[Row]:
    """Those with a page of their own, whole; those that readers know from an offer, with name and contact alone."""
    offers = Offer.objects.visible().filter(organisation=OuterRef("pk"))
    rows = Organisation.objects.filter(Q(is_public_profile=True) | Exists(offers)).select_related("centre")
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        known.organisations[row.pk] = str(row.public_id)
        facts = {name: getattr(row, name) for name in ("name", "kind", "phone", "email", "is_example")}
        if row.is_public_profile:
            facts |= {name: getattr(row, name) for name in _PROFILE}
        centre = row.centre.slug if row.centre else ""
        yield facts | {
            "id": str(row.public_id),
            "centre": centre,
            "has_profile": row.is_public_profile,
            "municipality_key": row.municipality_id if row.is_public_profile else "",
        }


def _profiles(known: Known) -> Iterator[Row]:
    shown = OrganisationText.objects.filter(
        organisation__is_public_profile=True, status__in=TextStatus.shown()
    ).order_by("organisation_id", "language")
    for row in shown.iterator(chunk_size=CHUNK):
        if row.organisation_id in known.organisations:
            yield {
                "organisation": known.organisations[row.organisation_id],
                "language": row.language,
                "description": row.description,
                "origin": row.status,
            }


_OFFER = (
    "kind", "topics", "target_groups", "age_from", "age_to", "area", "delivery", "joining", "cost_kind",
    "cost_amount", "childcare", "interpreting", "languages", "step_free_entrance", "accessible_toilet",
    "lift", "sign_language", "hearing_loop", "documents", "conditions", "capacity", "valid_from",
    "valid_until", "phone", "email", "website", "source_language", "is_example", "published_at",
    "updated_at",
)  # fmt: skip


def _offers(known: Known) -> Iterator[Row]:
    address = offer_addresses("de")
    rows = Offer.objects.visible().select_related("centre").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        if row.organisation_id not in known.organisations:
            continue  # published since the organisations were read: tomorrow
        public_id = known.offers[row.pk] = str(row.public_id)
        yield {name: getattr(row, name) for name in _OFFER} | {
            "id": public_id,
            "centre": row.centre.slug,
            "organisation": known.organisations[row.organisation_id],
            "municipality_key": row.municipality_id or "",
            "confirmed_on": row.last_confirmed_at.date() if row.last_confirmed_at else None,
            "url": address(public_id),
        }


def _of_offers(rows: QuerySet, known: Known) -> Iterator[Any]:
    """Rows of offers that are visible still and stand in the archive."""
    shown = rows.filter(offer__in=Offer.objects.visible()).order_by("offer_id", "pk")
    return (row for row in shown.iterator(chunk_size=CHUNK) if row.offer_id in known.offers)


def _texts(known: Known) -> Iterator[Row]:
    rows = OfferText.objects.filter(status__in=TextStatus.shown()).select_related("offer")
    for row in _of_offers(rows, known):
        source = row.offer
        behind = row.language != source.source_language and row.source_revision < source.content_revision
        yield {name: getattr(row, name) for name in PUBLIC_FIELDS} | {
            "offer": known.offers[row.offer_id],
            "language": row.language,
            "origin": row.status,
            "is_behind": behind,
            "updated_at": row.updated_at,
        }


def _places(known: Known) -> Iterator[Row]:
    numbers: Counter[int] = Counter()
    for row in _of_offers(OfferPlace.objects.all(), known):
        numbers[row.offer_id] += 1
        key = known.places[row.pk] = f"{known.offers[row.offer_id]}/{numbers[row.offer_id]}"
        facts = {
            name: getattr(row, name) for name in ("name", "street", "postcode", "town", "lat", "lon", "note")
        }
        offer = known.offers[row.offer_id]
        yield facts | {"id": key, "offer": offer, "municipality_key": row.municipality_id or ""}


def _hours(known: Known) -> Iterator[Row]:
    for row in _of_offers(OpeningHours.objects.all(), known):
        yield {"weekday": row.weekday + 1, "opens": row.opens, "closes": row.closes, **_where(row, known)}


def _exceptions(known: Known) -> Iterator[Row]:
    for row in _of_offers(HoursException.objects.all(), known):
        names = ("date", "is_closed", "opens", "closes", "reason")
        yield {name: getattr(row, name) for name in names} | _where(row, known)


def _where(row: OpeningHours | HoursException, known: Known) -> dict[str, Any]:
    return {"offer": known.offers[row.offer_id], "place": known.places.get(row.place_id or 0, "")}


def _dates(known: Known) -> Iterator[Row]:
    for row in _of_offers(OfferDate.objects.all(), known):
        yield {
            "offer": known.offers[row.offer_id],
            "starts_at": row.starts_at,
            "minutes": int(row.duration.total_seconds() // 60),
            "rrule": row.rrule,
            "until": row.until,
            "exdates": row.exdates,
            "on_holidays": row.on_holidays,
        }


TABLES = (
    Table(
        "centres",
        "The Kommunale Integrationszentren and where each is responsible",
        _columns("""
            id string short name, as in addresses of the guide
            key string official key of the district; 05334002 for the city of Aachen
            name string with its kind
            kind string one of city, district, city_region
            website string –
            office string unit that the contact reaches
            street string –
            postcode string –
            town string –
            phone string –
            email string –
            lat number WGS 84, mean of the area
            lon number WGS 84
            municipality_keys list official keys (AGS) of the municipalities it is responsible for
        """),
        _centres,
    ),
    Table(
        "topics",
        "Life areas and topics with their names; a life area has no life area of its own",
        _columns("""
            id string key
            language string BCP 47
            name string in this language
            life_area string key of the life area of a topic
        """),
        _topics,
        key=("id", "language"),
    ),
    Table(
        "organisations",
        "Who runs the offers; address and languages only where it asked for a page of its own",
        _columns("""
            id string UUID
            name string –
            kind string a word of a closed list
            phone string E.164
            email string –
            street string –
            postcode string –
            town string –
            municipality_key string AGS
            website string –
            languages list BCP 47, spoken there
            centre string centre that keeps the entry
            has_profile boolean has a page of its own in the guide
            is_example boolean invented, for trying out
        """),
        _organisations,
    ),
    Table(
        "organisation_texts",
        "What organisations with a page of their own say about themselves",
        _columns("""
            organisation string –
            language string BCP 47
            description string –
            origin string human, reviewed (translation checked by a person) or machine
        """),
        _profiles,
        key=("organisation", "language"),
        refers={"organisation": "organisations"},
    ),
    Table(
        "offers",
        "Published offers that are valid today",
        _columns("""
            id string UUID
            url string page in the guide
            centre string –
            organisation string –
            kind string a word of a closed list
            topics list keys, the main one first
            target_groups list words of a closed list
            age_from number years
            age_to number years
            area string who may use it: municipality, centre or state
            municipality_key string AGS, where it is for one town
            delivery list on_site, at_home, phone, online
            joining string walk_in, appointment, registration, referral
            cost_kind string free, paid, reduced, on_request
            cost_amount number euros
            childcare string none, yes, on_request
            interpreting boolean –
            languages list BCP 47, spoken there
            step_free_entrance string yes, no, unknown
            accessible_toilet string yes, no, unknown
            lift string yes, no, unknown
            sign_language string yes, no, unknown
            hearing_loop string yes, no, unknown
            documents list what to bring, words of a closed list
            conditions list words of a closed list
            capacity string open, few, waiting_list, full, unknown
            valid_from date –
            valid_until date –
            phone string E.164
            email string –
            website string –
            source_language string BCP 47, the language it was written in
            confirmed_on date last day on which somebody said that it is still true
            is_example boolean invented, for trying out
            published_at datetime UTC
            updated_at datetime UTC
        """),
        _offers,
        refers={"centre": "centres", "organisation": "organisations"},
    ),
    Table(
        "texts",
        "What offers say, a row for each language",
        _columns("""
            offer string –
            language string BCP 47
            title string –
            summary string –
            description string –
            how_to_join string –
            bring string –
            conditions string –
            costs string –
            origin string human, reviewed (translation checked by a person) or machine
            is_behind boolean the source text has changed since
            updated_at datetime UTC
        """),
        _texts,
        key=("offer", "language"),
        refers={"offer": "offers"},
    ),
    Table(
        "places",
        "Where offers take place",
        _columns("""
            id string –
            offer string –
            name string –
            street string –
            postcode string –
            town string –
            municipality_key string AGS
            lat number WGS 84
            lon number WGS 84
            note string –
        """),
        _places,
        refers={"offer": "offers"},
    ),
    Table(
        "hours",
        "Weekly opening hours in German time; closed on public holidays of North Rhine-Westphalia",
        _columns("""
            offer string –
            place string empty: all of them
            weekday integer 1 is Monday
            opens time –
            closes time 23:59 counts to midnight
        """),
        _hours,
        key=(),
        refers={"offer": "offers"},
    ),
    Table(
        "exceptions",
        "Days whose hours differ",
        _columns("""
            offer string –
            place string empty: all of them
            date date –
            is_closed boolean –
            opens time –
            closes time –
            reason string –
        """),
        _exceptions,
        key=(),
        refers={"offer": "offers"},
    ),
    Table(
        "dates",
        "Dates and series; a series keeps its German clock time in summer and winter",
        _columns("""
            offer string –
            starts_at datetime UTC, the first one
            minutes integer how long
            rrule string RFC 5545, without UNTIL
            until date last day of the series
            exdates list days left out
            on_holidays boolean takes place on public holidays too
        """),
        _dates,
        key=(),
        refers={"offer": "offers"},
    ),
)
