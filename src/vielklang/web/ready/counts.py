"""How often public content has changed: one prepared question per request, asked of the database itself."""

from __future__ import annotations

import threading
from functools import cache

from django.db import connections
from psycopg import pq
from psycopg.conninfo import make_conninfo
from psycopg.pq.abc import PGconn, PGresult

from vielklang.core.publication import READ, READ_ALL

Counts = dict[int, int]


class NoCounts(Exception):
    """The database does not answer: nothing kept may be served, since nobody knows whether it still holds."""


class Counter:
    """Reads the counts; each thread has a connection of its own, opened when it is first needed.

    Below psycopg's Python layer, whose bookkeeping costs more than the question itself.
    """

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo.encode()
        self._local = threading.local()

    def of(self, centre: int | None) -> int:
        """The count of a centre's content, or of the whole installation's. Raises `NoCounts`."""
        row = self._ask(b"one", [str(centre or 0).encode()])
        value = row.get_value(0, 0 if centre is not None else 1)
        return int(value or 0)

    def all(self) -> Counts:
        """The count of every centre whose content ever changed; 0 stands for the whole installation."""
        rows = self._ask(b"all", [])
        return {int(rows.get_value(n, 0) or 0): int(rows.get_value(n, 1) or 0) for n in range(rows.ntuples)}

    def close(self) -> None:
        """Give back this thread's connection."""
        connection: PGconn | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.finish()
            self._local.connection = None

    def _ask(self, name: bytes, values: list[bytes]) -> PGresult:
        for is_last in (False, True):
            try:
                connection = self._connection()
                found = connection.exec_prepared(name, values)
                if found.status == pq.ExecStatus.TUPLES_OK:
                    return found
            except Exception as error:  # psycopg raises several kinds where the server is gone
                if is_last:
                    raise NoCounts from error
            self._local.connection = None  # a connection may have died while it waited: try once more
        raise NoCounts

    def _connection(self) -> PGconn:
        connection: PGconn | None = getattr(self._local, "connection", None)
        if connection is None or connection.status != pq.ConnStatus.OK:
            connection = pq.PGconn.connect(self._conninfo)
            if connection.status != pq.ConnStatus.OK:
                raise NoCounts
            for name, question in ((b"one", READ), (b"all", READ_ALL)):
                connection.prepare(name, question.encode())
            self._local.connection = connection
        return connection


def count_of(counts: Counts, centre: int | None) -> int:
    """What `Counter.of` says, out of all counts."""
    return sum(counts.values()) if centre is None else sum(counts.get(key, 0) for key in {0, centre})


@cache
def counter() -> Counter:
    """The counter of this process's database."""
    parameters = connections["default"].get_connection_params()
    wanted = {
        key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if parameters.get(key)
    }
    options = {key: parameters[key] for key in ("options", "sslmode", "sslrootcert") if parameters.get(key)}
    return Counter(make_conninfo(**wanted, **options, connect_timeout=5))
