"""Proposals of a centre, decisions on them, the warning before an entry is saved twice."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.organisations.factories import foreign, home, make_organisation
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.organisations import actions
from vielklang.organisations.models import (
    DuplicateDecision,
    DuplicateProposal,
    Organisation,
    OrganisationMerge,
)

pytestmark = pytest.mark.django_db

FACTS = {"street": "Südring 4", "postcode": "47574", "town": "Goch", "phone": "02823 100101"}


@pytest.fixture
def pair(world) -> tuple[Organisation, Organisation]:
    first = make_organisation("Türkischer Elternverein e.V.", **FACTS)
    second = make_organisation("Elternverein (türkischer)", **FACTS | {"street": "Südring 4-6"})
    actions.refresh_duplicates(by=SYSTEM, centre=home())
    return first, second


def open_pairs() -> list[tuple[int, int]]:
    with centre_scope(home()):
        return [(row.first_id, row.second_id) for row in DuplicateProposal.objects.open()]


def test_pairs_stay_within_a_centre(pair):
    make_organisation("Türkischer Elternverein e.V.", centre=foreign(), **FACTS)
    make_organisation("Türkischer Elternverein e.V.", centre=None, **FACTS)

    actions.refresh_duplicates(by=SYSTEM, centre=home())

    assert open_pairs() == [(pair[0].pk, pair[1].pk)]
    with centre_scope(foreign()):
        assert not DuplicateProposal.objects.exists()


def test_a_search_again_forgets_what_is_no_longer_alike(pair):
    Organisation.objects.filter(pk=pair[1].pk).update(
        name="Schützenbruderschaft", phone="", street="Markt 1", postcode="47533", town="Kleve"
    )

    assert actions.refresh_duplicates(by=SYSTEM, centre=home()) == 0
    assert open_pairs() == []


def test_a_decision_is_remembered_and_can_be_taken_back(world, pair):
    client = world.client("staff")
    first, second = (row.public_id for row in pair)
    answer = client.post(f"/desk/kreis-kleve/duplicates/{second}/{first}/different/", follow=True)

    actions.refresh_duplicates(by=SYSTEM, centre=home())
    assert open_pairs() == []
    with centre_scope(home()):
        decision = DuplicateDecision.objects.get()
    assert f"/desk/kreis-kleve/duplicates/decisions/{decision.public_id}/undo/" in answer.content.decode()

    client.post(f"/desk/kreis-kleve/duplicates/decisions/{decision.public_id}/undo/")
    assert open_pairs() == [(pair[0].pk, pair[1].pk)]


def test_the_list_says_why(world, pair):
    page = world.client("lead").get("/desk/kreis-kleve/duplicates/").content.decode()

    assert "Türkischer Elternverein e.V." in page
    assert page.count('class="vk-chip"') >= 3


def test_the_lead_merges_and_undoes(world, pair):
    client = world.client("lead")
    first, second = pair
    compare = f"/desk/kreis-kleve/duplicates/{first.public_id}/{second.public_id}/"
    assert 'name="take_name"' in client.get(compare).content.decode()

    answer = client.post(f"{compare}merge/", {"take_name": "lost"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/kreis-kleve/organisations/{first.public_id}/"
    first.refresh_from_db()
    assert first.name == "Elternverein (türkischer)"
    with centre_scope(home()):
        merge = OrganisationMerge.objects.get()
    client.post(f"/desk/kreis-kleve/duplicates/merges/{merge.public_id}/undo/")

    first.refresh_from_db()
    assert first.name == "Türkischer Elternverein e.V."
    assert Organisation.objects.filter(public_id=second.public_id).exists()


def test_nobody_merges_an_entry_of_the_whole_state(world, pair):
    statewide = make_organisation(centre=None)
    client = world.client("lead")

    for one, other in ((pair[0], statewide), (statewide, pair[0])):
        address = f"/desk/kreis-kleve/duplicates/{one.public_id}/{other.public_id}/merge/"
        assert client.post(address).status_code == 403


def test_a_new_entry_that_is_there_already_is_shown_before_it_is_saved(world, pair):
    client = world.client("staff")
    typed = FACTS | {"name": "Türk. Elternverein Goch", "kind": "association"}

    warned = client.post("/desk/kreis-kleve/organisations/new/", typed)

    assert warned.status_code == 200
    page = warned.content.decode()
    assert str(pair[0].public_id) in page
    assert 'value="Türk. Elternverein Goch"' in page
    assert not Organisation.objects.filter(name="Türk. Elternverein Goch").exists()

    client.post("/desk/kreis-kleve/organisations/new/", typed | {"anyway": "yes"})
    assert Organisation.objects.filter(name="Türk. Elternverein Goch", centre=home()).exists()


def test_three_pairs_cost_as_many_queries_as_one(world, pair):
    client = world.client("lead")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/desk/kreis-kleve/duplicates/").status_code == 200
        return len(captured)

    count()
    one = count()
    make_organisation("Elternverein türkischer", **FACTS)
    actions.refresh_duplicates(by=SYSTEM, centre=home())

    assert len(open_pairs()) == 3
    assert count() == one


def test_many_changes_ask_for_one_search(world):
    def waiting() -> list[int]:
        jobs = ProcrastinateJob.objects.filter(task_name="organisations.refresh_duplicates", status="todo")
        return sorted(job.args["centre_id"] for job in jobs)

    before = waiting()
    for number in range(3):
        make_organisation(f"Eintrag {number}")

    assert before == waiting() == sorted([world.home.pk, world.foreign.pk])
