"""What the benches of whole pages share: a database of their own, the web role, clock and processor time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vielklang.config.settings")


def database_for(url: str, name: str) -> str:
    """The URL of the database of this name beside the installation's, which is made if it does not exist."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"CREATE DATABASE {name} ENCODING UTF8 TEMPLATE template0")
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def in_own_process(script: str, database_name: str, *arguments: object) -> list[dict[str, object]]:
    """The rows that `script --measure` prints as JSON, while the installation's server runs with this database."""
    from vielklang.config.environment import load_environment
    from vielklang.config.processes import database

    with database(load_environment()):
        environment = os.environ | {
            "DATABASE_URL": database_for(os.environ["DATABASE_URL"], database_name),
            "VIELKLANG_RATE_LIMIT": "100000/minute",
        }
        command = [sys.executable, script, "--measure", *map(str, arguments)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    rows: list[dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return rows


def serve_plainly() -> None:
    """Static files by the names they were built under: a fresh data directory has collected none."""
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def become_the_web() -> None:
    """From here on every connection is the role that serves the web, with row-level security."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    connection_created.connect(_set_role)
    _set_role(connection=connection)


def _set_role(connection, **options: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE vielklang_web")


class Asking:
    """Requests and how long they took; one before them warms up."""

    def __init__(self, request: Callable[[int], object]) -> None:
        self.request = request
        request(0)
        self.took: list[float] = []
        self.worked = cpu_ms()

    def ask(self) -> None:
        started = time.perf_counter()
        self.request(len(self.took))
        self.took.append((time.perf_counter() - started) * 1000)

    def figures(self) -> dict[str, float]:
        took = sorted(self.took)
        return {
            "p50_ms": round(took[len(took) // 2], 1),
            "p95_ms": round(took[int(len(took) * 0.95)], 1),
            "cpu_ms": round((cpu_ms() - self.worked) / len(took), 1),
        }


def measured(ask: Callable[[int], object], rounds: int) -> dict[str, float]:
    """`p50_ms`, `p95_ms` and `cpu_ms` of `ask(0)`, `ask(1)` …."""
    asking = Asking(ask)
    for _round in range(rounds):
        asking.ask()
    return asking.figures()


def cpu_ms() -> float:
    """Processor time of this process and of its database session so far: what a busy machine does not stretch."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    there = int(backend.read_text().split()[0]) / 1e6 if backend.exists() else 0.0
    return time.process_time() * 1000 + there


def show(rows: list[dict[str, object]], as_json: bool) -> None:
    """As JSON, or as a table whose heads are the first row's keys."""
    if as_json:
        print(json.dumps(rows))
        return
    first, *others = rows[0]
    print(f"{first:34}" + "".join(f"{name.replace('_', ' '):>9}" for name in others))
    for row in rows:
        print(f"{row[first]:34}" + "".join(f"{row[name]:>9}" for name in others))
