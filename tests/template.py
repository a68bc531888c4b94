"""The migrated database that every database of the tests is a copy of, and the cluster it lies in.

Migrations take some fifteen seconds of processor time, a copy takes none: the cluster is kept in `var/test` under a
digest of all that can reach it, and made anew as soon as any of that changes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import psycopg

from vielklang.config.postgres import EmbeddedPostgres

TEMPLATE = "vielklang_template"
ROOT = Path(__file__).resolve().parent.parent
_KEPT = ROOT / "var" / "test" / "template"
_SHOWN_ONLY = {"templates", "static", "frontend", "locale", "__pycache__"}
_MIGRATE = "import django; django.setup()\nfrom vielklang.config import setup; setup.migrate()"


def start(cluster: EmbeddedPostgres) -> None:
    """Start the throw-away cluster with the migrated database in it."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    kept = _KEPT / _digest()
    with (_KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another run of this checkout may be keeping its own
        if kept.exists():
            cluster.data.parent.mkdir(parents=True, exist_ok=True)
            _copy(kept, cluster.data)
        else:
            _migrate(cluster)
            for old in _KEPT.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            unfinished = _KEPT / "unfinished"
            _copy(cluster.data, unfinished)
            unfinished.rename(kept)
    cluster.start()


def create_database(name: str) -> None:
    """A migrated database of this name in the cluster of this run."""
    cluster = EmbeddedPostgres(Path(os.environ["VIELKLANG_TEST_CLUSTER"]))
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE}')


def _migrate(cluster: EmbeddedPostgres) -> None:
    """In a process of its own, as an installation does it; the cluster is stopped again afterwards."""
    cluster.start()
    try:
        cluster.create_database()
        cluster.create_database(TEMPLATE)
        environment = os.environ | {
            "DATABASE_URL": cluster.url(TEMPLATE),
            "DJANGO_SETTINGS_MODULE": "vielklang.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        command = [sys.executable, "-c", _MIGRATE]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr[-4000:]
    finally:
        cluster.stop()


def _copy(source: Path, target: Path) -> None:
    """With its owner: where root runs the tests, the files are those of the user that PostgreSQL runs as."""
    subprocess.run(["cp", "-a", source, target], check=True)


def _digest() -> str:
    """Of our code and data, the packages and Python; what is only shown (pages, styles, words) cannot reach a table."""
    content = hashlib.sha256(sys.version.encode() + Path(__file__).read_bytes())
    content.update(repr(sorted((x.metadata["Name"], x.version) for x in distributions())).encode())
    package = ROOT / "src" / "vielklang"
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        if path.is_file() and not _SHOWN_ONLY & set(parts):
            content.update("/".join(parts).encode() + b"\0" + path.read_bytes())
    return content.hexdigest()[:24]
