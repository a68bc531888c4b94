"""How often public content has changed: one prepared question per request, asked of the database itself."""

from __future__ import annotations

import select
import threading
import time
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import pq
from psycopg.conninfo import make_conninfo
from psycopg.pq.abc import PGconn, PGresult

from vielklang.core.publication import READ, READ_ALL, READ_MARK, READ_TOTAL

Counts = dict[int, int]
_QUESTIONS = {b"one": READ, b"all": READ_ALL, b"mark": READ_MARK, b"total": READ_TOTAL}
_PATIENCE_SECONDS = 1.0
_SILENT_SECONDS = 1.0
"""A server that does not even refuse is not asked again before this has passed."""
_PROBE_SECONDS = 10.0


class NoCounts(Exception):
    """The database does not answer: nothing kept may be served, since nobody knows whether it still holds."""


class Counter:
    """Reads the counts; each thread has a connection of its own, opened when it is first needed.

    Below psycopg's Python layer, whose bookkeeping costs more than the question itself.
    """

    def __init__(self, conninfo: str, patience: float | None = None) -> None:
        """`patience`: seconds until a server that takes the question and says nothing counts as silent."""
        self._conninfo = conninfo.encode()
        self._patience = patience
        self._local = threading.local()
        self._silent_until = 0.0

    def of(self, centre: int) -> int:
        """The count of a centre's content. Raises `NoCounts`, as the others do."""
        return int(self._ask(b"one", [str(centre).encode()]).get_value(0, 0) or 0)

    def total(self) -> int:
        """The count of the whole installation's content: a shorter question, which nearly always is enough."""
        return int(self._ask(b"total", []).get_value(0, 0) or 0)

    def all(self) -> Counts:
        """The count of every centre whose content ever changed; 0 stands for the whole installation."""
        rows = self._ask(b"all", [])
        return {int(rows.get_value(n, 0) or 0): int(rows.get_value(n, 1) or 0) for n in range(rows.ntuples)}

    def mark(self) -> int:
        """A number that two servers have in common when they show the same content."""
        return int(self._ask(b"mark", []).get_value(0, 0) or 0)

    def close(self) -> None:
        """Give back this thread's connection."""
        connection: PGconn | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.finish()
            self._local.connection = None

    def _ask(self, name: bytes, values: list[bytes]) -> PGresult:
        if self._silent_until:
            self._probe()
        for is_last in (False, True):
            try:
                connection = self._connection()
                found = self._answer(connection, name, values)
                if found.status == pq.ExecStatus.TUPLES_OK:
                    self._silent_until = 0.0
                    return found
            except Exception as error:  # psycopg raises several kinds where the server is gone
                if is_last or isinstance(error, NoCounts):
                    self._local.connection = None
                    raise NoCounts from error
            self._local.connection = None  # a connection may have died while it waited: try once more
        raise NoCounts

    def _answer(self, connection: PGconn, name: bytes, values: list[bytes]) -> PGresult:
        if self._patience is None:
            return connection.exec_prepared(name, values)
        connection.send_query_prepared(name, values)
        poll = select.poll()
        poll.register(connection.socket, select.POLLIN)
        until = time.monotonic() + self._patience
        while connection.is_busy():
            if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
                raise NoCounts
            connection.consume_input()
        found = connection.get_result()
        while connection.get_result() is not None:
            pass
        if found is None:
            raise NoCounts
        return found

    def _probe(self) -> None:
        """One asks whether the server is back, all others go on without it."""
        now = time.monotonic()
        if now < self._silent_until:
            raise NoCounts
        self._silent_until = now + _PROBE_SECONDS

    def _connection(self) -> PGconn:
        connection: PGconn | None = getattr(self._local, "connection", None)
        if connection is None or connection.status != pq.ConnStatus.OK:
            connection = pq.PGconn.connect(self._conninfo)
            if connection.status != pq.ConnStatus.OK:
                has_timed_out = "timeout expired" in connection.get_error_message()
                self._silent_until = time.monotonic() + _SILENT_SECONDS if has_timed_out else 0.0
                raise NoCounts
            for name, question in _QUESTIONS.items():
                connection.prepare(name, question.encode())
            self._local.connection = connection
        return connection


def count_of(counts: Counts, centre: int | None) -> int:
    """What `Counter.of` says, out of all counts; for None what `Counter.total` says."""
    return sum(counts.values()) if centre is None else sum(counts.get(key, 0) for key in {0, centre})


@cache
def counter(alias: str = DEFAULT_DB_ALIAS) -> Counter:
    """This process's counter of the primary, or of a replica, for which nobody waits long."""
    parameters = {"connect_timeout": 5, **connections[alias].get_connection_params()}
    wanted = {key: str(parameters[key]) for key in _CONNECTING if parameters.get(key)}
    return Counter(make_conninfo(**wanted), None if alias == DEFAULT_DB_ALIAS else _PATIENCE_SECONDS)


_CONNECTING = (
    "dbname", "user", "password", "host", "port", "options", "sslmode", "sslrootcert", "connect_timeout",
    "tcp_user_timeout",
)  # fmt: skip
