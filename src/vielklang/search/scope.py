"""Which offers a search may find at all: visible now, fitting every filter, within reach. All of it in SQL."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import ACos, Cos, Greatest, Least, Radians, Sin

from vielklang.offers.calendar import BERLIN
from vielklang.offers.enums import AreaServed, Childcare, CostKind, Delivery, Known, TargetGroup
from vielklang.offers.models import Offer, OfferPlace
from vielklang.offers.models.querysets import OfferQuerySet
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.search.models import SearchDocument

NEARBY_M = 25_000
"""So far people travel for an offer of another centre; it stands behind those that are for them."""

_METRES_PER_DEGREE = 111_195.0
_EARTH_METRES = 6_371_000.0


class Point(Protocol):
    """What the search needs of a place (places.place.Place); coordinates are WGS 84."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def municipality_key(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """All of them must hold; of several topics or kinds one is enough. Empty values filter nothing."""

    topics: tuple[str, ...] = ()
    life_area: str | None = None
    spoken_language: str | None = None
    kinds: tuple[str, ...] = ()
    target_group: str | None = None
    age: int | None = None
    open_now: bool = False
    open_today: bool = False
    step_free: bool = False
    childcare: bool = False
    free: bool = False
    online: bool = False
    max_distance_m: int | None = None

    def replaced(self, **values: Any) -> Filters:
        return replace(self, **values)


NO_FILTERS = Filters()


def scope_of(
    filters: Filters, place: Point | None, centre_id: int | None, now: dt.datetime
) -> QuerySet[SearchDocument]:
    """Documents of visible offers that fit the filters and can be reached from the place."""
    offers = _timed(Offer.objects.visible(now), filters, now).filter(*_conditions(filters))
    documents = SearchDocument.objects.filter(offer__in=offers)
    if place is not None and filters.max_distance_m is not None:
        within = Exists(_places_within(place, filters.max_distance_m))
        return documents.filter(Q(within) | (serves(place, centre_id) & Q(is_remote=True)))
    return documents.filter(within_reach(place, centre_id))


def within_reach(place: Point | None, centre_id: int | None) -> Q:
    """Documents, or their signatures, that people of this place may use or can travel to; all for the whole state."""
    if place is None and centre_id is None:
        return Q()
    near = home(place, centre_id)
    return near if place is None else near | _box(place, NEARBY_M)


def home(place: Point | None, centre_id: int | None) -> Q:
    """What is for people of this place, or belongs to their centre."""
    if place is None and centre_id is None:
        return Q()
    return serves(place, centre_id) | Q(centre_id=centre_id)


def serves(place: Point | None, centre_id: int | None) -> Q:
    """Documents of offers that people of this place may use."""
    found = Q(area=AreaServed.STATE) | Q(area=AreaServed.CENTRE, centre_id=centre_id)
    if place is None or place.municipality_key is None:
        return found | Q(area=AreaServed.MUNICIPALITY, centre_id=centre_id)
    return found | Q(area=AreaServed.MUNICIPALITY, municipality_key=place.municipality_key)


def distance_m(lat: float, lon: float, points: list[float]) -> int | None:
    """Metres to the nearest of the points (latitude, longitude, …); `None` without points."""
    pairs = zip(points[::2], points[1::2], strict=True)
    return min((_great_circle(lat, lon, *pair) for pair in pairs), default=None)


def _conditions(filters: Filters) -> Iterator[Q]:
    if filters.topics:
        yield Q(topics__overlap=list(filters.topics))
    if filters.life_area:
        area = get_taxonomy().life_areas.get(filters.life_area)
        yield Q(topics__overlap=list(area.topics)) if area else Q(pk=None)
    if filters.spoken_language:
        yield Q(languages__contains=[filters.spoken_language.split("-")[0]])
    if filters.kinds:
        yield Q(kind__in=filters.kinds)
    if filters.target_group:
        yield Q(target_groups__overlap=[filters.target_group, TargetGroup.EVERYONE])
    if filters.age is not None:
        yield Q(age_from=None) | Q(age_from__lte=filters.age)
        yield Q(age_to=None) | Q(age_to__gte=filters.age)
    yield from _facts(filters)


def _facts(filters: Filters) -> Iterator[Q]:
    if filters.step_free:
        yield Q(step_free_entrance=Known.YES)
    if filters.childcare:
        yield Q(childcare__in=[Childcare.YES, Childcare.ON_REQUEST])
    if filters.free:
        yield Q(cost_kind=CostKind.FREE)
    if filters.online:
        yield Q(delivery__contains=[Delivery.ONLINE])


def _timed(offers: OfferQuerySet, filters: Filters, now: dt.datetime) -> OfferQuerySet:
    if filters.open_now:
        offers = offers.open_at(now)
    if filters.open_today:
        offers = offers.open_on(now.astimezone(BERLIN).date())
    return offers


def _box(place: Point, metres: float) -> Q:
    high = metres / _METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(place.lat)), 0.01)
    return Q(lat__range=(place.lat - high, place.lat + high), lon__range=(place.lon - wide, place.lon + wide))


def _places_within(place: Point, metres: int) -> QuerySet[OfferPlace]:
    lat, lon = Radians(F("lat")), Radians(F("lon"))
    here_lat, here_lon = Value(math.radians(place.lat)), Value(math.radians(place.lon))
    cosine = Sin(here_lat) * Sin(lat) + Cos(here_lat) * Cos(lat) * Cos(lon - here_lon)
    rounded = Least(Greatest(cosine, Value(-1.0)), Value(1.0), output_field=FloatField())
    near = OfferPlace.objects.filter(_box(place, metres), offer=OuterRef("offer_id"))
    return near.annotate(metres=ACos(rounded) * _EARTH_METRES).filter(metres__lte=metres)


def _great_circle(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return round(2 * _EARTH_METRES * math.asin(math.sqrt(min(1.0, half))))
