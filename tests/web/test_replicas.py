"""Who serves a public read, and what happens when it fails; with real servers in `tests/config/test_replicas.py`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from vielklang.core.reading import Reading, Router, reading_alias, reading_by, reading_connection
from vielklang.offers.models import Offer
from vielklang.web import replicas as module
from vielklang.web.ready import counts
from vielklang.web.ready.counts import Counter, NoCounts
from vielklang.web.replicas import PatientCounter, ReadFromReplicas, Replica, Replicas


class Server(Counter):
    """A server that says what it shows, or nothing."""

    def __init__(self, shows: int | None) -> None:
        super().__init__("")
        self.shows = shows

    def mark(self) -> int:
        if self.shows is None:
            raise NoCounts
        return self.shows

    def total(self) -> int:
        return self.mark()


@pytest.fixture(autouse=True)
def _nobody_comes_back_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEFT_OUT_SECONDS", 60)


def followed(primary: int | None, *shown: int | None) -> Replicas:
    server = Server(primary)
    return Replicas(lambda: server, [Replica(f"replica{n}", Server(one)) for n, one in enumerate(shown, 1)])


def environ(path: str = "/de/", method: str = "GET") -> dict[str, Any]:
    return {"REQUEST_METHOD": method, "PATH_INFO": path}


class Site:
    """An application that reads, and fails where a server is down."""

    def __init__(self, found: Replicas, *down: str, areas: Iterable[str] = ("desk",)) -> None:
        self.read: list[str] = []
        self.down = down
        self.front = ReadFromReplicas(self._answer, found, tuple(areas))

    def _answer(self, _environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        alias = reading_alias()
        self.read.append(alias)
        if f"{alias} hard" in self.down:
            raise RuntimeError(alias)
        start("500 Oh" if alias in self.down else "200 OK", [])
        return _Body()

    def get(self, **values: str) -> str:
        started: list[str] = []
        self.front(environ(**values), lambda status, headers: started.append(status))
        assert len(started) == 1
        return started[0]


class _Body(list[bytes]):
    def close(self) -> None:
        pass


def test_replicas_take_turns() -> None:
    found = followed(7, 7, 7)
    assert [found.choose() for _n in range(4)] == ["replica1", "replica2", "replica1", "replica2"]


def test_one_that_is_behind_or_silent_does_not_serve() -> None:
    found = followed(7, 6, 7, None)
    assert {found.choose() for _n in range(6)} == {"replica2"}
    assert list(found.states()) == [("replica1", "behind"), ("replica2", "in use"), ("replica3", "left out")]


def test_the_primary_serves_where_no_replica_can() -> None:
    assert followed(7, 6, None).choose() == "default"
    assert followed(7, 7).choose(without={"replica1"}) == "default"


def test_without_the_primary_the_one_that_received_most_serves() -> None:
    found = followed(None, 5, 6, None)
    assert {found.choose() for _n in range(6)} == {"replica2"}
    assert [state for _alias, state in found.states()] == ["in use", "in use", "left out"]


def test_one_that_answers_again_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEFT_OUT_SECONDS", 0.01)
    found = followed(7, None)
    [replica] = found.replicas
    assert found.choose() == "default"
    replica.counter.shows = 7  # type: ignore[attr-defined]
    for _n in range(500):
        if replica.is_in_use:
            break
        module.time.sleep(0.01)
    assert found.choose() == "replica1"


def test_public_reads_alone_go_to_a_replica() -> None:
    site = Site(followed(7, 7))
    for path, method in (
        ("/de/", "GET"),
        ("/de/", "HEAD"),
        ("/de/", "POST"),
        ("/desk/", "GET"),
        ("/health/ready", "GET"),
    ):
        site.get(path=path, method=method)
    assert site.read == ["replica1", "replica1", "default", "default", "default"]
    assert reading_alias() == "default"


@pytest.mark.parametrize("way", ["", " hard"])
def test_a_failed_answer_is_made_anew_by_another_server(way: str) -> None:
    site = Site(followed(7, 7, 7), f"replica1{way}", f"replica2{way}")
    assert site.get() == "200 OK"
    assert sorted(site.read) == ["default", "replica1", "replica2"]


def test_an_error_of_our_own_is_said_after_everybody_was_asked() -> None:
    site = Site(followed(7, 7), "replica1", "default")
    assert site.get() == "500 Oh"
    assert site.read == ["replica1", "default"]
    with pytest.raises(RuntimeError):
        Site(followed(7, 7), "replica1 hard", "default hard").get()


def test_a_replica_takes_over_from_a_primary_that_dies_midway() -> None:
    found = followed(7, 6)
    site = Site(found, "default")
    site.down = ("default",)
    choose = found.choose

    def die_after_the_choice(without: Any = ()) -> str:
        alias = choose(without)
        found.primary().shows = None  # type: ignore[attr-defined]
        return alias

    found.choose = die_after_the_choice  # type: ignore[method-assign]
    assert site.get() == "200 OK"
    assert site.read == ["default", "replica1"]


def test_what_is_kept_holds_by_a_replica_while_the_primary_is_silent() -> None:
    class Asked(Server):
        def _ask(self, name: bytes, values: list[bytes]) -> Any:
            self.mark()
            return f"answer of {self.shows}"

    primary = Asked(9)
    patient = PatientCounter(Replicas(lambda: primary, [Replica("replica1", Asked(7))]))
    assert patient._ask(b"one", []) == "answer of 9"
    primary.shows = None
    assert patient._ask(b"one", []) == "answer of 7"


@pytest.mark.django_db
def test_only_public_rooms_are_read_elsewhere_and_never_within_a_transaction_of_the_primary() -> None:
    reading, router = Reading(lambda: "replica1"), Router()
    depth, connection.in_atomic_block = connection.in_atomic_block, False  # the test's own transaction
    try:
        with reading_by(reading):
            assert router.db_for_read(Session) == "default"
            assert reading.chosen is None
            assert router.db_for_read(Offer) == "replica1" == reading.chosen
            assert router.db_for_write(Offer) == "default"
            connection.in_atomic_block = True
            assert router.db_for_read(Offer) == "default"
            assert reading_connection().alias == "default"
    finally:
        connection.in_atomic_block = depth
    with transaction.atomic():
        assert router.db_for_read(Offer) == "default"
    assert not router.allow_migrate("replica1", "offers")


def test_a_server_that_does_not_even_refuse_is_left_in_peace_for_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[bytes] = []

    class TimedOut:
        status = None

        @classmethod
        def connect(cls, conninfo: bytes) -> TimedOut:
            tries.append(conninfo)
            return cls()

        def get_error_message(self) -> str:
            return "connection to server failed: timeout expired"

    monkeypatch.setattr(counts.pq, "PGconn", TimedOut)
    silent = Counter("host=192.0.2.1")
    for _n in range(3):
        with pytest.raises(NoCounts):
            silent.mark()
    assert len(tries) == 1
    silent._silent_until = time.monotonic() - 0.1
    for _n in range(3):
        with pytest.raises(NoCounts):
            silent.mark()
    assert len(tries) == 2
