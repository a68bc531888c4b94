"""The harness: an own throw-away PostgreSQL, no network but loopback, warnings are errors, unknown variables fail."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

_DATA = Path(__file__).resolve().parent.parent / "var" / "test"
os.environ.setdefault("VIELKLANG_DATA_DIR", str(_DATA))
os.environ.setdefault("VIELKLANG_SECRET_KEY", "test-key-that-is-long-enough-for-the-check")
os.environ.setdefault("VIELKLANG_RATE_LIMIT", "100000/minute")
_CLUSTER = "VIELKLANG_TEST_CLUSTER"


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster once, before Django's settings are read; xdist's workers inherit its address."""
    if hasattr(config, "workerinput") or os.environ.get(_CLUSTER):
        return
    from vielklang.config.postgres import EmbeddedPostgres

    directory = Path(tempfile.mkdtemp(prefix="vk-test-"))
    directory.chmod(0o755)
    cluster = EmbeddedPostgres(directory, durable=False, options={"max_connections": "120"})
    cluster.start()
    cluster.create_database()
    os.environ[_CLUSTER] = str(directory)
    os.environ["DATABASE_URL"] = cluster.url()
    config.add_cleanup(lambda: _remove(cluster, directory))


def _remove(cluster: object, directory: Path) -> None:
    import shutil

    cluster.stop()  # type: ignore[attr-defined]
    shutil.rmtree(directory, ignore_errors=True)
    os.environ.pop(_CLUSTER, None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


class _UnknownVariable(str):
    """Makes a template variable that does not exist fail the test instead of printing nothing."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"unknown template variable: {name}")

    def __contains__(self, part: object) -> bool:
        return part == "%s" or super().__contains__(part)  # type: ignore[operator]


@pytest.fixture(autouse=True)
def _strict_templates(settings) -> None:
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _UnknownVariable("unknown: %s")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real reference data beside the checkout; tests that cross-check with it skip where it is absent."""
    path = Path(__file__).resolve().parent.parent.parent / "shared"
    if not path.exists():
        pytest.skip("../shared is not here: nothing to cross-check with")
    return path
