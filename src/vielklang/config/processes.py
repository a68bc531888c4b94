"""Starting, watching and ending the processes of one installation: web and background worker, and their database."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from types import FrameType
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import click

from vielklang.config.environment import Environment
from vielklang.config.postgres import EmbeddedPostgres, PostgresError, running

_PR_SET_PDEATHSIG = 1
WEB_ROLE = "vielklang_web"
"""As in `core.rls`, which needs Django."""
STOP_SECONDS = 20
OLDEST_POSTGRESQL = 160_000


def die_with_parent(signal_number: int = signal.SIGTERM) -> None:
    """Let the kernel end this process when its parent is killed, so that `kill -9` leaves no orphan on the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal_number)


@contextlib.contextmanager
def database(environment: Environment) -> Iterator[str]:
    """The installation's database while the block runs: the configured one, or the embedded PostgreSQL.

    Sets `DATABASE_URL` for Django and for child processes. The last user stops the embedded server.
    """
    if environment.database_url:
        _check_server(environment.database_url)
        yield environment.database_url
        return
    cluster = EmbeddedPostgres(environment.vielklang_data_dir)
    try:
        with running(cluster) as url:
            os.environ["DATABASE_URL"] = url
            os.environ["VIELKLANG_WEB_DATABASE_URL"] = cluster.url(user=WEB_ROLE)
            try:
                yield url
            finally:
                _close_connections()
    except PostgresError as error:
        raise click.ClickException(str(error)) from error


def use_web_role(environment: Environment) -> None:
    """From here on this process is `vielklang_web`, which owns no table and passes every row-level policy.

    Signed in as that role where an address for it is named (the embedded PostgreSQL has one), else by a setting of
    each connection. Ends with one line where the role cannot be used yet.
    """
    import psycopg

    url = environment.vielklang_web_database_url or os.environ.get("VIELKLANG_WEB_DATABASE_URL", "")
    url = url or _in_web_role(os.environ["DATABASE_URL"])
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(
                "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise click.ClickException(f"run `vielklang migrate` first: no role {WEB_ROLE} ({reason})") from error
    if row != (WEB_ROLE, False):
        raise click.ClickException(f"VIELKLANG_WEB_DATABASE_URL: must sign in as {WEB_ROLE}")
    os.environ["DATABASE_URL"] = url
    if environment.database_replica_urls:  # asked when they are used: a start does not wait for them
        replicas = (replica_in_web_role(url) for url in environment.database_replica_urls)
        os.environ["DATABASE_REPLICA_URLS"] = ",".join(replicas)


def replica_in_web_role(url: str) -> str:
    """The address of a replica, whose connections change into the web's role unless they sign in as it."""
    return url if urlsplit(url).username == WEB_ROLE else _in_web_role(url)


def _in_web_role(url: str) -> str:
    parts = urlsplit(url)
    query = urlencode({**dict(parse_qsl(parts.query)), "options": f"-c role={WEB_ROLE}"}, quote_via=quote)
    return parts._replace(query=query).geturl()


def _check_server(url: str) -> None:
    """End with one line where the configured server cannot be reached or lacks what Vielklang needs."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            rows = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise click.ClickException(f"DATABASE_URL: the database cannot be reached ({reason})") from error
    if problem := server_problem(version, {row[0] for row in rows}):
        raise click.ClickException(f"DATABASE_URL: {problem}")


def server_problem(version: int, extensions: set[str]) -> str:
    """What a PostgreSQL server lacks, in words; empty when it serves. `version` as in 160004 for 16.4."""
    if version < OLDEST_POSTGRESQL:
        return f"PostgreSQL {version // 10_000} is too old, 16 or newer is needed"
    missing = sorted({"vector", "pg_trgm"} - extensions)
    return f"the server lacks the extension {', '.join(missing)}" if missing else ""


def _close_connections() -> None:
    """Give back what Django's pool holds, so that the database is not stopped under open connections."""
    from django.apps import apps
    from django.db import connections

    if apps.ready:
        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]


def ensure_port_is_free(host: str, port: int) -> None:
    """Raise a clear error when something else already listens on the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be used ({error.strerror}). Stop the other program or set VIELKLANG_PORT."
            ) from error


def supervise(commands: Sequence[Sequence[str]]) -> int:
    """Run `vielklang` sub-commands side by side until a signal comes or one of them ends; returns the exit status.

    All of them get SIGTERM and `STOP_SECONDS` to finish what they do.
    """
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    previous = {
        number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    children = [_spawn(command) for command in commands]
    try:
        while not stopping and all(child.poll() is None for child in children):
            time.sleep(0.2)
        failed = [child.returncode for child in children if child.returncode]
        return 0 if stopping else (failed[0] if failed else 0)
    finally:
        _end(children)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _spawn(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # An own session: Ctrl-C reaches the supervisor alone, which then ends its children in order.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "vielklang.config.cli", *command],
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 (only a kernel call, no Python locks)
        env={**os.environ, "VIELKLANG_SUPERVISED": "1"},
    )


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def run_web(environment: Environment) -> None:
    """Serve HTTP with granian until SIGTERM."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "vielklang.config.wsgi:application",
        address=environment.vielklang_host,
        port=environment.vielklang_port,
        interface=Interfaces.WSGI,
        workers=environment.vielklang_workers,
        blocking_threads=environment.vielklang_threads,
        backpressure=environment.vielklang_threads * 16,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def run_worker() -> None:
    """Work on all background queues until SIGTERM."""
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(name="vielklang", concurrency=2, install_signal_handlers=True)
