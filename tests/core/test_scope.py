"""The scope: one at a time, the innermost counts, and nothing of it stays on the connection."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, connections, transaction

from tests.world import World, make_user, make_world
from vielklang.accounts.models import Membership, User
from vielklang.core.models import AuditEntry
from vielklang.core.scope import (
    PrivateManager,
    ScopeError,
    accounts_door,
    centre_scope,
    current_scope,
    organisation_scope,
    token_scope,
    user_scope,
)

pytestmark = pytest.mark.django_db

ONE, TWO = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('vielklang.scope', true)")
        return cursor.fetchone()[0] or ""


def test_a_scope_is_open_inside_of_its_block_alone():
    assert (current_scope(), setting()) == (None, "")
    with centre_scope(ONE):
        assert (current_scope(), setting()) == (("centre", 1), "centre:1")
    assert (current_scope(), setting()) == (None, "")


@pytest.mark.parametrize(
    ("open_scope", "expected"),
    [
        (lambda: centre_scope(ONE), ("centre", 1)),
        (lambda: organisation_scope(TWO), ("organisation", 2)),
        (lambda: user_scope(3), ("user", 3)),
        (lambda: token_scope("a:b"), ("token", "a:b")),
        (accounts_door, ("door", "accounts")),
    ],
)
def test_each_dimension_reaches_the_manager_and_the_database(open_scope, expected):
    with open_scope():
        assert current_scope() == expected
        assert setting() == f"{expected[0]}:{expected[1]}"


def test_the_innermost_scope_counts_and_the_outer_one_comes_back():
    with centre_scope(ONE):
        with organisation_scope(TWO):
            assert (current_scope(), setting()) == (("organisation", 2), "organisation:2")
        assert (current_scope(), setting()) == (("centre", 1), "centre:1")


def test_dimensions_do_not_add_up():
    """A row of another organisation of the same centre stays hidden in an organisation's scope."""
    world = make_world()
    with centre_scope(world.home), organisation_scope(world.foreign_organisation):
        assert {row.organisation_id for row in Membership.objects.all()} == {world.foreign_organisation.pk}


def test_an_exception_takes_the_scope_with_it():
    with pytest.raises(RuntimeError), centre_scope(ONE):
        raise RuntimeError
    assert (current_scope(), setting()) == (None, "")


def test_an_exception_in_the_inner_scope_leaves_the_outer_one():
    with centre_scope(ONE):
        with pytest.raises(RuntimeError), user_scope(7):
            raise RuntimeError
        assert (current_scope(), setting()) == (("centre", 1), "centre:1")


def test_an_error_of_the_database_takes_the_scope_with_it():
    make_user("twice@example.org")
    with centre_scope(ONE):
        with pytest.raises(IntegrityError):
            make_user("twice@example.org")
        assert (current_scope(), setting()) == (("centre", 1), "centre:1")


def _fail_half_way() -> None:
    with accounts_door():
        User.objects.create_user(email="half@example.org", name="Beispiel")
        raise RuntimeError


def test_what_was_written_before_an_exception_is_undone():
    with pytest.raises(RuntimeError):
        _fail_half_way()
    with accounts_door():
        assert not User.objects.filter(email="half@example.org").exists()


def test_a_manager_knows_only_the_dimensions_it_names():
    with token_scope("secret"), pytest.raises(ScopeError):
        Membership.objects.count()
    with accounts_door(), pytest.raises(ScopeError):
        AuditEntry.objects.count()


def test_a_manager_refuses_dimensions_that_do_not_exist():
    with pytest.raises(TypeError, match="planet"):
        PrivateManager(planet="planet_id")


def test_related_managers_are_closed_as_well():
    user = make_user()
    with pytest.raises(ScopeError):
        user.memberships.count()
    with user_scope(user.pk):
        assert user.memberships.count() == 0


def test_another_thread_has_no_scope():
    seen = []
    with centre_scope(ONE):
        thread = threading.Thread(target=lambda: seen.append(current_scope()))
        thread.start()
        thread.join()
    assert seen == [None]


@pytest.mark.django_db(transaction=True)
@pytest.mark.owner
class TestOutsideOfATransaction:
    """The same connection is given to the next request; nothing of the scope may be left on it."""

    def test_nothing_stays_after_the_scope(self):
        with centre_scope(ONE):
            assert setting() == "centre:1"
            assert connection.in_atomic_block
        assert not connection.in_atomic_block
        assert setting() == ""

    def test_nothing_stays_after_a_failure(self):
        make_user("twice@example.org")
        with pytest.raises(IntegrityError):
            make_user("twice@example.org")
        assert setting() == ""

    def test_nothing_stays_after_a_rollback(self):
        with transaction.atomic():
            with centre_scope(ONE):
                transaction.set_rollback(True)
            assert current_scope() is None
        assert setting() == ""

    def test_nothing_stays_when_the_pool_gives_the_connection_to_somebody_else(self):
        seen = []

        def ask() -> None:
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid(), current_setting('vielklang.scope', true)")
                seen.append(cursor.fetchone())
            connections["default"].close()

        def scoped() -> None:
            with centre_scope(ONE):
                ask_inside.append(setting())
            connections["default"].close()

        ask_inside: list[str] = []
        for target in (scoped, ask, scoped, ask):
            thread = threading.Thread(target=target)
            thread.start()
            thread.join()

        assert ask_inside == ["centre:1", "centre:1"]
        assert {value or "" for _pid, value in seen} == {""}

    def test_two_threads_have_two_scopes_at_the_same_time(self):
        barrier, seen = threading.Barrier(2), {}

        def work(place: SimpleNamespace) -> None:
            with centre_scope(place):
                barrier.wait(10)
                seen[place.pk] = (current_scope(), setting())
                barrier.wait(10)
            connections["default"].close()

        threads = [threading.Thread(target=work, args=[place]) for place in (ONE, TWO)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert seen == {1: (("centre", 1), "centre:1"), 2: (("centre", 2), "centre:2")}


def test_the_world_is_seen_from_each_side_alone():
    world: World = make_world()
    with user_scope(world.stranger.pk):
        assert {row.user_id for row in Membership.objects.all()} == {world.stranger.pk}
