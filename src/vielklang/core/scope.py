"""Private data is readable inside a scope alone, twice over: managers raise outside of one (`django-scopes`), and
PostgreSQL's row-level security shows no row (`core.rls`). Exactly one scope is open at a time; the innermost counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q
from django_scopes import ScopeError, get_scope, scope
from django_scopes.manager import DisabledQuerySet

SETTING = "vielklang.scope"
"""PostgreSQL setting that the policies read, `dimension:value`; local to the transaction, so that it cannot leak."""
DIMENSIONS = ("centre", "organisation", "user", "token", "door")


@contextmanager
def centre_scope(centre: models.Model) -> Iterator[None]:
    """The private rows of one centre: the desk's scope."""
    with _open("centre", centre.pk):
        yield


@contextmanager
def organisation_scope(organisation: models.Model) -> Iterator[None]:
    """The private rows that concern one organisation: the partner area's scope."""
    with _open("organisation", organisation.pk):
        yield


@contextmanager
def user_scope(user_id: int) -> Iterator[None]:
    """One person's own rows: memberships, sessions, second factors."""
    with _open("user", user_id):
        yield


@contextmanager
def token_scope(token: str) -> Iterator[None]:
    """The one row that this secret (or its hash) opens: a personal link, a mail on its way."""
    with _open("token", token):
        yield


@contextmanager
def accounts_door() -> Iterator[None]:
    """The tables of accounts while somebody signs in: nobody is known yet, so no narrower scope is possible."""
    with _open("door", "accounts"):
        yield


def current_scope() -> tuple[str, Any] | None:
    """(dimension, value) of the open scope, or None."""
    state = get_scope()
    return next(((name, state[name]) for name in DIMENSIONS if state.get(name) is not None), None)


@contextmanager
def _open(dimension: str, value: Any) -> Iterator[None]:
    """An exception rolls back to where the scope was opened, and the setting with it."""
    dimensions: dict[str, Any] = dict.fromkeys(DIMENSIONS) | {dimension: value}
    with transaction.atomic(), scope(**dimensions):
        previous = _set(f"{dimension}:{value}")
        yield
        if not transaction.get_connection().needs_rollback:
            _set(previous)


def _set(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting(%s, true), set_config(%s, %s, true)", [SETTING, SETTING, value]
        )
        previous: str | None = cursor.fetchone()[0]
    return previous or ""


class ClosedQuerySet(DisabledQuerySet):
    """What a private manager gives outside of a scope: everything that would read or write raises `ScopeError`."""

    exists = exclude = in_bulk = contains = defer = alias = DisabledQuerySet.error
    bulk_create = bulk_update = explain = DisabledQuerySet.error


def PrivateManager(  # noqa: N802 (a class factory, used like a manager)
    queryset: type[models.QuerySet[Any]] = models.QuerySet, **lookups: str
) -> Any:
    """A manager for a private model: `objects = PrivateManager(centre="centre", organisation="organisation")`.

    `lookups` name the field that each dimension compares; in a scope whose dimension is not named nothing is
    readable. The same lookups go to `core.rls.RowSecurity` in the model's migration.
    """
    if unknown := set(lookups) - set(DIMENSIONS):
        raise TypeError(f"unknown dimensions {unknown}")

    # Also a subclass of the model's own query set, so that its methods end in `ScopeError` too.
    closed = type("Closed", (ClosedQuerySet, queryset), {})

    class Manager(models.Manager.from_queryset(queryset)):  # type: ignore[misc]
        private_lookups = lookups

        def get_queryset(self) -> models.QuerySet[Any]:
            opened = current_scope()
            if opened is None or opened[0] not in lookups:
                return closed(self.model, using=self._db, missing_scopes=sorted(lookups))
            dimension, value = opened
            rows: models.QuerySet[Any] = super().get_queryset()
            return rows if dimension == "door" else rows.filter(Q(**{lookups[dimension]: value}))

        def all(self) -> models.QuerySet[Any]:
            return self.get_queryset()

    return Manager()


__all__ = [
    "ClosedQuerySet", "PrivateManager", "ScopeError", "accounts_door", "centre_scope", "current_scope",
    "organisation_scope", "token_scope", "user_scope",
]  # fmt: skip
