"""Actions and their traces: one context, one transaction, rows that the web role can never change."""

from __future__ import annotations

import uuid

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from tests.world import make_user, make_world
from vielklang.accounts.models import User
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.core.audit import action, record, record_read
from vielklang.core.models import AuditEntry
from vielklang.core.rls import append_only_tables
from vielklang.core.scope import accounts_door, centre_scope, user_scope

pytestmark = pytest.mark.django_db

ANNA = Actor(ActorKind.PERSON, "Kreis Kleve", user_id=7, person="Anna Beispiel")


@action
def rename(*, by: Actor, user: User, name: str, fails: bool = False) -> str:
    with accounts_door():
        User.objects.filter(pk=user.pk).update(name=name)
    record(by=by, event="user renamed", subject=user, centre_id=1, name=name)
    if fails:
        raise RuntimeError
    return name


@action
def rename_twice(*, by: Actor, user: User) -> None:
    rename(by=by, user=user, name="Eins")
    rename(by=by, user=user, name="Zwei")


class Centre:
    pk = 1


def entries() -> list[AuditEntry]:
    with centre_scope(Centre()):  # type: ignore[arg-type]
        return list(AuditEntry.objects.all())


def history(user: User) -> list[tuple[str, str, uuid.UUID | None]]:
    with user_scope(user.pk):
        rows = apps.get_model("accounts", "UserEvent").objects.filter(pgh_obj_id=user.pk).order_by("pgh_id")
        return list(rows.values_list("pgh_label", "name", "pgh_context_id"))


def test_an_action_leaves_an_entry_that_says_who_did_what():
    user = make_user()

    assert rename(by=ANNA, user=user, name="Neu") == "Neu"

    (entry,) = entries()
    assert (entry.actor_kind, entry.actor_name, entry.user_id) == ("person", "Anna Beispiel", 7)
    assert (entry.event, entry.subject_type, entry.subject_id) == (
        "user renamed", "accounts.user", str(user.public_id),
    )  # fmt: skip
    assert entry.details == {"name": "Neu"}


def test_history_and_entry_carry_the_same_context():
    user = make_user()

    rename(by=ANNA, user=user, name="Neu")

    assert [row[:2] for row in history(user)] == [("insert", "Beispiel Person"), ("update", "Neu")]
    assert history(user)[-1][2] == entries()[0].context_id


def test_history_says_which_action_and_who():
    user = make_user()

    rename(by=ANNA, user=user, name="Neu")

    with user_scope(user.pk):
        row = apps.get_model("accounts", "UserEvent").objects.filter(pgh_label="update").get()
    assert row.pgh_context == {"action": "core.rename", "actor": "Anna Beispiel", "kind": "person", "user": 7}


def test_actions_inside_an_action_share_its_context():
    user = make_user()

    rename_twice(by=ANNA, user=user)

    assert len({entry.context_id for entry in entries()}) == 1
    assert len({context for label, _name, context in history(user) if label == "update"}) == 1


def test_two_actions_have_two_contexts():
    user = make_user()

    rename(by=ANNA, user=user, name="Eins")
    rename(by=ANNA, user=user, name="Zwei")

    assert len({entry.context_id for entry in entries()}) == 2


def test_a_failed_action_leaves_nothing():
    user = make_user()

    with pytest.raises(RuntimeError):
        rename(by=ANNA, user=user, name="Neu", fails=True)

    assert entries() == []
    assert [row[1] for row in history(user)] == ["Beispiel Person"]


def test_after_an_action_nothing_of_it_is_left_for_the_history():
    user = make_user()
    rename(by=ANNA, user=user, name="Neu")

    with accounts_door():
        User.objects.filter(pk=user.pk).update(name="Ohne Aktion")

    assert history(user)[-1] == ("update", "Ohne Aktion", None)


def test_an_action_needs_an_actor():
    with pytest.raises(KeyError):
        rename(user=make_user(), name="Neu")  # type: ignore[call-arg]


def test_what_nobody_signed_in_did_carries_the_name_of_the_program():
    record(by=SYSTEM, event="offers counted", centre_id=1)

    assert [(entry.actor_kind, entry.actor_name, entry.user_id) for entry in entries()] == [
        ("system", "Vielklang", None)
    ]


def test_reading_something_confidential_leaves_an_entry():
    record_read(by=ANNA, subject=make_user(), label="Beispiel")

    with user_scope(7):
        assert [entry.event for entry in AuditEntry.objects.all()] == ["user read"]


def _raw(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", append_only_tables())
@pytest.mark.parametrize(
    "statement",
    ['UPDATE "{0}" SET {1} = {1}', 'DELETE FROM "{0}"', 'TRUNCATE "{0}"', 'TRUNCATE "{0}" CASCADE'],
    ids=lambda text: text.split()[0] + ("-cascade" if "CASCADE" in text else ""),
)
def test_the_web_role_can_neither_change_nor_delete_nor_empty_it(table, statement):
    column = "id" if table == "core_auditentry" else "pgh_id"
    with pytest.raises(ProgrammingError, match="permission denied"):
        _raw(statement.format(table, column))


def test_not_even_the_rows_of_the_own_centre(django_assert_num_queries):
    world = make_world()
    with centre_scope(world.home):
        before = AuditEntry.objects.count()
        assert before > 0
        for statement in ("UPDATE core_auditentry SET event = 'nothing'", "DELETE FROM core_auditentry"):
            with pytest.raises(ProgrammingError, match="permission denied"):
                _raw(statement)
        assert AuditEntry.objects.count() == before
