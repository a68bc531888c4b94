"""Private data fails closed, twice: without a scope managers raise, and PostgreSQL shows no row to raw SQL."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

import tests
from tests.private import Maker
from tests.world import World
from vielklang.core.rls import WEB_ROLE, append_only_tables
from vielklang.core.scope import ClosedQuerySet, ScopeError, centre_scope, organisation_scope

pytestmark = pytest.mark.django_db

KINDS = ("Public", "Centre-private", "Account", "Aggregate", "Technical")
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("vielklang.") and not hasattr(model, "pgh_tracked_model")
]


def kind_of(model: type[models.Model]) -> str:
    match = re.match(rf"\*({'|'.join(KINDS)})\b", model.__doc__ or "")
    return match.group(1) if match else ""


PRIVATE = [model for model in OURS if kind_of(model) == "Centre-private"]


def _makers() -> dict[type[models.Model], Maker]:
    found: dict[type[models.Model], Maker] = {}
    for package in pkgutil.iter_modules(tests.__path__):
        if package.ispkg and importlib.util.find_spec(f"tests.{package.name}.private"):
            found |= importlib.import_module(f"tests.{package.name}.private").ROWS
    return found


MAKERS = _makers()


@pytest.fixture
def rows(world: World, request: pytest.FixtureRequest) -> type[models.Model]:
    model: type[models.Model] = request.param
    MAKERS[model](world, world.home, world.organisation)
    MAKERS[model](world, world.foreign, world.foreign_organisation)
    if _names_organisations(model):
        MAKERS[model](world, world.home, world.neighbour)
    return model


def _names_organisations(model: type[models.Model]) -> bool:
    """Whether an organisation sees its own rows of this model."""
    return "organisation" in model._default_manager.private_lookups  # type: ignore[attr-defined]


def _columns(model: type[models.Model]) -> str:
    return "centre_id" if "centre_id" in {field.column for field in model._meta.fields} else "NULL::bigint"


def _raw(model: type[models.Model]) -> list[int | None]:
    """Centres of the rows that raw SQL sees right now."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {_columns(model)} FROM "{model._meta.db_table}"')
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_says_who_may_see_it(model):
    assert kind_of(model), f"the docstring must start with one of {', '.join(f'*{kind}*' for kind in KINDS)}"


def test_every_private_model_is_tested():
    assert set(PRIVATE) - set(MAKERS) == set()


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model._meta.label)
def test_a_private_model_names_its_centre(model):
    assert "centre_id" in {field.column for field in model._meta.fields}


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model._meta.label)
def test_managers_raise_outside_of_a_scope(model):
    manager = model._default_manager
    assert isinstance(manager.get_queryset(), ClosedQuerySet)
    for ask in (
        lambda: list(manager.all()),
        lambda: manager.filter(pk=1),
        manager.count,
        lambda: manager.exclude(pk=1).exists(),
        lambda: manager.get_queryset().exists(),
        lambda: manager.update(pk=1),
    ):
        with pytest.raises(ScopeError):
            ask()


@pytest.mark.parametrize("rows", PRIVATE, ids=lambda model: model._meta.label, indirect=True)
def test_managers_show_the_rows_of_the_scope_alone(rows, world):
    model = rows
    for centre in (world.home, world.foreign):
        with centre_scope(centre):
            found = {row.centre_id for row in model._default_manager.all()}
        assert found == {centre.pk}


@pytest.mark.parametrize("rows", PRIVATE, ids=lambda model: model._meta.label, indirect=True)
def test_raw_sql_sees_the_rows_of_the_scope_alone(rows, world):
    model = rows
    assert _raw(model) == []
    for centre in (world.home, world.foreign):
        with centre_scope(centre):
            assert set(_raw(model)) == {centre.pk}
        assert _raw(model) == []


@pytest.mark.parametrize("rows", PRIVATE, ids=lambda model: model._meta.label, indirect=True)
def test_an_organisation_sees_its_own_rows_alone(rows, world):
    """Not those of its neighbour at the same centre; by the manager and by raw SQL."""
    model = rows
    own = {world.organisation.pk} if _names_organisations(model) else set()
    with organisation_scope(world.organisation):
        if own:
            assert {row.organisation_id for row in model._default_manager.all()} == own
        with connection.cursor() as cursor:
            column = "organisation_id" if own else "1"
            cursor.execute(f'SELECT DISTINCT {column} FROM "{model._meta.db_table}"')
            assert {row[0] for row in cursor.fetchall()} == own


@pytest.mark.parametrize("rows", PRIVATE, ids=lambda model: model._meta.label, indirect=True)
def test_raw_sql_writes_no_foreign_row(rows, world):
    table = rows._meta.db_table
    if table in append_only_tables():
        pytest.skip("nobody changes a row of the audit at all; tests/core/test_audit.py")
    with centre_scope(world.home), connection.cursor() as cursor:
        for statement in ("DELETE FROM {}", "UPDATE {} SET centre_id = centre_id"):
            cursor.execute(f"{statement.format(table)} WHERE centre_id = %s", [world.foreign.pk])
            assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(f"UPDATE {table} SET centre_id = %s", [world.foreign.pk])


def test_every_history_has_row_security():
    """Whoever did something stands in each row of a history, even where the thing itself is public."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND NOT relrowsecurity",
            [append_only_tables()],
        )
        assert cursor.fetchall() == []


def test_tests_run_as_the_web_role():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (WEB_ROLE, False, False)


def test_the_web_role_owns_no_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = %s", [WEB_ROLE])
        assert cursor.fetchone() == (0,)


TECHNICAL = {"django_session", "core_cache", "django_migrations", "django_content_type"}


def test_every_table_about_people_has_row_security():
    """By the column: whatever refers to a person's account is closed, whoever made the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
            " WHERE k.contype = 'f' AND k.confrelid = 'accounts_user'::regclass AND NOT c.relrowsecurity"
        )
        assert {row[0] for row in cursor.fetchall()} - TECHNICAL == set()
