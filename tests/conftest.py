"""The harness: no network but loopback, warnings are errors, an unknown template variable fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import DjangoDbBlocker
from pytest_socket import socket_allow_hosts

from tests.keeping import kept
from tests.template import create_database

if TYPE_CHECKING:
    from tests.world import World


def pytest_runtest_setup(item: pytest.Item) -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


class _UnknownVariable(str):
    """Makes a template variable that does not exist fail the test instead of printing nothing."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"unknown template variable: {name}")

    def __contains__(self, part: object) -> bool:
        return part == "%s" or super().__contains__(part)  # type: ignore[operator]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A database for this test process: a copy of one that was migrated once, instead of migrations for each."""
    from django.conf import settings
    from django.db import connection

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_vielklang_{worker}"
    create_database(name)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], World]]:
    """The world of a module's tests, made once (tests/keeping.py); a room may keep more in a fixture of this name."""
    from tests.world import make_world

    with kept(make_world, django_db_blocker) as copy:
        yield copy


@pytest.fixture
def world(kept_world: Callable[[], World], db: None) -> World:
    return kept_world()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where one test of a module uses what is kept, it is there for all of them: no test depends on the order."""
    keeping = {item.path for item in items if "kept_world" in item.fixturenames}  # type: ignore[attr-defined]
    for item in items:
        marker = item.get_closest_marker("django_db")
        if item.path not in keeping or marker is None:
            continue
        if marker.kwargs.get("transaction"):
            raise pytest.UsageError(
                f"{item.nodeid} empties the tables; it needs a module without a kept world"
            )
        if "kept_world" not in item.fixturenames:  # type: ignore[attr-defined]
            item.fixturenames.insert(0, "kept_world")  # type: ignore[attr-defined]


@pytest.fixture(autouse=True, scope="session")
def _strict_templates() -> None:
    from django.template import engines

    engines["django"].engine.string_if_invalid = _UnknownVariable("unknown: %s")  # type: ignore[attr-defined]


_role = ""
"""Who the running test is in the database; empty: the owner."""


@pytest.fixture(autouse=True, scope="session")
def _connections_take_the_tests_role() -> Iterator[None]:
    """A connection may come from the pool with the role of an earlier test, and a test may open more than one."""
    from django.db.backends.signals import connection_created

    def take(connection: Any, **_options: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {_role or 'NONE'}")

    connection_created.connect(take)
    yield
    connection_created.disconnect(take)


@pytest.fixture(autouse=True)
def _as_the_web(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests run as the role that serves the web, so that a missing right or an open policy shows.

    `@pytest.mark.owner` is for what only migrations, commands and the demonstration do.
    """
    marker = request.node.get_closest_marker("django_db")
    uses_database = marker or {"db", "transactional_db"} & set(request.fixturenames)
    if not uses_database or request.node.get_closest_marker("owner"):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    from django.db import connection

    global _role  # noqa: PLW0603
    _role = "vielklang_web"
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE vielklang_web")
    yield
    _role = ""
    if not connection.needs_rollback and connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture(autouse=True, scope="session")
def _equal_texts_are_encoded_once() -> None:
    """The encoders answer the same texts with the same vectors, and the examples of hundreds of tests are the same."""
    from vielklang.search import encoders

    known: dict[tuple[object, ...], encoders.Matrix] = {}
    encode = encoders._in_batches

    def remembered(function: Any, texts: Sequence[str], dimensions: int) -> encoders.Matrix:
        key = (function, *texts)
        if key not in known:
            known[key] = encode(function, texts, dimensions)
        return known[key].copy()

    encoders._in_batches = remembered


@pytest.fixture(autouse=True, scope="session")
def _static_files_as_built() -> None:
    """Pages name static files as built; hashed names are left to the browser tests."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is missing


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real reference data beside the checkout; tests that cross-check with it skip where it is absent."""
    path = Path(__file__).resolve().parent.parent.parent / "shared"
    if not path.exists():
        pytest.skip("../shared is not here: nothing to cross-check with")
    return path
