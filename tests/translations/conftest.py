"""Two centres, and the scope of the first one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.keeping import kept
from tests.world import World, make_world
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import archive_offer


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], World]]:
    with kept(_make, django_db_blocker) as copy:
        yield copy


def _make() -> World:
    """Each centre has one offer that is worked on; the neighbour's is out of the way."""
    found = make_world()
    archive_offer(by=SYSTEM, offer=found.neighbour_offer, reason="Beispiel")
    return found


@pytest.fixture
def home(world: World) -> Iterator[World]:
    """The world, with home's scope open."""
    with centre_scope(world.home):
        yield world
