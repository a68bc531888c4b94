"""Access matrix: every URL name × every role × own and foreign centre. An address that no room lists fails.

Rows stand in `tests/<room>/access.py` (`tests/access.py` says how).
"""

from __future__ import annotations

import importlib
import pkgutil
import uuid
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

import tests
from tests.access import Row
from tests.guide.test_access_matrix import MATRIX as GUIDE
from tests.keeping import kept
from tests.world import World, make_world
from vielklang.core.areas import AreaKind
from vielklang.core.permissions import CENTRE_ROLES, ORGANISATION_ROLES, Role

pytestmark = pytest.mark.django_db


def _rooms() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(tests.__path__):
        if found.ispkg and importlib.util.find_spec(f"tests.{found.name}.access"):
            yield importlib.import_module(f"tests.{found.name}.access")


ROOMS = list(_rooms())
ROWS: dict[str, Row] = {name: row for room in ROOMS for name, row in room.ROWS.items()}
MEMBERS = {
    AreaKind.DESK: set(CENTRE_ROLES),
    AreaKind.PARTNER: set(ORGANISATION_ROLES),
    AreaKind.STATE: {Role.COORDINATION},
    AreaKind.OPERATION: {Role.OPERATOR},
}
BEHIND_A_DOOR = sorted(name for name, row in ROWS.items() if row.kind)
OTHERS = sorted(name for name, row in ROWS.items() if not row.kind)
Made = tuple[World, dict[str, str]]


def _names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(
                pattern.url_patterns, prefix + (f"{pattern.namespace}:" if pattern.namespace else "")
            )
        elif pattern.name:
            yield prefix + pattern.name


def test_every_address_is_listed():
    assert set(_names(get_resolver().url_patterns)) == set(ROWS) | set(GUIDE)


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], Made]]:
    with kept(_make, django_db_blocker) as copy:
        yield copy


def _make() -> Made:
    world = make_world()
    world.sign_in_all()
    rooms = [room for room in ROOMS if hasattr(room, "objects")]
    return world, {key: str(value) for room in rooms for key, value in room.objects(world).items()}


@pytest.fixture
def world(_made: Callable[[], Made]) -> World:
    return _made()[0]


@pytest.fixture
def objects(_made: Callable[[], Made]) -> dict[str, str]:
    return _made()[1]


def _address(name: str, objects: dict[str, str], world: World, *, prefix: str = "") -> str:
    row = ROWS[name]
    arguments = {
        key: objects.get(f"{prefix}{value}", objects.get(str(value), value))
        for key, value in row.arguments.items()
    }
    if row.kind == AreaKind.DESK:
        arguments["centre"] = world.home.slug
    elif row.kind == AreaKind.PARTNER:
        arguments["organisation"] = world.organisation.public_id
    query = row.query
    for key, value in objects.items():
        query = query.replace(f"={key}", f"={value}")
    return reverse(name, kwargs=arguments) + (f"?{query}" if query else "")


def _ask(client: Client, row: Row, address: str) -> HttpResponse:
    return client.post(address, row.data) if row.method == "post" else client.get(address)  # type: ignore[return-value]


@pytest.mark.slow
@pytest.mark.parametrize("name", BEHIND_A_DOOR)
def test_each_role_gets_what_it_may(name, world, objects):
    row = ROWS[name]
    assert row.kind
    address = _address(name, objects, world)
    wrong = {}
    for role in sorted(set(Role) - set(row.roles)):
        expected = 403 if role in MEMBERS[row.kind] else 404
        if (status := _ask(world.client(role), row, address).status_code) != expected:
            wrong[role] = (status, expected)
    for name_of, user in (("stranger", world.stranger), ("outsider", world.outsider)):
        if (status := _ask(world.client(user), row, address).status_code) != 404:
            wrong[name_of] = (status, 404)
    answer = _ask(world.client(None), row, address)
    if answer.status_code != 302 or not answer.headers["Location"].startswith("/account/login/"):
        wrong["nobody"] = (answer.status_code, 302)

    assert wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", BEHIND_A_DOOR)
def test_who_may_gets_the_page(name, world, objects):
    """Each role finds the same world: what the one before changed is taken back."""
    row, address = ROWS[name], _address(name, objects, world)
    assert row.roles
    for role in sorted(row.roles):
        before = transaction.savepoint()
        answer = _ask(world.client(role), row, address)
        transaction.savepoint_rollback(before)

        assert answer.status_code in row.ok, (role, answer.content[:500])


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["FOREIGN_", "NEIGHBOUR_"])
@pytest.mark.parametrize("name", [name for name in BEHIND_A_DOOR if ROWS[name].arguments])
def test_a_foreign_object_does_not_exist(name, prefix, world, objects):
    """An object of another centre; in the partner area also one of another organisation of the same centre."""
    row = ROWS[name]
    if prefix == "NEIGHBOUR_" and row.kind != AreaKind.PARTNER:
        pytest.skip("a centre sees all of its organisations")
    own, foreign = (_address(name, objects, world, prefix=x) for x in ("", prefix))
    if own == foreign:
        pytest.skip("its arguments name no object of a centre")
    role = sorted(row.roles)[0]

    assert _ask(world.client(role), row, foreign).status_code == 404


@pytest.mark.parametrize("name", BEHIND_A_DOOR)
def test_private_areas_ask_for_a_second_factor(name, world, objects, settings):
    from tests.world import sign_in
    from vielklang.core.permissions import needs_second_factor

    roles = [role for role in sorted(ROWS[name].roles) if needs_second_factor(role)]
    if not roles:
        pytest.skip("no role of this address sees private data")
    client = sign_in(Client(), world.people[roles[0]], second_factor=False)

    answer = _ask(client, ROWS[name], _address(name, objects, world))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("accounts:second_factor"))


@pytest.mark.parametrize("name", OTHERS)
def test_pages_outside_of_the_areas(name, world, objects):
    row, address = ROWS[name], _address(name, objects, world)

    for who in [None, *(world.people[role] for role in (Role.LEAD, Role.OPERATOR))]:
        answer = _ask(world.client(who), row, address)
        if who is None and "signed-in" in row.roles:
            assert answer.status_code == 302, address
            assert answer.headers["Location"].startswith("/account/login/"), address
        else:
            assert answer.status_code in row.ok, (who, address, answer.content[:300])


def test_the_neighbour_organisation_is_no_area_of_ours(world):
    for role in ORGANISATION_ROLES:
        address = reverse("accounts:partner", args=[world.neighbour.public_id])
        assert world.client(role).get(address).status_code == 404


def test_an_object_that_nobody_has_is_not_found(world):
    for kind, role in (("desk", Role.LEAD), ("partner", Role.ORGANISATION_ADMIN)):
        key = "kreis-nirgendwo" if kind == "desk" else uuid.uuid4()
        assert world.client(role).get(reverse(f"accounts:{kind}", args=[key])).status_code == 404
