"""The statistics of a centre are counted from its own rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.enquiries.factories import BOB, ask
from tests.world import World, make_world
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.enums import Outcome
from vielklang.enquiries.figures import figures_of, hidden, last_months, statistics_for_others
from vielklang.enquiries.models import Enquiry

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture
def world() -> World:
    return make_world()


def received(world: World, moment: dt.datetime, **values: object) -> Enquiry:
    enquiry = ask(world.home, **values).enquiry
    with centre_scope(world.home):
        Enquiry.objects.filter(pk=enquiry.pk).update(created_at=moment, due_at=moment + dt.timedelta(days=3))
    return enquiry


def test_figures_are_of_the_own_centre_and_the_last_twelve_months(world):
    answered = received(world, NOW - dt.timedelta(days=10), topics=["debt-advice", "violence"], language="ar")
    late = received(world, NOW - dt.timedelta(days=40), topics=["debt-advice"], language="ar")
    received(world, NOW - dt.timedelta(days=1))
    received(world, NOW - dt.timedelta(days=400))
    ask(world.foreign)
    with centre_scope(world.home):
        for enquiry, days in ((answered, 9), (late, 30)):
            actions.answer_enquiry(by=BOB, enquiry=enquiry, german="Ja.", now=NOW - dt.timedelta(days=days))
        actions.close_enquiry(by=BOB, enquiry=answered, outcome=Outcome.HELPED)

        found = figures_of(last_months(NOW))

    assert (found.total, found.answered, found.in_time, found.median) == (3, 2, 1, 5.5)
    assert (found.closed, found.known, found.solved) == (1, 1, 1)
    assert found.topics == [("debt-advice", 2), ("-", 1), ("violence", 1)]
    assert found.languages == [("ar", 2), ("uk", 1)]
    assert found.channels == [("guide", 3)]
    assert found.times == [("1", 1), ("8", 1), ("none", 1)]
    assert found.outcomes == [("helped", 1)]
    assert (len(found.months), found.months[-1], found.months[-2]) == (
        12, (dt.date(2026, 11, 1), 2), (dt.date(2026, 10, 1), 1),
    )  # fmt: skip


def test_every_number_opens_its_rows_and_stays_when_they_go(world):
    enquiry = received(world, timezone.now() - dt.timedelta(hours=1), topics=["violence"], language="ar")
    received(world, timezone.now() - dt.timedelta(hours=1))
    client, address = world.client("staff"), reverse("enquiries:desk_statistics", args=[world.home.slug])

    def numbers() -> list[tuple[str, int]]:
        tables = client.get(address).context["tables"]
        return [(line.query, line.count) for table in tables for line in table.rows if line.count]

    before = numbers()
    rows = reverse("enquiries:desk_counted", args=[world.home.slug])
    assert all(client.get(f"{rows}?{query}").context["page"].paginator.count == n for query, n in before)
    with centre_scope(world.home):
        actions.erase_enquiry(by=BOB, enquiry=enquiry)

    assert numbers() == before or [row for row in numbers() if "outcome" not in row[0]] == before
    assert client.get(f"{rows}?topic=violence").context["page"].paginator.count == 0
    table = client.get(reverse("enquiries:desk_statistics_file", args=[world.home.slug])).content.decode(
        "utf-8-sig"
    )
    assert (
        table.count("\n") == len([0 for _query, _n in numbers()]) + 11 + 1
    )  # eleven empty months, the header


def test_the_period_survives_in_the_address_and_nonsense_is_the_usual_one(world):
    received(world, NOW - dt.timedelta(days=400))
    client, address = world.client("staff"), reverse("enquiries:desk_statistics", args=[world.home.slug])
    page = client.get(address, {"since": "2025-10", "until": "2025-11"})
    assert (page.context["figures"].total, len(page.context["figures"].months)) == (1, 2)
    assert 'value="2025-10"' in page.content.decode()
    for wrong in ("?since=2026-99", "?since=2027-01&until=2020-01", "?since=0001-01"):
        assert len(client.get(address + wrong).context["figures"].months) == 12
    assert (
        client.get(reverse("enquiries:desk_counted", args=[world.home.slug]) + "?time=99&month=x").status_code
        == 200
    )


def test_small_numbers_are_hidden_towards_others_and_not_given_away(world):
    assert hidden([("a", 9), ("b", 0), ("c", 4)]) == [("a", 9), ("b", 0), ("c", None)]
    assert hidden([("a", 9), ("b", 7), ("c", 4)], has_sum=True) == [("a", 9), ("b", None), ("c", None)]
    assert hidden([("a", 9), ("b", 3), ("c", 4)], has_sum=True) == [("a", 9), ("b", None), ("c", None)]
    received(world, NOW, topics=["violence"])
    with centre_scope(world.home):
        found = statistics_for_others(last_months(NOW))
    assert (found["total"], found["topics"]) == ([("total", None)], [("violence", None)])


def test_the_page_costs_the_same_for_one_and_three(world):
    address, client = reverse("enquiries:desk_statistics", args=[world.home.slug]), world.client("staff")
    assert "vk-empty" in client.get(address).content.decode()
    counts = []
    for more in (1, 2):
        for _n in range(more):
            received(world, timezone.now() - dt.timedelta(hours=1), topics=["violence"])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
