"""Public reads by streaming replicas: who may serve a request, who is left out, and a second try where one dies.

A replica serves only while it shows exactly what the primary has published (docs/adr/0021-read-replicas.md).
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from typing import Any

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from psycopg.pq.abc import PGresult

from vielklang.core.reading import Reading, reading_by
from vielklang.web.ready.counts import Counter, NoCounts, counter
from vielklang.web.ready.front import Application, Environ, StartResponse
from vielklang.web.ready.views import READY

log = structlog.get_logger("vielklang.replicas")
LEFT_OUT_SECONDS = 2.0
_NOT_PUBLIC = ("static", "health")


class Replica:
    """One replica as this process sees it. Left out when it does not answer, until it answers again."""

    def __init__(self, alias: str, counter: Counter) -> None:
        self.alias, self.counter = alias, counter
        self.is_in_use = True
        self._lock = threading.Lock()

    def mark(self) -> int | None:
        """What it shows; None when it does not answer, which leaves it out."""
        return self._ask(lambda counter: counter.mark())

    def total(self) -> int | None:
        """How much was published of what it shows; None as above."""
        return self._ask(lambda counter: counter.total())

    def _ask(self, question: Callable[[Counter], int]) -> int | None:
        try:
            return question(self.counter)
        except NoCounts:
            self._leave_out()
            return None

    def _leave_out(self) -> None:
        with self._lock:
            if not self.is_in_use:
                return
            self.is_in_use = False
        log.warning("replica left out", replica=self.alias)
        threading.Thread(target=self._await, name=f"{self.alias}-back", daemon=True).start()

    def _await(self) -> None:
        """In a thread of its own, so that no reader waits for a server that may be gone."""
        while not self.is_in_use:
            time.sleep(LEFT_OUT_SECONDS)
            try:
                self.counter.mark()
            except NoCounts:
                continue
            self.is_in_use = True
        self.counter.close()
        log.warning("replica in use again", replica=self.alias)


class Replicas:
    """All of them, and the primary they follow."""

    def __init__(self, primary: Callable[[], Counter], replicas: Collection[Replica]) -> None:
        self.primary, self.replicas = primary, list(replicas)
        self._turn = itertools.count()

    def choose(self, without: Collection[str] = ()) -> str:
        """A replica that shows what the primary shows now, else the primary.

        Where the primary does not answer nobody publishes, so the replica that has received most serves.
        """
        candidates = [one for one in self._in_turn() if one.alias not in without]
        if not candidates:
            return DEFAULT_DB_ALIAS
        try:
            mark = self.primary().mark()
        except NoCounts:
            found = self.furthest(without)
            return found.alias if found else DEFAULT_DB_ALIAS
        return next((one.alias for one in candidates if one.mark() == mark), DEFAULT_DB_ALIAS)

    def furthest(self, without: Collection[str] = ()) -> Replica | None:
        """The replica that answers and has received most of what was published."""
        received: dict[int, Replica] = {}
        for one in self._in_turn():
            if one.alias not in without and (total := one.total()) is not None:
                received.setdefault(total, one)
        return received[max(received)] if received else None

    def states(self) -> Iterator[tuple[str, str]]:
        """What a supervisor wants to know of each, without its address."""
        try:
            mark: int | None = self.primary().mark()
        except NoCounts:
            mark = None
        for one in self.replicas:
            found = one.mark() if one.is_in_use else None
            behind = "behind" if mark is not None and found != mark else "in use"
            yield one.alias, "left out" if found is None else behind

    def _in_turn(self) -> list[Replica]:
        start = next(self._turn) % len(self.replicas)
        return [one for one in self.replicas[start:] + self.replicas[:start] if one.is_in_use]


class PatientCounter(Counter):
    """The front's: while the primary does not answer, what is kept holds as long as a replica says so."""

    def __init__(self, replicas: Replicas) -> None:
        super().__init__("")
        self._replicas = replicas

    def _ask(self, name: bytes, values: list[bytes]) -> PGresult:
        try:
            return self._replicas.primary()._ask(name, values)
        except NoCounts:
            furthest = self._replicas.furthest()
            if furthest is None:
                raise
            return furthest.counter._ask(name, values)


class _Answer:
    """What the application said, held back until it is known whether it is sent."""

    def __init__(self, application: Application, environ: Environ, reading: Reading) -> None:
        self._started: list[tuple[Any, ...]] = []
        self._response: Any = None
        self._error: Exception | None = None
        try:
            with reading_by(reading):
                self._response = application(environ, lambda *values: self._started.append(values))
        except Exception as error:  # the page that says so failed as well
            self._error = error

    @property
    def has_failed(self) -> bool:
        """By an error that the reader would see."""
        return self._error is not None or self._started[0][0].startswith("5")

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        if self._error is not None:
            raise self._error
        start_response(*self._started[0])
        response: Iterable[bytes] = self._response
        return response

    def drop(self) -> None:
        """Ends the request for Django, which gives up connections that died."""
        if self._response is not None:
            self._response.close()


class ReadFromReplicas:
    """A WSGI application around Django's: public GETs read from replicas.

    Where a server dies while it is read, the request is answered anew by another one; it has changed nothing.
    """

    def __init__(self, application: Application, replicas: Replicas, areas: Collection[str]) -> None:
        self.application, self.replicas = application, replicas
        self.areas = {*areas, *_NOT_PUBLIC}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        first = environ["PATH_INFO"].lstrip("/").partition("/")[0]
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or first in self.areas:
            return self.application(environ, start_response)
        failed: set[str] = set()
        while True:
            reading = Reading(lambda: self.replicas.choose(without=failed))
            answer = _Answer(self.application, environ, reading)
            if not answer.has_failed or not self._may_try_again(reading.chosen, failed):
                return answer.send(start_response)
            failed.add(str(reading.chosen))
            answer.drop()
            environ.pop(READY, None)

    def _may_try_again(self, alias: str | None, failed: Collection[str]) -> bool:
        """Whether an answer may have failed by its database, and another one may give it."""
        if alias is None or alias in failed:
            return False
        return alias != DEFAULT_DB_ALIAS or (
            self.replicas.furthest(failed) is not None and self._primary_is_silent()
        )

    def _primary_is_silent(self) -> bool:
        try:
            self.replicas.primary().mark()
        except NoCounts:
            return True
        return False


@cache
def replicas() -> Replicas | None:
    """Those of this installation; None where it has none."""
    if not settings.REPLICAS:
        return None
    return Replicas(counter, [Replica(alias, counter(alias)) for alias in settings.REPLICAS])
