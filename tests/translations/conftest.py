"""Two centres, and the scope of the first one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.world import World, make_world
from vielklang.core.scope import centre_scope


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def home(world: World) -> Iterator[World]:
    """The world, with home's scope open."""
    with centre_scope(world.home):
        yield world
