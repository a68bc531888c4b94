"""The whole installation as its operator runs it: start, Ctrl-C, `kill -9`, start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from vielklang.config.postgres import EmbeddedPostgres

pytestmark = pytest.mark.slow
START_SECONDS = 120
COMMAND = [sys.executable, "-m", "vielklang.config.cli"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """One `vielklang serve` with an embedded database in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory, self.port = directory, _free_port()
        self.cluster = EmbeddedPostgres(directory)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return environment | {
            "VIELKLANG_DATA_DIR": str(self.directory),
            "VIELKLANG_PORT": str(self.port),
        }

    def start(self) -> None:
        with (self.directory / "serve.log").open("ab") as log:
            self.process = subprocess.Popen([*COMMAND, "serve"], env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while self.status() != 200:
            assert self.process.poll() is None, (self.directory / "serve.log").read_text()
            assert time.monotonic() < deadline, "not ready"
            time.sleep(0.2)

    def status(self, path: str = "/health/ready") -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def signal(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(40)

    def wait_until_port_is_free(self) -> bool:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.status() == 0:
                return True
            time.sleep(0.2)
        return False


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    """Empty for the test that comes first, whichever that is; the next one starts what it left."""
    with tempfile.TemporaryDirectory(prefix="vk-serve-") as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


@pytest.fixture
def installation(directory: Path) -> Iterator[Installation]:
    installation = Installation(directory)
    assert not installation.cluster.is_running()
    yield installation
    if installation.process and installation.process.poll() is None:
        installation.process.kill()
        installation.process.wait()
    installation.wait_until_port_is_free()
    installation.cluster.stop()


def test_ctrl_c_stops_everything_the_database_included(installation):
    installation.start()
    assert installation.status("/de/") == 200
    assert installation.status("/de/kreis-kleve/") == 200

    assert installation.signal(signal.SIGINT) == 0

    assert installation.status() == 0
    assert not installation.cluster.is_running()


def test_after_kill_9_the_next_start_recovers(installation):
    installation.start()
    installation.signal(signal.SIGKILL)
    assert installation.wait_until_port_is_free(), "an orphan still holds the port"

    installation.start()

    assert installation.status("/de/kreis-kleve/") == 200
    assert installation.signal(signal.SIGTERM) == 0
    assert not installation.cluster.is_running()


def test_a_used_port_is_said_in_one_line(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        result = subprocess.run(
            [*COMMAND, "serve"],
            env=installation.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert result.returncode == 1
    assert "VIELKLANG_PORT" in result.stderr
    assert result.stderr.count("\n") == 1
