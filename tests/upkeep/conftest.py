"""Each test begins without counted tries."""

from __future__ import annotations

import pytest

from tests.world import World, make_world
from vielklang.upkeep.limits import storage


@pytest.fixture(autouse=True)
def _no_counted_tries() -> None:
    storage.reset()


@pytest.fixture
def world() -> World:
    return make_world()
