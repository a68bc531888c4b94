"""Two at the same moment, on connections of their own: one of them does it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.upkeep.factories import due, make_link, make_offer
from tests.upkeep.test_asking import ask, keys
from tests.world import World, make_world
from vielklang.core.scope import centre_scope
from vielklang.upkeep.actions.links import LinkClosedError, open_link
from vielklang.upkeep.models import PersonalLink
from vielklang.upkeep.rules import link_actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def world() -> World:
    return make_world()


def test_two_jobs_at_once_send_one_mail(world):
    due(world.foreign_offer, None)
    due(world.offer, None)
    make_offer(world.organisation, title="Sprachcafé")

    def run(_: int) -> int:
        try:
            return ask(world)["mails"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == 1
    assert len(keys(world)) == 1
    with centre_scope(world.home):
        assert PersonalLink.objects.count() == 1


def test_two_at_the_same_moment_open_it_once(world):
    make_offer(world.organisation)
    link = make_link(world.organisation)

    def attempt(_: int) -> bool:
        try:
            open_link(by=link_actor(world.organisation), link=link)
            return True
        except LinkClosedError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
