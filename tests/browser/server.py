"""The installation that the browser tests visit: example data in a database of its own, served by granian."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.template import create_database
from vielklang.config.postgres import EmbeddedPostgres

DATABASE = "vielklang_browser"
START_SECONDS = 180
PREPARE = (
    "import django; django.setup()\n"
    "from vielklang.config import setup\n"
    "setup.migrate(); setup.load_demonstration(); setup.collect_static()\n"
)


@contextmanager
def served_guide() -> Iterator[str]:
    """Start the server on a free port; yields its address. Test processes share one prepared database."""
    cluster_directory = Path(os.environ["VIELKLANG_TEST_CLUSTER"])
    files = cluster_directory / "browser"  # goes away with the cluster
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": EmbeddedPostgres(cluster_directory).url(DATABASE),
        "DJANGO_SETTINGS_MODULE": "vielklang.config.settings",
        "VIELKLANG_DATA_DIR": str(files),
        "VIELKLANG_PORT": str(port),
        # The quick encoder alone: the index is ready in seconds, and search without the other is seen too.
        "VIELKLANG_ENCODERS": "use",
        "VIELKLANG_ENQUIRY_WORK": "50000",  # as an installation asks of browsers
        "VIELKLANG_DEMONSTRATION": "true",  # example accounts sign in without a second factor
        "VIELKLANG_FEEDBACK_EMAIL": "accessibility@example.org",
    }
    _prepare(cluster_directory, files, environment)
    log = files / f"{port}.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "vielklang.config.cli", "web"],
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        _wait(server, port, log)
        address = f"http://127.0.0.1:{port}"
        # The first question loads the encoders; the tests measure pages, not that.
        urllib.request.urlopen(f"{address}/de/search/?q=Schule", timeout=START_SECONDS).close()
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _prepare(cluster_directory: Path, files: Path, environment: dict[str, str]) -> None:
    """Fill the database once per run; the second test process waits for the first."""
    with (cluster_directory / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = files / "prepared"
        if done.exists():
            return
        files.mkdir(exist_ok=True)
        create_database(DATABASE)
        result = subprocess.run(
            [sys.executable, "-c", PREPARE], env=environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr[-4000:]
        done.touch()


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < deadline, "the server did not get ready"
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
