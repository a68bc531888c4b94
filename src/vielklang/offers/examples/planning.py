"""Which example offers there are: types × centres, with organisations, places and times drawn by seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from dateutil.rrule import rrulestr

from vielklang.offers.calendar import BERLIN
from vielklang.offers.drafts import (
    ACCESSIBILITY,
    DateDraft,
    ExceptionDraft,
    HoursDraft,
    OfferDraft,
    PlaceDraft,
    TextDraft,
)
from vielklang.offers.enums import Known
from vielklang.offers.examples import inventing
from vielklang.offers.examples.towns import Region, Town
from vielklang.offers.examples.types import KIND_OF, ExampleType
from vielklang.organisations.actions import OrganisationDraft
from vielklang.organisations.models import Organisation

_STATE_SEATS = ("koeln", "dortmund", "bielefeld", "muenster")
_ONLY_IN_LARGER = frozenset({"griffbereit-mini", "elterncafe-schule", "bibliothek-vorlesen"})
_WEEK = ("MO", "TU", "WE", "TH", "FR")
# A fixed point of the demonstration: in Kleve there are two debt advice offices whose staff speak Farsi.
_FIXED_LANGUAGES: dict[tuple[str, str], tuple[int, str]] = {("kreis-kleve", "schuldnerberatung"): (2, "fa")}
Key = tuple[str, str, str]
"""An organisation's key: centre, provider, municipality."""


@dataclass(frozen=True, slots=True)
class PlannedOffer:
    """One offer to be; its organisation's row is made between planning and writing."""

    type: ExampleType
    region: Region
    town: Town
    number: int

    @property
    def organisation_key(self) -> Key:
        return (self.region.centre.slug, self.type.provider, self.organisation_town.municipality.key)

    @property
    def organisation_town(self) -> Town:
        """A centre is one organisation at its seat, wherever its groups meet."""
        return self.region.seat if self.type.provider == "centre" else self.town


@dataclass(slots=True)
class Plan:
    offers: list[PlannedOffer] = field(default_factory=list)
    organisations: dict[Key, OrganisationDraft] = field(default_factory=dict)
    points: dict[Key, tuple[float, float]] = field(default_factory=dict)


def make_plan(types: list[ExampleType], regions: list[Region], random: Random) -> Plan:
    """All offers and the organisations that run them."""
    plan = Plan()
    sizes = sorted(_size(region) for region in regions)
    middle = sizes[len(sizes) // 2]
    for region in regions:
        for kind in types:
            for number in range(_copies(kind, region, middle)):
                plan.offers.append(PlannedOffer(kind, region, _town(kind, region, number, random), number))
    plan.offers += _for_the_state(types, regions)
    for offer in plan.offers:
        if offer.organisation_key not in plan.organisations:
            _invent_organisation(plan, offer, random)
    return plan


def draft_for(
    offer: PlannedOffer,
    organisation: Organisation,
    point: tuple[float, float],
    random: Random,
    now: dt.datetime,
) -> OfferDraft:
    """The draft of a planned offer; `random` is its own: a new type leaves all other offers as they are."""
    kind = offer.type
    places = _places(offer, organisation, point, random)
    facts: dict[str, Any] = dict.fromkeys(ACCESSIBILITY, Known.UNKNOWN.value)
    if places:
        facts = inventing.accessibility(random)
    shift = _shift(kind, random)
    return OfferDraft(
        centre=offer.region.centre,
        organisation=organisation,
        municipality=offer.town.municipality,
        kind=kind.kind,
        topics=kind.topics,
        target_groups=kind.target_groups,
        age_from=kind.age_from,
        age_to=kind.age_to,
        delivery=kind.delivery,
        area=kind.area,
        joining=kind.join,
        cost_kind=kind.cost,
        cost_amount=kind.cost_amount,
        childcare=kind.childcare,
        interpreting=kind.interpreting or random.random() < 0.15,
        languages=_languages(offer, random),
        documents=tuple(key for key in kind.documents if key != "none"),
        conditions=tuple(key for key in kind.conditions if key != "none"),
        capacity=_capacity(kind, random),
        last_confirmed_at=now - dt.timedelta(hours=random.randint(24, 24 * 180)),
        last_confirmed_by=organisation.name,
        funding_programme=kind.funding or "",
        phone=organisation.phone,
        email=organisation.email,
        example_type=kind.key,
        texts=tuple(TextDraft(language=tag, **text.model_dump()) for tag, text in kind.texts.items()),
        places=places,
        hours=tuple(_hours(kind, shift, random)),
        exceptions=tuple(_exceptions(kind, now, random)),
        dates=tuple(_dates(kind, shift, now, random)),
        **facts,
    )


def _copies(kind: ExampleType, region: Region, middle: float) -> int:
    if kind.area == "state":
        return 0
    if fixed := _FIXED_LANGUAGES.get((region.centre.slug, kind.key)):
        return fixed[0]
    if _size(region) >= middle:
        return kind.per_centre
    return 0 if kind.key in _ONLY_IN_LARGER else 1


def _size(region: Region) -> float:
    return sum(len(town.postcodes) for town in region.towns) + region.centre.lat / 1000  # no ties


def _for_the_state(types: list[ExampleType], regions: list[Region]) -> Iterator[PlannedOffer]:
    """An offer for the whole state exists once, in a large city: fifty equal ones would be in the way."""
    seats = [region for region in regions if region.centre.slug in _STATE_SEATS] or regions[:1]
    for number, kind in enumerate(kind for kind in types if kind.area == "state"):
        region = seats[number % len(seats)]
        yield PlannedOffer(kind, region, region.seat, 0)


def _town(kind: ExampleType, region: Region, number: int, random: Random) -> Town:
    drawn = region.draw(random)
    at_seat = kind.provider == "centre" and kind.area == "centre"
    return region.seat if at_seat or (kind.area == "centre" and number == 0) else drawn


def _invent_organisation(plan: Plan, offer: PlannedOffer, random: Random) -> None:
    provider, town = offer.type.provider, offer.organisation_town
    name = inventing.organisation_name(provider, area=offer.region.centre.name, town=town.municipality.name)
    postcode = random.choice(town.postcodes)
    plan.points[offer.organisation_key] = inventing.near(random, postcode.lat, postcode.lon)
    plan.organisations[offer.organisation_key] = OrganisationDraft(
        name=name,
        kind=KIND_OF[provider],
        street=inventing.street(random),
        postcode=postcode.code,
        town=town.municipality.name,
        municipality=town.municipality,
        phone=inventing.phone(random),
        email=inventing.email(name),
        website=f"https://example.org/{inventing.slug(name)}",
        centre=offer.region.centre,
    )


def _places(
    offer: PlannedOffer, organisation: Organisation, point: tuple[float, float], random: Random
) -> tuple[PlaceDraft, ...]:
    if "on_site" not in offer.type.delivery:
        return ()
    own = PlaceDraft(
        name=organisation.name,
        street=organisation.street,
        postcode=organisation.postcode,
        town=organisation.town,
        municipality=offer.town.municipality,
        lat=point[0],
        lon=point[1],
    )
    meets_elsewhere = offer.type.kind in {"group", "course", "meeting_place", "event"}
    if organisation.municipality_id == offer.town.municipality.pk and (
        not meets_elsewhere or random.random() < 0.4
    ):
        return (own,)
    postcode = random.choice(offer.town.postcodes)
    lat, lon = inventing.near(random, postcode.lat, postcode.lon)
    elsewhere = PlaceDraft(
        name=f"{inventing.venue(random)} {offer.town.municipality.name}",
        street=inventing.street(random),
        postcode=postcode.code,
        town=offer.town.municipality.name,
        municipality=offer.town.municipality,
        lat=lat,
        lon=lon,
    )
    return (elsewhere,)


def _capacity(kind: ExampleType, random: Random) -> str:
    drawn = random.choice(("open", "few") if kind.join == "walk_in" else ("open", "few", "waiting_list"))
    return kind.capacity if random.random() < 0.7 else drawn


def _languages(offer: PlannedOffer, random: Random) -> tuple[str, ...]:
    if offer.type.area == "state":
        return offer.type.languages
    tags = inventing.spoken(random, offer.type.languages)
    fixed = _FIXED_LANGUAGES.get((offer.region.centre.slug, offer.type.key))
    return tuple(dict.fromkeys([*tags, fixed[1]])) if fixed else tags


def _shift(kind: ExampleType, random: Random) -> int:
    """By how many working days the hours of this offer differ from the usual ones."""
    drawn = random.choice((0, 0, 1, 2, 3))
    return 0 if kind.names_weekdays or kind.area == "state" else drawn


def _hours(kind: ExampleType, shift: int, random: Random) -> Iterator[HoursDraft]:
    later = random.choice((0, 0, 30, 60)) if kind.area != "state" else 0
    for row in kind.hours:
        weekday = (row.weekday + shift) % 5 if row.weekday < 5 else row.weekday
        minutes = later if row.closes < dt.time(19, 0) else 0
        yield HoursDraft(
            weekday=weekday, opens=_later(row.opens, minutes), closes=_later(row.closes, minutes)
        )


def _exceptions(kind: ExampleType, now: dt.datetime, random: Random) -> Iterator[ExceptionDraft]:
    """Most are closed on the days around Christmas that are no public holidays."""
    if not kind.hours or random.random() < 0.3:
        return
    for month, day in ((12, 24), (12, 31)):
        date = dt.date(now.year, month, day)
        if date >= now.date():
            yield ExceptionDraft(date=date)


def _dates(kind: ExampleType, shift: int, now: dt.datetime, random: Random) -> Iterator[DateDraft]:
    if kind.dates is None:
        return
    rule = _shifted(kind.dates.rrule, shift)
    begin = now.astimezone(BERLIN).date() - dt.timedelta(days=random.randint(10, 100))
    clock = dt.datetime.combine(begin, _later(kind.dates.start_time, random.choice((0, 0, 15, 30))))
    starts = rrulestr(rule, dtstart=clock)[0]
    yield DateDraft(
        starts_at=starts.replace(tzinfo=BERLIN),
        duration=dt.timedelta(minutes=kind.dates.duration_minutes),
        rrule=rule,
        until=begin + dt.timedelta(days=random.randint(200, 400)) if kind.kind == "course" else None,
    )


def _shifted(rule: str, shift: int) -> str:
    """The rule on another working day; rules of several days or of "the second Saturday" stay."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if parts.get("BYDAY") in _WEEK:
        parts["BYDAY"] = _WEEK[(_WEEK.index(parts["BYDAY"]) + shift) % 5]
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _later(clock: dt.time, minutes: int) -> dt.time:
    total = clock.hour * 60 + clock.minute + minutes
    return dt.time(total // 60, total % 60)
