"""The embedded PostgreSQL: starts, stops, keeps data, and recovers when it was killed."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from vielklang.config.postgres import EmbeddedPostgres, running

pytestmark = pytest.mark.slow


@pytest.fixture
def cluster() -> Iterator[EmbeddedPostgres]:
    with tempfile.TemporaryDirectory(prefix="vk-pg-") as directory:
        Path(directory).chmod(0o755)
        cluster = EmbeddedPostgres(Path(directory), options={"shared_buffers": "16MB"})
        yield cluster
        cluster.stop()


def _server_pid(cluster: EmbeddedPostgres) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def test_data_survives_stop_and_start(cluster):
    with running(cluster) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (54)")
    assert not cluster.is_running()

    with running(cluster) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (54,)


def test_the_last_user_stops_the_server(cluster):
    with running(cluster):
        with running(cluster) as url, psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert cluster.is_running()

    assert not cluster.is_running()


def test_a_server_that_outlived_its_user_is_taken_over_and_stopped(cluster):
    assert cluster.start() is True

    with running(cluster):
        assert cluster.start() is False

    assert not cluster.is_running()


def test_killed_server_recovers_at_the_next_start(cluster):
    cluster.start()
    cluster.create_database()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
    os.kill(_server_pid(cluster), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while cluster.is_running() and time.monotonic() < deadline:
        time.sleep(0.1)

    with running(cluster) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    assert not cluster.is_running()


def test_it_listens_on_no_port(cluster):
    with running(cluster) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute(
            "SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'"
        ).fetchone() == (1,)
