"""Public reads by replicas, with real servers: nothing old is shown, and no reader notices that one dies."""

from __future__ import annotations

import itertools
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.config.followed import Followed, until
from vielklang.config.postgres import EmbeddedPostgres

pytestmark = pytest.mark.slow
PAGES = (
    "/de/?n={}",  # an unknown parameter: computed anew, not kept
    "/de/kreis-kleve/?n={}",
    "/de/kreis-kleve/",
    "/de/kreis-wesel/",
    "/ar/kreis-kleve/?n={}",
    "/de/search/?q=Schulden&n={}",
    "/de/centres/?n={}",
    "/de/topics/?n={}",
)


@pytest.fixture(scope="module")
def site(django_db_setup: None) -> Iterator[Followed]:
    source = EmbeddedPostgres(
        Path(os.environ["VIELKLANG_TEST_CLUSTER"]), durable=False, options={"max_connections": "120"}
    )
    with tempfile.TemporaryDirectory(prefix="vk-follow-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)
        site = Followed(Path(directory), source, str(connection.settings_dict["NAME"]))
        try:
            site.start()
            yield site
        finally:
            site.stop()


@pytest.fixture(autouse=True)
def _everything_is_in_use(site: Followed) -> None:
    """In both web processes; each test begins and ends so."""
    for cluster in (site.primary, *site.replicas):
        cluster.start()
    until(lambda: [serves(site, one) for one in site.replicas] == [True, True], site.log)


def serves(site: Followed, cluster: EmbeddedPostgres) -> bool:
    """Whether the web reads offers from this server now."""
    before = site.reads(cluster)
    for number in range(8):
        assert site.get(f"/de/kreis-kleve/?n={number}")[0] == 200, site.log()
    return site.reads(cluster) != before


def kleve(site: Followed) -> list[str]:
    """What readers see of Kleve, kept and made anew, asked of whatever process answers."""
    answers = [
        site.get(path) for path in ("/de/kreis-kleve/", "/de/kreis-kleve/?n=1") for _process in range(3)
    ]
    assert {status for status, _body in answers} == {200}, site.log()
    return [body for _status, body in answers]


def test_public_pages_are_read_from_replicas(site: Followed) -> None:
    assert not serves(site, site.primary)
    for number, page in enumerate(PAGES):
        assert site.get(page.format(number))[0] == 200, page
    assert "Sprachcafé kreis-kleve" in site.get("/de/search/?q=Schulden")[1]
    assert site.get("/health/ready") == (200, "ok\nreplica1: in use\nreplica2: in use\n")


def test_what_was_published_is_seen_though_replicas_have_not_received_it(site: Followed) -> None:
    for replica in site.replicas:
        with site.connect(replica) as one:
            one.execute("SELECT pg_wal_replay_pause()")
    try:
        site.publish("neu")
        assert all("Sprachcafé kreis-kleve 0 neu" in page for page in kleve(site))
        assert site.get("/health/ready") == (200, "ok\nreplica1: behind\nreplica2: behind\n")
        assert [serves(site, one) for one in (*site.replicas, site.primary)] == [False, False, True]
    finally:
        for replica in site.replicas:
            with site.connect(replica) as one:
                one.execute("SELECT pg_wal_replay_resume()")
    until(lambda: not serves(site, site.primary))
    assert all("Sprachcafé kreis-kleve 0 neu" in page for page in kleve(site))


def test_a_replica_that_is_behind_leaves_the_work_to_the_other(site: Followed) -> None:
    with site.connect(site.first) as one:
        one.execute("SELECT pg_wal_replay_pause()")
        with site.connect(site.primary) as primary:  # the index follows what was published
            primary.execute("UPDATE search_searchdocument SET is_remote = is_remote")
        until(lambda: serves(site, site.second))
        assert not serves(site, site.first)
        one.execute("SELECT pg_wal_replay_resume()")


class Readers:
    """Ask for pages until they are stopped; each asks again once where it got no answer."""

    def __init__(self, site: Followed, number: int) -> None:
        self.site, self.answers, self.failures, self.ended = site, 0, Counter[str](), threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(start,)) for start in range(number)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        for thread in self._threads:
            thread.join()

    def _read(self, start: int) -> None:
        for number in itertools.count(start):
            if self.ended.is_set():
                return
            path = PAGES[number % len(PAGES)].format(number)
            for tries in ("first", "second"):
                status, _body = self.site.get(path)
                self.answers += 1
                if status == 200:
                    break
                self.failures[tries] += 1


def test_no_reader_notices_that_a_replica_is_killed(site: Followed) -> None:
    published = itertools.count()

    def publish_and_look(seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            title = f"Stand {next(published)}."
            site.publish(title)
            assert title in site.get("/de/kreis-kleve/")[1]
            assert title in site.get("/de/kreis-kleve/?n=1")[1]

    with Readers(site, 4) as readers:
        publish_and_look(2)
        site.kill(site.first)
        publish_and_look(3)
        site.first.start()
        publish_and_look(2)

    print(f"{readers.answers} answers, {next(published)} publications, failures {dict(readers.failures)}")  # noqa: T201
    assert readers.answers > 50
    assert readers.failures == {}
    assert "replica left out" in site.log()
    until(lambda: serves(site, site.first), site.log)


def test_the_guide_is_read_on_while_the_primary_is_away(site: Followed) -> None:
    kept = site.get("/de/kreis-kleve/")[1]
    with Readers(site, 2) as readers:
        site.kill(site.primary)
        time.sleep(2)
        status, words = site.get("/health/ready")
    assert readers.failures == {}
    assert (status, words) == (200, "database does not answer\nreplica1: in use\nreplica2: in use\n")
    assert site.get("/de/kreis-kleve/")[1] == kept

    site.primary.start()
    site.publish("wieder da")
    assert all("wieder da" in page for page in kleve(site))
