"""A real installation on three real servers: a primary, two streaming replicas, and two web processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg

from vielklang.config.postgres import EmbeddedPostgres

WAIT_SECONDS = 60
_OFFERS = """
import django
django.setup()
from vielklang.config.setup import collect_static
collect_static()
from tests.offers.factories import ALICE, centre, draft, organisation, text
from vielklang.offers import actions
from vielklang.search.actions import index_offers
shared = organisation()
drafts = [
    draft(organisation=shared, centre=centre(slug), texts=(text(title=f"Sprachcafé {slug} {n}"),))
    for slug in ("kreis-kleve", "kreis-wesel") for n in range(8)
]
actions.create_offers(by=ALICE, drafts=drafts, publish=True)
index_offers(by=ALICE)
"""


class Followed:
    """Started by `start`, ended by `stop`, which leaves no process behind."""

    def __init__(self, directory: Path, source: EmbeddedPostgres, database: str) -> None:
        self.directory, self.source, self.database = directory, source, database
        # What a real installation waits for, a commit does here too: replicas get what is written.
        options = {
            **source.options,
            "shared_buffers": "32MB",
            "synchronous_commit": "local",
            "wal_retrieve_retry_interval": "500ms",
        }
        self.primary, self.first, self.second = (
            replace(source, directory=directory / name, options=options)
            for name in ("primary", "first", "second")
        )
        self.port = _free_port()
        self.web: subprocess.Popen[bytes] | None = None

    @property
    def replicas(self) -> tuple[EmbeddedPostgres, EmbeddedPostgres]:
        return self.first, self.second

    def start(self) -> None:
        self.primary.copy(self.source, following=False)
        self.primary.start()
        environment = self._environment()
        made = subprocess.run(
            [sys.executable, "-c", _OFFERS], env=environment, check=False, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        for replica in self.replicas:
            replica.copy(self.primary, following=True)
            replica.start()
        with (self.directory / "web.log").open("ab") as log:
            command = [sys.executable, "-m", "vielklang.config.cli", "web"]
            self.web = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        until(lambda: self.get("/health/ready")[0] == 200, self.log)

    def stop(self) -> None:
        if self.web is not None and self.web.poll() is None:
            self.web.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.web.wait(20)
            self.web.kill()
            self.web.wait()
        for cluster in (*self.replicas, self.primary):
            cluster.stop()

    def log(self) -> str:
        return (self.directory / "web.log").read_text()

    def get(self, path: str) -> tuple[int, str]:
        """Status and body; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def publish(self, title: str) -> None:
        """A change of one offer of Kleve that readers see, committed when this returns."""
        change = "UPDATE offers_offertext SET title = %s WHERE title LIKE 'Sprachcafé kreis-kleve 0%%'"
        with self.connect(self.primary) as connection:
            assert connection.execute(change, [f"Sprachcafé kreis-kleve 0 {title}"]).rowcount == 1

    def connect(self, cluster: EmbeddedPostgres) -> psycopg.Connection[Any]:
        return psycopg.connect(cluster.url(self.database), autocommit=True)

    def reads(self, cluster: EmbeddedPostgres) -> list[Any]:
        """When each of the web's connections to this server last read a table of a room, as its last question."""
        question = (
            "SELECT max(query_start) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND query LIKE '% FROM \"%' GROUP BY pid ORDER BY pid"
        )
        with self.connect(cluster) as connection:
            return connection.execute(question).fetchall()

    def kill(self, cluster: EmbeddedPostgres) -> None:
        """`kill -9` of the server and everything it has started."""
        server = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for process in (server, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        until(lambda: not cluster.is_running())

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.primary.url(self.database),
            "DATABASE_REPLICA_URLS": ",".join(replica.url(self.database) for replica in self.replicas),
            "DJANGO_SETTINGS_MODULE": "vielklang.config.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "VIELKLANG_DATA_DIR": str(self.directory / "data"),
            "VIELKLANG_ENCODERS": "",
            "VIELKLANG_PORT": str(self.port),
            "VIELKLANG_WORKERS": "2",
            "VIELKLANG_THREADS": "3",
        }


def until(condition: Callable[[], object], explain: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, explain()
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
