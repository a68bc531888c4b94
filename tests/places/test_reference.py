"""The shipped tables: complete, consistent, and alike to an independent list where there is one."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.places.actions import load_reference
from vielklang.places.finding import find_place
from vielklang.places.models import District, Municipality, Postcode, PostcodeElsewhere, ReferenceState
from vielklang.places.place import distance_m
from vielklang.places.reference import read_table

pytestmark = pytest.mark.django_db


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_are_loaded_after_migration() -> None:
    assert District.objects.count() == 53
    assert Municipality.objects.count() == 396
    assert Postcode.objects.count() == len(read_table("postcodes"))
    assert PostcodeElsewhere.objects.filter(code="10115").exists()


def test_every_municipality_has_a_postcode() -> None:
    assert not Municipality.objects.filter(postcodes__isnull=True).exists()


def test_no_postcode_is_both_inside_and_outside() -> None:
    inside = set(Postcode.objects.values_list("code", flat=True))
    assert not PostcodeElsewhere.objects.filter(code__in=inside).exists()


def test_municipality_lies_in_the_district_of_its_key() -> None:
    assert [
        town.key for town in Municipality.objects.all() if not town.key.startswith(town.district_id)
    ] == []


def test_postcodes_of_a_municipality_lie_near_it() -> None:
    far = [
        (pair.code, pair.municipality.name)
        for pair in Postcode.objects.select_related("municipality")
        if distance_m(pair.lat, pair.lon, pair.municipality.lat, pair.municipality.lon) > 16_000
    ]
    assert far == []


def test_other_names_belong_to_known_places_and_are_not_repeated() -> None:
    rows = read_table("other_names")
    keys = {
        *Municipality.objects.values_list("key", flat=True),
        *District.objects.values_list("key", flat=True),
    }
    assert [row for row in rows if row["key"] not in keys] == []
    assert [name for name, count in Counter(row["name"] for row in rows).items() if count > 1] == []


def test_second_load_writes_nothing() -> None:
    assert load_reference(by=SYSTEM) is False


def test_load_after_a_change_brings_the_tables_back() -> None:
    Postcode.objects.filter(code="47533").delete()
    Municipality.objects.filter(key="05154036").update(name="Cleve")
    ReferenceState.objects.update(digest="older")
    assert find_place("47533").place is None

    assert load_reference(by=Actor(ActorKind.IMPORT, "reference")) is True

    assert ReferenceState.objects.get(name="places").loaded_by == "reference"
    place = find_place("47533").place
    assert place is not None
    assert place.label == "47533 Kleve"


def test_keys_and_names_are_those_of_the_official_list(shared: Path) -> None:
    official = {row["ags"]: row["name"] for row in _rows(shared / "data/nrw_municipalities.csv")}
    assert dict(Municipality.objects.values_list("key", "name")) == official


def test_districts_are_those_of_the_official_list(shared: Path) -> None:
    official = {row["ags"]: row["label"] for row in _rows(shared / "data/nrw_districts.csv")}
    ours = dict(District.objects.values_list("key", "label"))
    assert {key: label.casefold() for key, label in ours.items()} == {
        key: label.casefold() for key, label in official.items()
    }


def test_postcodes_differ_from_an_independent_list_only_where_nobody_or_hardly_anybody_lives(
    shared: Path,
) -> None:
    rows = _rows(shared / "data/nrw_postcodes.csv")
    theirs = {(row["plz"], row["ags"]) for row in rows}
    boxes = {(row["plz"], row["ags"]) for row in rows if row["in_osm_delivery_area"] == "0"}
    ours = set(Postcode.objects.values_list("code", "municipality_id"))

    assert theirs - ours <= boxes  # PO boxes: nobody lives there
    # seven pairs more than theirs, at most: edges of delivery areas and a company's own postcode
    assert len(ours - theirs) <= 7


def test_points_agree_with_an_independent_list(shared: Path) -> None:
    theirs = {(row["plz"], row["ags"]): row for row in _rows(shared / "data/nrw_postcodes.csv")}
    far = [
        pair.code
        for pair in Postcode.objects.all()
        if (row := theirs.get((pair.code, pair.municipality_id)))
        and distance_m(pair.lat, pair.lon, float(row["lat"]), float(row["lon"])) > 12_000
    ]
    assert set(far) <= {"40595", "47178"}  # theirs stand in the city's centre there
