"""Whether anything is lost when web, worker and database are killed while thousands of people ask at once.

    python bench/nothing_lost.py [--enquiries 10000] [--people 60] [--json]

A whole installation of its own in a temporary directory: PostgreSQL, two web processes, a worker, an SMTP server on
loopback. People open the form in the guide, fill it in and send it over HTTP, each from an address of their own
(127.x.y.z), and send the same form again where no answer came. A colleague answers meanwhile, so that mails are
owed. Web, worker and database are each killed twice with SIGKILL and started again. Then everything is counted: of the
enquiries that were acknowledged how many are missing or there twice, and what became of each mail. Exits with 1
where something is lost or doubled.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from http.client import HTTPConnection, HTTPException
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
PLACE = "/de/ask/?place=47533-05154036"
FORMS_AT_ONCE, READS_FOR = 6, 3.2
"""A person has so many forms open and reads for so many seconds: what comes quicker is taken for a program."""
ANSWERED = 0.2
"""Of the enquiries; each of these is owed a mail."""
KILLS = (
    (0.1, "web"),
    (0.25, "worker"),
    (0.4, "database"),
    (0.55, "web"),
    (0.7, "worker"),
    (0.85, "database"),
)
DRAIN_SECONDS = 420
MOST_WORK = 1000
"""Hashes for a form: few, because the crowd's browsers share this machine with the installation."""
_CODE = re.compile(r"\b\d{3}(?:-\d{3}){5}\b")
_FORM = re.compile(r'name="form"[^>]*value="([^"]+)"')
_PUZZLE = re.compile(r'data-vk-work="([^"]+)"')


@dataclass
class Mailbox:
    """What arrived by SMTP, by recipient: everybody who asks has an address of their own."""

    arrived: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.arrived.update(envelope.rcpt_tos)
        return "250 OK"


class Installation:
    """Database, web and worker, each of which can be killed and comes back."""

    def __init__(self, directory: Path, smtp_port: int) -> None:
        from vielklang.config.postgres import EmbeddedPostgres

        self.cluster = EmbeddedPostgres(directory / "pg", options={"max_connections": "120"})
        self.directory, self.port = directory, free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.is_over = False
        self.environment = os.environ | {
            "DATABASE_URL": self.cluster.url(),
            "DJANGO_SETTINGS_MODULE": "vielklang.config.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "VIELKLANG_DATA_DIR": str(directory / "data"),
            "VIELKLANG_ENCODERS": "",
            "VIELKLANG_ENQUIRY_WORK": str(MOST_WORK),
            "VIELKLANG_PORT": str(self.port),
            "VIELKLANG_WORKERS": "2",
            "VIELKLANG_THREADS": "4",
            "VIELKLANG_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        }

    def start(self) -> None:
        self.cluster.start()
        self.cluster.create_database()
        command = [sys.executable, "-m", "vielklang.config.cli", "migrate"]
        subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        for name in ("web", "worker"):
            self._spawn(name)
        threading.Thread(target=self._watch, daemon=True).start()

    def _spawn(self, name: str) -> None:
        with (self.directory / f"{name}.log").open("ab") as log:
            command = [sys.executable, "-m", "vielklang.config.cli", name]
            self.processes[name] = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def _watch(self) -> None:
        """What a service manager does: a process that has ended is started again after a second."""
        while not self.is_over:
            for name, process in list(self.processes.items()):
                if process.poll() is not None and not self.is_over:
                    time.sleep(1)
                    self._spawn(name)
            time.sleep(0.2)

    def kill(self, name: str) -> None:
        """SIGKILL to it and to all that it has started."""
        if name == "database":
            server = int((self.cluster.data / "postmaster.pid").read_text().splitlines()[0])
            kill_tree(server)
            while self.cluster.is_running():
                time.sleep(0.1)
            self.cluster.start()
        else:
            with suppress(ProcessLookupError):
                os.killpg(self.processes[name].pid, signal.SIGKILL)

    def stop(self) -> None:
        self.is_over = True
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.cluster.stop()


def kill_tree(process: int) -> None:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for one in (process, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class People:
    """All who ask. `acknowledged` is what the guide said it has, by the mark in the question."""

    def __init__(self, port: int, count: int, threads: int) -> None:
        self.port, self.count, self.threads = port, count, threads
        self.acknowledged: dict[str, str] = {}
        self.to_answer: queue.Queue[str] = queue.Queue()
        self.retries, self.refused = Counter[str](), Counter[int]()
        self._numbers = iter(range(count))
        self._lock = threading.Lock()

    def ask(self) -> None:
        """Returns when every form was acknowledged."""
        crowd = [threading.Thread(target=self._person, args=(n,), daemon=True) for n in range(self.threads)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()

    def _person(self, number: int) -> None:
        asked = 0
        while mine := self._take():
            group = asked // FORMS_AT_ONCE  # an address of their own: the limits hold here as everywhere
            source = f"127.{10 + number}.{group // 250}.{1 + group % 250}"
            forms = [(n, self._open(source)) for n in mine]
            time.sleep(READS_FOR)
            for n, form in forms:
                self._send(n, form, source)
            asked += len(mine)

    def _take(self) -> list[int]:
        with self._lock:
            return list(islice(self._numbers, FORMS_AT_ONCE))

    def _open(self, source: str) -> dict[str, str]:
        while True:
            status, body = self._request(source, "GET", PLACE)
            form, puzzle = _FORM.search(body), _PUZZLE.search(body)
            if status == 200 and form and puzzle:
                return {"form": form[1], "work": solved(json.loads(unescape(puzzle[1])))}
            self._wait(status)

    def _send(self, number: int, form: dict[str, str], source: str) -> None:
        mark = f"Beispielfrage Nummer {number:06}"
        data = urlencode(
            {
                "question": mark,
                **form,
                "answer_by": "email",
                "contact": f"frage{number:06}@example.org",
                "agrees": "answer",
            }
        )
        while True:
            status, body = self._request(source, "POST", PLACE, data)
            if status == 200:
                code = _CODE.search(body)
                self.acknowledged[mark] = code[0] if code else ""
                if code and number % round(1 / ANSWERED) == 0:
                    self.to_answer.put(code[0])
                return
            self._wait(status)

    def _wait(self, status: int) -> None:
        """No answer, or one that says "later": once more. Any other refusal is an error of this bench."""
        if status not in {0, 500, 502, 503}:
            self.refused[status] += 1
            if self.refused[status] > 20:
                raise SystemExit(f"refused with {status}: not what this bench is about")
        self.retries[str(status)] += 1
        time.sleep(0.5)

    def _request(self, source: str, method: str, path: str, data: str = "") -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(source, 0))
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if data else {}
        try:
            connection.request(method, path, body=data or None, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, HTTPException):
            return 0, ""
        finally:
            connection.close()


def solved(puzzle: dict[str, str]) -> str:
    """The work that a browser does while somebody writes (`enquiries.spam`)."""
    for number in range(MOST_WORK + 1):
        if sha256(f"{puzzle['salt']}{number}".encode()).hexdigest() == puzzle["challenge"]:
            answer = {key: puzzle[key] for key in ("algorithm", "challenge", "salt", "signature")}
            return b64encode(json.dumps(answer | {"number": number}).encode()).decode()
    raise SystemExit("a puzzle without an answer")


def answer_all(people: People, is_over: threading.Event) -> None:
    """A colleague at the desk: every answer once, though the database goes away under them."""
    from django.db import InterfaceError, OperationalError, connection
    from django_fsm import TransitionNotAllowed

    from vielklang.core.actor import SYSTEM
    from vielklang.core.scope import centre_scope
    from vielklang.enquiries.actions import answer_enquiry
    from vielklang.enquiries.codes import digest_of
    from vielklang.enquiries.rules import enquiry_by_digest

    while not (is_over.is_set() and people.to_answer.empty()):
        with suppress(queue.Empty):
            code = people.to_answer.get(timeout=0.5)
            try:
                found = enquiry_by_digest(digest_of(code))
                assert found is not None, "an acknowledged enquiry is not there"
                with centre_scope(found.centre):
                    if found.answered_at is None:
                        answer_enquiry(by=SYSTEM, enquiry=found, german="Beispielantwort")
            except (OperationalError, InterfaceError, TransitionNotAllowed):
                connection.close()
                people.to_answer.put(code)
                time.sleep(0.5)


def kill_all(installation: Installation, people: People, killed: Counter[str]) -> None:
    for share, name in KILLS:
        while len(people.acknowledged) < share * people.count:
            time.sleep(0.1)
        installation.kill(name)
        killed[name] += 1


@contextmanager
def running():
    """A mailbox and an installation, both gone afterwards."""
    from aiosmtpd.controller import Controller

    with tempfile.TemporaryDirectory(prefix="vk-lost-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        mailbox = Mailbox()
        smtp = Controller(mailbox, hostname="127.0.0.1", port=free_port())
        smtp.start()
        installation = Installation(Path(name), smtp.port)
        try:
            installation.start()
            yield installation, mailbox
        finally:
            installation.stop()
            smtp.stop()


def run(count: int, threads: int) -> dict[str, object]:
    with running() as (installation, mailbox):
        os.environ.update(installation.environment)
        import django

        django.setup()
        people, killed, is_over = People(installation.port, count, threads), Counter[str](), threading.Event()
        others = [
            threading.Thread(target=answer_all, args=(people, is_over), daemon=True),
            threading.Thread(target=kill_all, args=(installation, people, killed), daemon=True),
        ]
        for one in others:
            one.start()
        started = time.monotonic()
        people.ask()
        took = time.monotonic() - started
        is_over.set()
        for one in others:
            one.join()
        drained = drain()
        figures = counted(people, mailbox)
    return {
        "killed": dict(killed), "seconds": round(took), "sent_again": dict(people.retries),
        "refused": dict(people.refused),
        "queue_empty_after_seconds": round(drained), **figures,
    }  # fmt: skip


def drain() -> float:
    """Until no mail waits any more."""
    started = time.monotonic()
    while ask("SELECT count(*) FROM core_outgoingmail WHERE state IN ('waiting', 'sending')")[0][0]:
        if time.monotonic() - started > DRAIN_SECONDS:
            break
        time.sleep(1)
    return time.monotonic() - started


def ask(question: str) -> list[tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def counted(people: People, mailbox: Mailbox) -> dict[str, object]:
    """Read as the owner of the tables, past every scope."""
    from vielklang.core.encryption import decrypt

    stored = Counter(
        decrypt(row[0]) for row in ask("SELECT text FROM enquiries_enquirymessage WHERE direction = 'asked'")
    )
    mails = ask(
        "SELECT c.value, m.state, m.problem FROM enquiries_enquirymessage a"
        " JOIN enquiries_enquirycontact c USING (enquiry_id)"
        " LEFT JOIN core_outgoingmail m ON m.key = 'enquiry:' || a.public_id WHERE a.direction = 'answered'"
    )
    return {
        "asked": people.count,
        "acknowledged": len(people.acknowledged),
        "acknowledged_and_missing": sum(stored[mark] == 0 for mark in people.acknowledged),
        "stored_twice": sum(times > 1 for times in stored.values()),
        "mails_owed": len(mails),
        "mails_without_row": sum(state is None for _to, state, _problem in mails),
        "mails_sent": sum(state == "sent" for _to, state, _problem in mails),
        "mails_failed_with_reason": sum(state == "failed" and problem != "" for _to, state, problem in mails),
        "mails_neither": sum(state in {"waiting", "sending"} for _to, state, _problem in mails),
        "sent_but_not_arrived": sum(
            state == "sent" and mailbox.arrived[decrypt(to)] == 0 for to, state, _problem in mails
        ),
        "arrived_twice": sum(times > 1 for times in mailbox.arrived.values()),
    }


WRONG = (
    "acknowledged_and_missing", "stored_twice", "mails_without_row", "mails_neither", "sent_but_not_arrived",
    "arrived_twice",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--enquiries", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # leaves no process behind
    figures = run(options.enquiries, options.people)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):28}{value}")
    sys.exit(any(figures[name] for name in WRONG) or figures["acknowledged"] != figures["asked"])


if __name__ == "__main__":
    main()
