"""Each test begins without counted tries."""

from __future__ import annotations

import pytest

from vielklang.upkeep.limits import storage


@pytest.fixture(autouse=True)
def _no_counted_tries() -> None:
    storage.reset()
