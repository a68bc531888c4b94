"""How far a job is: told over a connection of its own, so that others see it while the job's transaction is open."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

from vielklang.interfaces.models import JobProgress

_PAUSE = 0.3
_SQL = (
    "INSERT INTO interfaces_jobprogress (key, done, total, at) VALUES (%s, %s, %s, now())"
    " ON CONFLICT (key) DO UPDATE SET done = excluded.done, total = excluded.total, at = excluded.at"
)


@contextmanager
def telling(key: uuid.UUID) -> Iterator[Callable[[int, int], None]]:
    """Gives `tell(done, total)`; speaks at most three times a second, and always at the end."""
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done < total and now - last < _PAUSE:
            return
        last = now
        with connection.cursor() as cursor:
            cursor.execute(_SQL, [key, done, total])

    try:
        yield tell
    finally:
        connection.close()


def progress_of(key: uuid.UUID) -> JobProgress:
    return JobProgress.objects.filter(pk=key).first() or JobProgress(key=key)
