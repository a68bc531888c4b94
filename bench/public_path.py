"""How many readers the public path carries: requests a second and p99 of what clients fetch, beside a bare server.

    python bench/public_path.py [--offers 16200] [--seconds 6] [--growth] [--write]

54 centres × 300 offers × 8 languages in a database of their own (made once by `vielklang synthesize` in
`VIELKLANG_DATA_DIR`), two web processes, the database and the load generator on one machine. The load is `wrk`'s where
it is installed (`apt install wrk`), else a small generator in Python that reaches less. Every address is measured
twice in the same run: our own server, and a bare granian application that returns the same bytes with the same
headers. `--growth` measures a tenth, all and ten times the offers. `--write` puts the tables into docs/performance.md.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS, PROCESSES = 16, 2
HEADERS = {"Accept-Encoding": "br, gzip"}
CENTRE = "kreis-kleve"


@dataclass(frozen=True)
class Asked:
    """An address with what the issue asks for: requests a second, and whether it is ready bytes."""

    name: str
    path: str
    least: int


@dataclass(frozen=True)
class Measured:
    requests: float
    p50_ms: float
    p99_ms: float
    failed: int


def addresses(offer: str) -> list[Asked]:
    return [
        Asked("Integreat `pages/` of a centre", f"/api/v3/{CENTRE}/de/pages/", 1500),
        Asked("Integreat `regions/`", "/api/v3/regions/", 2500),
        Asked("start page of a centre in the guide", f"/de/{CENTRE}/", 1500),
        Asked("one offer's page", f"/de/offer/{offer}/", 1000),
        Asked("HSDS page of 50", "/hsds/services?per_page=50", 600),
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(command: list[str], port: int, environment: dict[str, str]) -> Iterator[str]:
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        for _n in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, command
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def fetch(address: str, path: str) -> tuple[dict[str, str], bytes]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=120)
    connection.request("GET", path, headers=HEADERS)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{path}: {answer.status} {body[:300]!r}"
    return {name.lower(): value for name, value in answer.getheaders()}, body


def load(address: str, path: str, seconds: float) -> Measured:
    return _wrk(address + path, seconds) if shutil.which("wrk") else _python(address, path, seconds)


def _wrk(url: str, seconds: float) -> Measured:
    headers = [part for name, value in HEADERS.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}", "--latency", *headers, url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    failed = [
        int(number)
        for line in re.findall(r"(?:Non-2xx|Socket errors).*", text)
        for number in re.findall(r"\d+", line)
    ]
    return Measured(
        requests=float(_found(r"Requests/sec:\s+([\d.]+)", text)),
        p50_ms=_milliseconds(_found(r"50%\s+(\S+)", text)),
        p99_ms=_milliseconds(_found(r"99%\s+(\S+)", text)),
        failed=sum(failed),
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def _python(address: str, path: str, seconds: float) -> Measured:
    """Threads with one connection each: for machines without wrk; reaches a fraction of it."""
    took: list[float] = []
    failed: list[int] = []
    until = time.monotonic() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
        while time.monotonic() < until:
            began = time.perf_counter()
            connection.request("GET", path, headers=HEADERS)
            answer = connection.getresponse()
            answer.read()
            took.append(time.perf_counter() - began)
            if answer.status != 200:
                failed.append(answer.status)

    threads = [threading.Thread(target=ask) for _n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    middle, late = took[len(took) // 2], took[int(len(took) * 0.99)]
    return Measured(len(took) / seconds, middle * 1000, late * 1000, len(failed))


BARE = """
import json
import sys
from pathlib import Path

INDEX = json.loads(Path(__file__).with_name("index.json").read_text())
ANSWERS = {path: (list(headers.items()), Path(file).read_bytes()) for path, (headers, file) in INDEX.items()}


def application(environ, start_response):
    query = environ.get("QUERY_STRING", "")
    headers, body = ANSWERS[environ["PATH_INFO"] + (f"?{query}" if query else "")]
    start_response("200 OK", headers)
    return [body]


if __name__ == "__main__":
    from granian import Granian
    from granian.constants import Interfaces

    port, workers = map(int, sys.argv[1:])
    Granian(
        "bare:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=4, backpressure=64,
    ).serve()
"""


@contextmanager
def bare(answers: dict[str, tuple[dict[str, str], bytes]], directory: Path) -> Iterator[str]:
    """A granian application that does nothing but return these bytes: the limit of this machine."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    index = {}
    for number, (path, (headers, body)) in enumerate(answers.items()):
        file = directory / f"{number}.bin"
        file.write_bytes(body)
        kept = {
            name: value for name, value in headers.items() if name not in {"date", "server", "connection"}
        }
        index[path] = (kept, str(file))
    (directory / "index.json").write_text(json.dumps(index))
    port = free_port()
    (directory / "bare.py").write_text(BARE)
    environment = os.environ | {"PYTHONPATH": str(directory)}
    with server(
        [sys.executable, str(directory / "bare.py"), str(port), str(PROCESSES)], port, environment
    ) as address:
        yield address


def data_of(offers: int) -> Path:
    """Where the data of this size lie."""
    return Path(os.environ.get("VIELKLANG_DATA_DIR", "var")).resolve() / "bench-public" / str(offers)


def fill(offers: int, directory: Path) -> None:
    done = directory / f"filled-{offers}"
    if not done.exists():
        directory.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {"VIELKLANG_DATA_DIR": str(directory)}
        command = ["synthesize", "--offers", str(offers), "--languages", "8", "--evenly"]
        subprocess.run([sys.executable, "-m", "vielklang.config.cli", *command], env=environment, check=True)
        done.touch()


@contextmanager
def our_server(directory: Path) -> Iterator[tuple[str, str]]:
    """Two web processes on the data of a directory; their address and the public id of an offer."""
    import psycopg

    from vielklang.config.postgres import EmbeddedPostgres, running

    port = free_port()
    with running(EmbeddedPostgres(directory)) as url:
        with psycopg.connect(url) as connection:
            query = """SELECT o.public_id FROM offers_offer o JOIN centres_centre c ON c.id = o.centre_id
                       WHERE c.slug = %s AND o.status = 'published' ORDER BY o.id LIMIT 1"""
            row = connection.execute(query, [CENTRE]).fetchone()
        assert row is not None
        environment = os.environ | {
            "VIELKLANG_DATA_DIR": str(directory),
            "VIELKLANG_PORT": str(port),
            "VIELKLANG_WORKERS": str(PROCESSES),
            "VIELKLANG_RATE_LIMIT": "1000000/minute",
        }
        prepare = (
            "import django; django.setup()\nfrom vielklang.config import setup\nsetup.collect_static()\n"
            # As the worker does every minute; the transactions that made the data are thousands.
            "from vielklang.core.publication import fold_publications\nfold_publications()\n"
        )
        settings = {"DJANGO_SETTINGS_MODULE": "vielklang.config.settings", "DATABASE_URL": url}
        subprocess.run([sys.executable, "-c", prepare], env=environment | settings, check=True)
        with server([sys.executable, "-m", "vielklang.config.cli", "web"], port, environment) as address:
            time.sleep(4)  # the encoders are loaded by a thread of each process
            yield address, str(row[0])


def measure(offers: int, directory: Path, seconds: float) -> list[dict[str, object]]:
    fill(offers, directory)
    rows: list[dict[str, object]] = []
    answers: dict[str, tuple[dict[str, str], bytes]] = {}
    with our_server(directory) as (address, offer):
        asked = addresses(offer)
        ours = {}
        for one in asked:
            began = time.perf_counter()
            answers[one.path] = fetch(address, one.path)
            first = (time.perf_counter() - began) * 1000
            for _n in range(20):  # every process has made it
                fetch(address, one.path)
            ours[one.path] = (load(address, one.path, seconds), first)
    with bare(answers, directory / "bare") as address:
        for one in asked:
            limit = load(address, one.path, seconds)
            got, first = ours[one.path]
            rows.append(
                {
                    "name": one.name,
                    "bytes": len(answers[one.path][1]),
                    "requests": round(got.requests),
                    "least": one.least,
                    "p50": round(got.p50_ms, 1),
                    "p99": round(got.p99_ms, 1),
                    "failed": got.failed + limit.failed,
                    "bare": round(limit.requests),
                    "ratio": round(got.requests / limit.requests, 2),
                    "first": round(first),
                }
            )
    return rows


def table(rows: list[dict[str, object]]) -> str:
    lines = [
        "| address | bytes | requests/s | asked for | p50 ms | p99 ms | bare granian | part of it | first answer ms |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        "| {name} | {bytes:,} | **{requests:,}** | {least:,} | {p50} | {p99} | {bare:,} | {ratio} | {first} |".format(
            **row
        )
        for row in rows
    ]
    return "\n".join(lines)


def write(name: str, text: str) -> None:
    """Replace the block between `<!-- name -->` and `<!-- /name -->` in docs/performance.md."""
    path = ROOT / "docs" / "performance.md"
    page = path.read_text(encoding="utf-8")
    pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    assert re.search(pattern, page, re.S), name
    path.write_text(
        re.sub(pattern, lambda match: match[1] + text + "\n" + match[2], page, flags=re.S), encoding="utf-8"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--offers", type=int, default=16_200)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    sizes = (
        [options.offers // 10, options.offers, options.offers * 10] if options.growth else [options.offers]
    )
    for size in sizes:
        rows = measure(size, data_of(size), options.seconds)
        text = table(rows)
        print(f"\n{size:,} offers\n{text}", flush=True)
        if any(row["failed"] for row in rows):
            print("requests failed:", [(row["name"], row["failed"]) for row in rows if row["failed"]])
        if options.write:
            write(f"public path {size}", text)


if __name__ == "__main__":
    main()
