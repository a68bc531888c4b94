"""How far a job is: told over a connection of its own, so that others see it while the job's transaction is open.

It is a courtesy: telling never waits for a lock and never ends a job.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

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
            cursor.execute("BEGIN")
            with suppress(OperationalError):
                cursor.execute("SET LOCAL lock_timeout = 100")  # local: the connection goes back to the pool
                cursor.execute(_SQL, [key, done, total])
            cursor.execute("COMMIT")  # after an error this is a rollback

    try:
        yield tell
    finally:
        connection.close()


def progress_of(key: uuid.UUID) -> JobProgress:
    return JobProgress.objects.filter(pk=key).first() or JobProgress(key=key)
