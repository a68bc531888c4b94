"""How fast the search is: p50 and p95 of whole searches, encoding included, and the memory of the process.

    python bench/search_speed.py [--offers 10000 100000] [--searches 300] [--json]

Each size has a database of its own (`bench_10000` …) beside the installation's, filled once by `synthesize` and kept;
100,000 offers take about five minutes to make. Questions: bench/everyday; places: all postcodes of the state.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vielklang.config.settings")
QUESTIONS = Path(__file__).parent / "everyday" / "queries.jsonl"
SEED = 2026


def database_for(url: str, size: int) -> str:
    """The URL of the database for this size, which is made if it does not exist."""
    import psycopg

    name = f"bench_{size}"
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"CREATE DATABASE {name} ENCODING UTF8 TEMPLATE template0")
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def fill(size: int) -> None:
    from django.core.management import call_command

    from vielklang.centres.actions import load_centres
    from vielklang.core.actor import SYSTEM
    from vielklang.offers.models import Offer
    from vielklang.search.synthesis import synthesize

    call_command("migrate", interactive=False, verbosity=0)
    load_centres(by=SYSTEM)
    missing = size - Offer.objects.count()
    if missing > 0:
        synthesize(by=SYSTEM, offers=missing, seed=SEED, progress=show)


def show(done: int, total: int) -> None:
    print(f"  {done} of {total} offers", file=sys.stderr)


def requests(count: int):
    from vielklang.centres.models import CentreArea
    from vielklang.places.finding import find_place
    from vielklang.places.models import Postcode
    from vielklang.search.queries import SearchRequest

    draw = random.Random(SEED)
    questions = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    centres = dict(CentreArea.objects.values_list("municipality_id", "centre_id"))
    places = [find_place(code).place for code in Postcode.objects.values_list("code", flat=True)]
    places = [place for place in places if place]
    for question in draw.choices(questions, k=count):
        place = draw.choice(places)
        yield SearchRequest(
            text=question["text"], language=question["language"], place=place, centre_id=centres[place.key]
        )


def measure(size: int, count: int) -> dict[str, float]:
    import django

    django.setup()
    fill(size)
    from vielklang.search.queries import search_offers

    for request in requests(20):
        search_offers(request)
    took = []
    for request in requests(count):
        started = time.perf_counter()
        search_offers(request)
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    return {
        "offers": size,
        "p50_ms": round(took[len(took) // 2], 1),
        "p95_ms": round(took[int(len(took) * 0.95)], 1),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def measured_in_own_process(url: str, size: int, count: int) -> dict[str, float]:
    environment = os.environ | {"DATABASE_URL": database_for(url, size)}
    command = [sys.executable, __file__, "--measure", str(size), "--searches", str(count)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--offers", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--searches", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure, options.searches)))
        return
    from vielklang.config.environment import load_environment
    from vielklang.config.processes import database

    with database(load_environment()):
        url = os.environ["DATABASE_URL"]
        rows = [measured_in_own_process(url, size, options.searches) for size in options.offers]
    if options.json:
        print(json.dumps(rows))
        return
    print("  offers   p50 ms   p95 ms   memory MB")
    for row in rows:
        print(f"{row['offers']:8}  {row['p50_ms']:7}  {row['p95_ms']:7}  {row['memory_mb']:10}")


if __name__ == "__main__":
    main()
