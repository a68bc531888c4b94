"""Row-level security: the operation makes, replaces and removes policies; the web role cannot get around them."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.state import ProjectState
from django.db.utils import InternalError

from vielklang.core.rls import WEB_ROLE, RowSecurity, append_only_tables
from vielklang.core.scope import centre_scope

pytestmark = pytest.mark.django_db
STATE = ProjectState()


def sql(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def policies(table: str) -> set[tuple[str, str]]:
    return set(sql("SELECT policyname, cmd FROM pg_policies WHERE tablename = %s", table))


@pytest.fixture
def table() -> str:
    sql("CREATE TABLE rls_example (id int, centre_id bigint, organisation_id bigint, token text)")
    sql(f"GRANT ALL ON rls_example TO {WEB_ROLE}")
    sql("INSERT INTO rls_example VALUES (1, 10, NULL, 'x'), (2, 20, 5, 'y')")
    return "rls_example"


def forwards(operation: RowSecurity) -> None:
    with connection.schema_editor() as editor:
        operation.database_forwards("core", editor, STATE, STATE)


def backwards(operation: RowSecurity) -> None:
    with connection.schema_editor() as editor:
        operation.database_backwards("core", editor, STATE, STATE)


def seen_by_the_web(table: str, scope: str = "") -> list[int]:
    sql("SELECT set_config('vielklang.scope', %s, true)", scope)
    sql(f"SET LOCAL ROLE {WEB_ROLE}")
    rows = sql(f"SELECT id FROM {table} ORDER BY id")
    sql("RESET ROLE")
    return [row[0] for row in rows]


@pytest.mark.owner
def test_the_operation_closes_a_table_and_opens_it_again(table):
    operation = RowSecurity(table, centre="centre_id", organisation="organisation_id", token="token")
    assert seen_by_the_web(table) == [1, 2]

    forwards(operation)

    assert seen_by_the_web(table) == []
    assert seen_by_the_web(table, "centre:10") == [1]
    assert seen_by_the_web(table, "organisation:5") == [2]
    assert seen_by_the_web(table, "token:y") == [2]
    assert seen_by_the_web(table, "user:10") == []

    backwards(operation)

    assert seen_by_the_web(table) == [1, 2]
    assert policies(table) == set()


@pytest.mark.owner
def test_running_it_again_replaces_the_policy(table):
    forwards(RowSecurity(table, centre="centre_id"))
    forwards(RowSecurity(table, organisation="organisation_id"))

    assert policies(table) == {("vielklang_scope", "ALL"), ("vielklang_scope_read", "SELECT")}
    assert seen_by_the_web(table, "centre:10") == []
    assert seen_by_the_web(table, "organisation:5") == [2]


@pytest.mark.owner
def test_a_dimension_may_show_rows_without_letting_them_be_written(table):
    forwards(
        RowSecurity(table, centre="centre_id", organisation="organisation_id", read_only=("organisation",))
    )
    sql(f"SET LOCAL ROLE {WEB_ROLE}")
    sql("SELECT set_config('vielklang.scope', 'organisation:5', true)")
    seen = sql("SELECT id FROM rls_example")
    changed = sql("UPDATE rls_example SET token = 'changed' RETURNING id")
    sql("RESET ROLE")

    assert (seen, changed) == ([(2,)], [])


@pytest.mark.owner
def test_an_extra_condition_adds_rows(table):
    forwards(RowSecurity(table, centre="centre_id", extra="id = 2"))

    assert seen_by_the_web(table, "centre:10") == [1, 2]


@pytest.mark.owner
def test_a_table_without_a_column_shows_nothing(table):
    forwards(RowSecurity(table))

    assert seen_by_the_web(table, "centre:10") == []


@pytest.mark.owner
def test_append_only_lets_everybody_add_and_nobody_change(table):
    forwards(RowSecurity(table, append_only=True, centre="centre_id"))
    sql(f"SET LOCAL ROLE {WEB_ROLE}")
    sql("INSERT INTO rls_example VALUES (3, 10, NULL, 'z')")
    sql("SELECT set_config('vielklang.scope', 'centre:10', true)")
    changed = sql("UPDATE rls_example SET token = 'changed' RETURNING id")
    gone = sql("DELETE FROM rls_example RETURNING id")
    sql("RESET ROLE")

    assert (changed, gone) == ([], [])
    assert policies(table) == {("vielklang_scope_read", "SELECT"), ("vielklang_scope_insert", "INSERT")}
    assert seen_by_the_web(table, "centre:10") == [1, 3]


def test_the_operation_can_be_written_into_a_migration_again():
    operation = RowSecurity("offers_offer", append_only=True, centre="centre_id", extra="true")
    name, arguments, keywords = operation.deconstruct()

    again = RowSecurity(*arguments, **keywords)

    assert name == "RowSecurity"
    for writing in (False, True):
        assert again.condition(writing=writing) == operation.condition(writing=writing)
    assert again.describe() == "Row-level security on offers_offer"


def test_a_value_of_a_scope_cannot_carry_sql(world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('vielklang.scope', %s, true)", ["token:' OR true --"])
        cursor.execute("SELECT count(*) FROM core_outgoingmail")
        assert cursor.fetchone() == (0,)


FORBIDDEN = [
    "SET ROLE postgres",
    "ALTER TABLE accounts_membership DISABLE ROW LEVEL SECURITY",
    "DROP POLICY vielklang_scope ON accounts_membership",
    "CREATE POLICY open_door ON accounts_membership USING (true)",
    "ALTER ROLE vielklang_web BYPASSRLS",
    "ALTER ROLE vielklang_web SUPERUSER",
    "CREATE ROLE helper SUPERUSER",
    "TRUNCATE accounts_membership",
    "CREATE OR REPLACE FUNCTION vielklang_scope_id(dimension text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "COPY accounts_user TO PROGRAM 'cat'",
    "DELETE FROM django_migrations",
]


@pytest.mark.parametrize("statement", FORBIDDEN, ids=lambda text: " ".join(text.split()[:3]))
@pytest.mark.owner
def test_the_web_role_cannot_free_itself(statement):
    """On a connection of its own: the tests' role could go back to the owner, who signed in for it."""
    import psycopg
    from django.conf import settings

    values = settings.DATABASES["default"]
    with psycopg.connect(
        host=values["HOST"], port=values["PORT"] or None, dbname=connection.settings_dict["NAME"], user=WEB_ROLE
    ) as web, pytest.raises(psycopg.Error) as error:  # fmt: skip
        web.execute(statement)
    assert isinstance(
        error.value,
        psycopg.errors.InsufficientPrivilege
        | psycopg.errors.UndefinedObject
        | psycopg.errors.InvalidParameterValue,
    )


def test_row_security_cannot_be_switched_off_by_a_setting(world):
    """`row_security = off` turns a silent filter into an error; it never shows more."""
    with pytest.raises((ProgrammingError, InternalError), match="row-level security"), transaction.atomic():
        sql("SET LOCAL row_security = off; SELECT * FROM accounts_membership")


def test_a_foreign_row_can_neither_be_written_nor_taken_over(world):
    with centre_scope(world.home), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_membership SET centre_id = %s WHERE centre_id = %s",
                       [world.home.pk, world.foreign.pk])  # fmt: skip
        assert cursor.rowcount == 0
    with pytest.raises(ProgrammingError), centre_scope(world.home), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_membership SET centre_id = %s", [world.foreign.pk])


def test_all_tables_of_history_and_audit_are_append_only():
    tables = append_only_tables()
    assert {"core_auditentry", "accounts_userevent", "accounts_membershipevent"} <= set(tables)
    for table in tables:
        rights = sql(
            "SELECT has_table_privilege(%s, %s, 'UPDATE'), has_table_privilege(%s, %s, 'DELETE'),"
            " has_table_privilege(%s, %s, 'TRUNCATE'), has_table_privilege(%s, %s, 'INSERT')",
            *[WEB_ROLE, table] * 4,
        )
        assert rights == [(False, False, False, True)], table
