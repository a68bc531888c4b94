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
from vielklang.enquiries.figures import figures_of_centre
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

        found = figures_of_centre(NOW)

    assert (found.total, found.answered, found.in_time, found.days) == (3, 2, 1, 5.5)
    assert found.topics == [("debt-advice", 2), ("violence", 1)]
    assert found.languages == [("ar", 2), ("uk", 1)]
    assert found.channels == [("guide", 3)]
    assert found.outcomes == [("helped", 1)]
    assert (len(found.months), found.months[-1], found.months[-2]) == (
        12, (dt.date(2026, 11, 1), 2), (dt.date(2026, 10, 1), 1),
    )  # fmt: skip


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
