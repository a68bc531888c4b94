"""Which database a request reads: the primary, or a replica that shows all that is published.

Only public reads of an installation with replicas are ever led away from the primary; `web.replicas` chooses
(docs/adr/0021-read-replicas.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper


class Reading:
    """One request's choice, made at its first read, so that a request that reads nothing asks nobody."""

    def __init__(self, choose: Callable[[], str]) -> None:
        self._choose = choose

    @cached_property
    def alias(self) -> str:
        return self._choose()

    @property
    def chosen(self) -> str | None:
        """The alias, if anything was read yet."""
        return self.__dict__.get("alias")


_current: ContextVar[Reading | None] = ContextVar("vielklang_reading", default=None)


@contextmanager
def reading_by(reading: Reading) -> Iterator[None]:
    """Public content is read as `reading` says while the block runs."""
    token = _current.set(reading)
    try:
        yield
    finally:
        _current.reset(token)


def reading_alias() -> str:
    """Where public content is read now. Within a transaction of the primary (every scope is one): the primary."""
    reading = _current.get()
    if reading is None or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return DEFAULT_DB_ALIAS
    return reading.alias


def reading_connection() -> BaseDatabaseWrapper:
    """For public reads in SQL of our own, instead of `django.db.connection`."""
    return connections[reading_alias()]


class Router:
    """Installed where there are replicas: rooms with public content may be read there, everything is written here."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        is_public_room = model._meta.app_label in settings.REPLICATED_ROOMS
        return reading_alias() if is_public_room else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS
