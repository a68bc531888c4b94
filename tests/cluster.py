"""Test plugin: one throw-away PostgreSQL for the whole run, started before Django's settings are read."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_CLUSTER = "VIELKLANG_TEST_CLUSTER"


@pytest.hookimpl(hookwrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("VIELKLANG_") and name != _CLUSTER]:
        del os.environ[name]
    os.environ["VIELKLANG_DATA_DIR"] = str(_ROOT / "var" / "test")
    os.environ["VIELKLANG_SECRET_KEY"] = "test-key-that-is-long-enough-for-the-check"
    os.environ["VIELKLANG_ENQUIRY_WORK"] = "500"  # tests of the server answer puzzles in Python
    os.environ["VIELKLANG_RATE_LIMIT"] = "100000/minute"
    if _CLUSTER not in os.environ:  # workers of xdist inherit the address
        _start(early_config)
    yield


def _start(config: pytest.Config) -> None:
    from tests.template import start
    from vielklang.config.postgres import EmbeddedPostgres

    directory = Path(tempfile.mkdtemp(prefix="vk-test-"))
    directory.chmod(0o755)  # as root the server runs as a user of its own
    cluster = EmbeddedPostgres(directory, durable=False, options={"max_connections": "120"})
    start(cluster)
    os.environ[_CLUSTER] = str(directory)
    os.environ["DATABASE_URL"] = cluster.url()

    def remove() -> None:
        cluster.stop()
        shutil.rmtree(directory, ignore_errors=True)

    config.add_cleanup(remove)
