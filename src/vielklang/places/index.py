"""All places in memory, built once per process and again when the reference tables have changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from vielklang.places.enums import DistrictKind, PlaceKind
from vielklang.places.folding import consonants, loose, plain
from vielklang.places.models import District, Municipality, Postcode, PostcodeElsewhere, ReferenceState
from vielklang.places.place import Place
from vielklang.places.reference import read_table

_BRACKET = re.compile(r"\s*\([^)]*\)")
_ELSEWHERE_TAIL = re.compile(r"\s*(?:\(| am | an der | im | in der | bei ).*$")

Names = dict[str, list[Place]]


@dataclass(frozen=True)
class PlaceIndex:
    """`plain`, `loose` and `consonants` map a folded name to the places that have it."""

    municipalities: dict[str, Place] = field(default_factory=dict)
    districts: dict[str, Place] = field(default_factory=dict)
    postcodes: dict[str, list[Place]] = field(default_factory=dict)
    plain: Names = field(default_factory=dict)
    loose: Names = field(default_factory=dict)
    consonants: Names = field(default_factory=dict)
    elsewhere_codes: dict[str, str] = field(default_factory=dict)
    elsewhere_names: dict[str, str] = field(default_factory=dict)

    def by_key(self, key: str) -> Place | None:
        return self.municipalities.get(key) or self.districts.get(key)


_cached: tuple[str, PlaceIndex] = ("", PlaceIndex())


def get_index() -> PlaceIndex:
    """The index of what the database holds now; one small query tells whether the one in memory still is."""
    global _cached  # noqa: PLW0603 - one per process, swapped as a whole
    digest = ReferenceState.objects.filter(name="places").values_list("digest", flat=True).first() or ""
    if _cached[0] != digest:
        _cached = (digest, _build())
    return _cached[1]


def _build() -> PlaceIndex:
    municipalities = {row.key: _municipality(row) for row in Municipality.objects.all()}
    districts = {row.key: _district(row, municipalities) for row in District.objects.all()}
    postcodes = defaultdict(list)
    for row in Postcode.objects.order_by("code", "municipality_id"):
        postcodes[row.code].append(_postcode(row, municipalities[row.municipality_id]))
    named = [
        (name, place)
        for place in {**districts, **municipalities}.values()
        for name in _names(place, municipalities.values())
    ]
    for extra in read_table("other_names"):
        if place := municipalities.get(extra["key"]) or districts.get(extra["key"]):
            named.append((extra["name"], place))
    elsewhere = dict(PostcodeElsewhere.objects.values_list("code", "place"))
    return PlaceIndex(
        municipalities=municipalities,
        districts=districts,
        postcodes=dict(postcodes),
        plain=_folded(named, plain),
        loose=_folded(named, loose),
        consonants=_folded(named, consonants),
        elsewhere_codes=elsewhere,
        elsewhere_names=_elsewhere_names(elsewhere.values()),
    )


def _municipality(row: Municipality) -> Place:
    return Place(PlaceKind.MUNICIPALITY, row.key, row.name, row.name, row.lat, row.lon, row.district_id)


def _postcode(row: Postcode, town: Place) -> Place:
    label = f"{row.code} {town.name}"
    return Place(
        PlaceKind.POSTCODE, town.key, town.name, label, row.lat, row.lon, town.district_key, postcode=row.code
    )


def _district(row: District, municipalities: dict[str, Place]) -> Place:
    """A district lies in the middle of its municipalities; an independent city is its one municipality."""
    towns = [town for town in municipalities.values() if town.district_key == row.key]
    if row.kind == DistrictKind.CITY and towns:
        return towns[0]
    count = len(towns) or 1
    lat, lon = sum(town.lat for town in towns) / count, sum(town.lon for town in towns) / count
    return Place(PlaceKind.DISTRICT, row.key, row.name, row.label, lat, lon, row.key)


def _names(place: Place, towns: Iterable[Place]) -> list[str]:
    if place.kind == PlaceKind.MUNICIPALITY:
        bare = _BRACKET.sub("", place.name)
        return [bare] if bare == place.name else [bare, place.name]
    names = [place.label, f"Landkreis {place.name}", f"Kreis {place.name}"]
    if place.name not in {town.name for town in towns}:
        names.append(place.name)
    return [
        *names,
        *(name.removesuffix("kreis").strip(" -") for name in names[-1:] if name.endswith("kreis")),
    ]


def _folded(named: list[tuple[str, Place]], fold: Callable[[str], str]) -> Names:
    names: Names = defaultdict(list)
    for name, place in named:
        if (folded := fold(name)) and place not in names[folded]:
            names[folded].append(place)
    return dict(names)


def _elsewhere_names(places: Iterable[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for name in {part for place in places for part in place.split(", ") if part != "…"}:
        names.setdefault(plain(name), name)
        names.setdefault(plain(_ELSEWHERE_TAIL.sub("", name)), name)
    return names
