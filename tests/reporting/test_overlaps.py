"""Overlaps: what counts as one, in which order, and what a centre finds fine."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.offers.factories import centre as centre_of
from tests.reporting.land import GOCH, KLEVE, REES, date_in, hours, make_offer, make_organisation
from tests.world import make_world
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.offers.models import Offer
from vielklang.reporting.actions import accept_overlap
from vielklang.reporting.models import OverlapDecision
from vielklang.reporting.overlaps import find_overlaps

pytestmark = pytest.mark.django_db
URL = "/desk/kreis-kleve/coordination/overlaps/"


@pytest.fixture
def kleve():
    return centre_of()


def pairs(centre, **options) -> list[set[str]]:
    with centre_scope(centre), translation.override("de"):
        found, _total = find_overlaps(centre, **options)
    return [{overlap.first.shown_texts[0].title, overlap.second.shown_texts[0].title} for overlap in found]


def test_same_topic_town_and_hours_of_two_organisations(kleve):
    monday = {"hours": (hours(0, 10, 12),)}
    make_offer(kleve, KLEVE, title="A", **monday)
    make_offer(kleve, KLEVE, title="B", hours=(hours(0, 11, 14), hours(3, 9, 10)))
    make_offer(kleve, GOCH, title="other town", **monday)
    make_offer(kleve, KLEVE, title="other topic", topics=("sport",), **monday)
    make_offer(kleve, KLEVE, title="other day", hours=(hours(1, 10, 12),))
    make_offer(kleve, KLEVE, title="just after", hours=(hours(0, 14, 16),))

    with centre_scope(kleve), translation.override("de"):
        (overlap,), total = find_overlaps(kleve)

    assert total == 1
    assert {overlap.first.shown_texts[0].title, overlap.second.shown_texts[0].title} == {"A", "B"}
    assert overlap.times == ("Montag 11:00–12:00",)
    assert overlap.topics == ("Schulden",)


def test_one_organisation_does_not_overlap_with_itself(kleve):
    own = make_organisation("Beispiel Allein", kleve)
    for title in ("A", "B"):
        make_offer(kleve, KLEVE, title=title, organisation=own, hours=(hours(0, 10, 12),))

    assert pairs(kleve) == []


def test_dates_overlap_with_dates_and_with_hours(kleve):
    day = date_in(8)
    weekday = day.starts_at.weekday()
    make_offer(kleve, KLEVE, title="date", dates=(day,))
    make_offer(kleve, KLEVE, title="other date", dates=(date_in(8, hour=16), date_in(9)))
    make_offer(kleve, KLEVE, title="hours", hours=(hours(weekday, 9, 16),))

    found = pairs(kleve)

    assert len(found) == 2
    assert {"date", "other date"} in found
    assert {"date", "hours"} in found


def test_the_likeliest_come_first(kleve):
    monday = {"hours": (hours(0, 10, 12),), "topics": ("debt-advice",)}
    make_offer(kleve, KLEVE, title="A", languages=("de", "tr"), target_groups=("women",), **monday)
    make_offer(kleve, KLEVE, title="B", kind="course", languages=("de",), target_groups=("men",), **monday)
    make_offer(kleve, KLEVE, title="C", languages=("de", "tr"), target_groups=("women",), **monday)

    assert pairs(kleve)[0] == {"A", "C"}
    assert len(pairs(kleve)) == 3
    assert pairs(kleve, limit=1, offset=1) == pairs(kleve)[1:2]


def test_queries_do_not_grow(kleve):
    def queries() -> int:
        with centre_scope(kleve), CaptureQueriesContext(connection) as captured:
            find_overlaps(kleve)
        return len(captured)

    for number in range(2):
        make_offer(kleve, KLEVE, title=f"A{number}", hours=(hours(0, 10, 12),))
    before = queries()
    for number in range(2):
        make_offer(kleve, REES, title=f"B{number}", hours=(hours(0, 10, 12),), dates=(date_in(3),))
        make_offer(kleve, KLEVE, title=f"C{number}", hours=(hours(0, 10, 12),))

    assert queries() == before


@pytest.fixture
def world():
    world = make_world()
    for title in ("Erstes", "Zweites"):
        make_offer(world.home, KLEVE, title=title, hours=(hours(0, 10, 12),))
    return world


def _pair() -> dict[str, str]:
    offers = Offer.objects.filter(texts__title__in=("Erstes", "Zweites")).order_by("pk")
    return {"first": str(offers[0].public_id), "second": str(offers[1].public_id)}


def test_this_is_fine_is_remembered_and_can_be_taken_back(world):
    client = world.client("staff")
    assert "Erstes" in client.get(URL).content.decode()

    assert client.post(f"{URL}accept/", _pair()).status_code == 302
    assert client.post(f"{URL}accept/", _pair()).status_code == 302, "twice is once"

    assert "Erstes" not in client.get(URL).content.decode()
    fine = client.get(f"{URL}?show=fine").content.decode()
    assert "Erstes" in fine
    assert "Beispiel Staff" in fine
    with centre_scope(world.home):
        decision = OverlapDecision.objects.get()
        assert list(
            AuditEntry.objects.filter(event="overlap accepted").values_list("actor_name", flat=True)
        ) == ["Beispiel Staff"]

    assert client.post(f"{URL}{decision.public_id}/reopen/").status_code == 302
    assert "Erstes" in client.get(URL).content.decode()


def test_a_decision_counts_for_its_own_centre_alone(world):
    offers = tuple(Offer.objects.filter(texts__title__in=("Erstes", "Zweites")))
    with centre_scope(world.foreign):
        accept_overlap(by=SYSTEM, centre=world.foreign, offers=offers)

    assert len(pairs(world.home)) == 1


@pytest.mark.parametrize("first", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_pair_that_is_none_is_not_found(world, first):
    assert world.client("staff").post(f"{URL}accept/", {**_pair(), "first": first}).status_code == 404


def test_an_offer_of_another_area_is_not_found(world):
    pair = {**_pair(), "second": str(world.foreign_offer.public_id)}
    assert world.client("staff").post(f"{URL}accept/", pair).status_code == 404


def test_a_page_beyond_the_last_is_empty_and_no_error(world):
    assert world.client("staff").get(f"{URL}?page=99").status_code == 200
    assert world.client("staff").get(f"{URL}?page=x").status_code == 200


def test_files(world):
    csv = world.client("staff").get("/desk/kreis-kleve/coordination/overlaps.csv").content.decode("utf-8-sig")
    pdf = world.client("staff").get("/desk/kreis-kleve/coordination/overlaps.pdf")

    assert "Erstes (Beispiel Erstes)" in csv
    assert pdf.content.startswith(b"%PDF")
