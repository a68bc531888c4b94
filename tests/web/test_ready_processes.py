"""Two web processes, people who publish and withdraw at the same time: no process shows what was before."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.browser.server import _free_port
from tests.offers.factories import ALICE, draft, text
from vielklang.config.postgres import EmbeddedPostgres
from vielklang.offers import actions
from vielklang.offers.models import Offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
START_SECONDS = 60
ROUNDS = 8
COLLECT = "import django; django.setup()\nfrom vielklang.config import setup\nsetup.collect_static()\n"


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of two web processes on the test's database."""
    url = EmbeddedPostgres(Path(os.environ["VIELKLANG_TEST_CLUSTER"])).url(connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "vielklang.config.settings",
        "VIELKLANG_DATA_DIR": str(tmp_path),
        "VIELKLANG_ENCODERS": "",
    }
    subprocess.run([sys.executable, "-c", COLLECT], env=environment, check=True, capture_output=True)
    started, addresses = [], []
    for _n in range(2):
        port = _free_port()
        addresses.append(f"http://127.0.0.1:{port}")
        with (tmp_path / f"{port}.log").open("wb") as log:
            command = [sys.executable, "-m", "vielklang.config.cli", "web"]
            one = environment | {"VIELKLANG_PORT": str(port)}
            started.append(subprocess.Popen(command, env=one, stdout=log, stderr=log))
    deadline = time.monotonic() + START_SECONDS
    for address in addresses:
        while ask(f"{address}/health/live")[0] != 200:
            assert time.monotonic() < deadline, [path.read_text() for path in tmp_path.glob("*.log")]
            time.sleep(0.1)
    yield addresses
    for process in started:
        process.terminate()
    for process in started:
        process.wait(30)


def ask(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


class Writer(threading.Thread):
    """Changes one offer again and again, and after each commit asks every process for it."""

    def __init__(self, number: int, addresses: list[str]) -> None:
        super().__init__()
        self.number, self.addresses, self.checks = number, addresses, 0
        self.stale: list[str] = []

    def run(self) -> None:
        try:
            self._work()
        except Exception as error:
            self.stale.append(repr(error))
        finally:
            connections.close_all()

    def _work(self) -> None:
        title = f"Beispiel {self.number} am Anfang"
        offer = actions.create_offer(by=ALICE, draft=draft(texts=(text(title=title),)))
        for turn in range(ROUNDS):
            offer = actions.publish_offer(by=ALICE, offer=offer)
            self._look(offer, title, is_there=True)
            before, title = title, f"Beispiel {self.number} zum {turn}. Mal"
            changed = draft(organisation=offer.organisation, texts=(text(title=title),))
            offer = actions.update_offer(by=ALICE, offer=offer, draft=changed)
            self._look(offer, title, is_there=True)
            self._look(offer, before, is_there=False)
            offer = actions.suspend_offer(by=ALICE, offer=offer, reason="Umbau")
            self._look(offer, title, is_there=False)
        actions.publish_offer(by=ALICE, offer=offer)
        Offer.objects.filter(pk=offer.pk).delete()
        self._look(offer, title, is_there=False)

    def _look(self, offer: Offer, title: str, *, is_there: bool) -> None:
        for address in self.addresses:
            for path in ("/de/kreis-kleve/", f"/de/offer/{offer.public_id}/"):
                status, body = ask(f"{address}{path}")
                self.checks += 1
                if status not in {200, 404} or (title in body) != is_there:
                    self.stale.append(f"{path}: {status}, {title!r} expected {is_there}")


def test_nothing_stale_with_two_processes_and_two_writers(processes: list[str]) -> None:
    writers = [Writer(number, processes) for number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [line for writer in writers for line in writer.stale] == []
    assert all(writer.checks == (ROUNDS * 4 + 1) * 4 for writer in writers)
