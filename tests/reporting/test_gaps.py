"""Gaps and the map: what nobody offers near a municipality."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.offers.factories import centre as centre_of
from tests.reporting.land import GOCH, KLEVE, REES, make_misses, make_offer
from vielklang.core.scope import centre_scope
from vielklang.reporting.gaps import find_gaps

pytestmark = pytest.mark.django_db
URL = "/desk/kreis-kleve/coordination/"


@pytest.fixture
def kleve():
    return centre_of()


def gaps_of(centre, **options):
    with centre_scope(centre):
        return find_gaps(centre, **options)


def test_a_gap_is_further_than_the_distance(kleve):
    make_offer(kleve, KLEVE, topics=("debt-advice",))

    near = {gap.municipality: gap for gap in gaps_of(kleve, km=5, topic="debt-advice")}
    far = {gap.municipality: gap for gap in gaps_of(kleve, km=15, topic="debt-advice")}

    assert KLEVE not in near
    assert GOCH in near
    assert GOCH not in far, "Goch lies 12 km from Kleve"
    assert far[REES].km == pytest.approx(20.6, abs=0.1)
    assert gaps_of(kleve, km=50, topic="debt-advice") == []


def test_what_nobody_offers_is_a_gap_everywhere(kleve):
    found = gaps_of(kleve, topic="sport")

    assert len(found) == 16
    assert {gap.km for gap in found} == {None}


def test_the_most_searched_in_vain_come_first(kleve):
    make_misses(kleve, "schulden", 3)
    make_misses(kleve, "schwimmkurs", 8)

    found = gaps_of(kleve)

    assert [gap.topic for gap in found[:17]] == ["sport"] * 16 + ["debt-advice"]
    assert (found[0].searches, found[16].searches, found[32].searches) == (8, 3, 0)


def test_remote_offers_are_marked_and_no_place(kleve):
    make_offer(kleve, topics=("sport",))

    assert {(gap.km, gap.is_remote) for gap in gaps_of(kleve, topic="sport")} == {(None, True)}


def test_queries_do_not_grow(kleve):
    def queries() -> int:
        with centre_scope(kleve), CaptureQueriesContext(connection) as captured:
            find_gaps(kleve)
        return len(captured)

    before = queries()
    for number in range(3):
        make_offer(kleve, KLEVE, GOCH, title=f"A{number}")
        make_misses(kleve, f"sport{number}", 1)

    assert queries() == before <= 7


def test_the_list_pages_filters_and_exports(world):
    make_misses(world.home, "schwimmkurs", 8)
    client = world.client("funding")

    page = client.get(f"{URL}gaps/?km=5&area=community").content.decode()
    csv = client.get(f"{URL}gaps.csv?km=5&area=community").content.decode("utf-8-sig").splitlines()
    pdf = client.get(f"{URL}gaps.pdf?km=5&area=community")

    assert "Sport" in page
    assert csv[1].startswith("Sport;")
    assert len(csv) > 16
    assert pdf.content.startswith(b"%PDF")


def test_no_gap_says_so(world):
    for key in ("money",):
        assert world.client("staff").get(f"{URL}gaps/?area={key}&km=50").status_code == 200


def test_the_map_is_a_table_first(world):
    make_offer(world.home, KLEVE, title="Auf der Karte")
    client = world.client("staff")

    page = client.get(f"{URL}map/?topic=debt-advice&km=15").content.decode()
    points = client.get(f"{URL}map/points.geojson?topic=debt-advice").json()
    rings = client.get(f"{URL}map/gaps.geojson?topic=debt-advice&km=15").json()

    assert "Rees" in page
    assert [feature["properties"]["title"] for feature in points["features"]] == ["Auf der Karte"]
    assert "Rees" in {feature["properties"]["name"] for feature in rings["features"]}
    assert "Goch" not in {feature["properties"]["name"] for feature in rings["features"]}
