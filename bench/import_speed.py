"""How long an import takes, by its phases, as the background worker does it, on a database of its own.

    python bench/import_speed.py [--rows 10000] [--form csv|xlsx] [--languages 3] [--profile]

Makes an invented file (200 organisations, texts in several languages, hours, places, a tenth with dates),
then: upload, dry run, import, export, dry run of the exported file (all unchanged), import of an edited file.
The search index follows in a job of its own and is not part of it. The database `bench_import` is thrown away.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vielklang.config.settings")
SEED, NAME = 2026, "bench_import"
WORDS = tuple(
    "Beratung Kurs Treff Hilfe Familie Sprache Arbeit Wohnen Schule Gesundheit Begleitung Beispiel Gruppe".split()  # noqa: SIM905
)
TOWNS = (
    ("47533", "Kleve"),
    ("47574", "Goch"),
    ("47608", "Geldern"),
    ("47623", "Kevelaer"),
    ("46446", "Emmerich am Rhein"),
)
LANGUAGES = ("de", "ar", "uk", "tr", "en", "fa")


def fresh(url: str) -> str:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME} ENCODING UTF8 TEMPLATE template0")
    return urlsplit(url)._replace(path=f"/{NAME}").geturl()


def row(number: int, draw: random.Random, languages: int) -> dict[str, str]:
    postcode, town = draw.choice(TOWNS)
    title = " ".join(draw.sample(WORDS, 3))
    cells = {
        "external_source": "Beispielverzeichnis",
        "external_id": f"B-{number}",
        "organisation": f"Beispielverein {number % 200}",
        "organisation_kind": "association",
        "status": "published",
        "kind": draw.choice(("counselling", "course", "group")),
        "topics": draw.choice(("debt-advice", "debt-advice|bank-and-consumer")),
        "languages": "de|ar|uk",
        "joining": "appointment",
        "cost_kind": "free",
        "phone": f"02821 {100_000 + number}",
        "email": f"beispiel{number}@example.org",
        "website": f"https://example.org/{number}",
        "place_name": "Beispielhaus",
        "street": f"Beispielstraße {number % 90 + 1}",
        "postcode": postcode,
        "town": town,
        "hours": "Mo-Fr 09:00-12:00 | Mi 14:00-16:00",
    }
    if number % 10 == 0:
        cells |= {
            "date_start": "2026-12-01 15:00",
            "date_minutes": "90",
            "date_rrule": "FREQ=WEEKLY;BYDAY=TU",
        }
    for tag in LANGUAGES[:languages]:
        cells[f"title_{tag}"] = f"{title} {number}"
        cells[f"summary_{tag}"] = f"{title} für alle."
        cells[f"description_{tag}"] = " ".join(draw.choices(WORDS, k=80))
    return cells


def table(rows: list[dict[str, str]], form: str) -> bytes:
    from vielklang.interfaces.exports.tables import write_csv, write_xlsx

    names = list(dict.fromkeys(name for cells in rows for name in cells))
    file = io.BytesIO()
    if form == "csv":
        write_csv(file, names, rows)
    else:
        write_xlsx(file, names, rows, sheet="Angebote")
    return file.getvalue()


class Bench:
    """One import after the other, each phase timed."""

    def __init__(self, rows: int) -> None:
        from vielklang.centres.models import Centre
        from vielklang.core.actor import Actor, ActorKind

        self.rows, self.seconds, self.own = rows, dict[str, float](), dict[str, float]()
        self.centre = Centre.objects.get(slug="kreis-kleve")
        self.by = Actor(ActorKind.IMPORT, "Messung")

    def timed(self, name: str, act: Callable[[], Any]) -> Any:
        start, own = time.perf_counter(), time.process_time()
        result = act()
        self.seconds[name], self.own[name] = time.perf_counter() - start, time.process_time() - own
        print(
            f"  {name:<34} {self.seconds[name]:7.1f} s {self.rows / self.seconds[name]:9.0f} rows/s",
            file=sys.stderr,
        )
        return result

    def whole(self, name: str, file_name: str, content: bytes, *, write: bool = True) -> dict[str, Any]:
        """Upload, check and import by the same entry points as the worker's."""
        from vielklang.core.scope import centre_scope
        from vielklang.interfaces import actions, tasks
        from vielklang.interfaces.actions import Upload
        from vielklang.interfaces.models import ImportRun

        with centre_scope(self.centre):
            upload = Upload(file_name=file_name, content=content)
            run = actions.start_import(by=self.by, centre=self.centre, upload=upload)
        key = (str(run.public_id), self.centre.pk)
        self.timed(f"{name}: check", lambda: tasks.check_import(*key))
        with centre_scope(self.centre):
            found = ImportRun.objects.get(pk=run.pk)
            assert found.report["error_count"] == 0, found.report["errors"][:3]
            if not write:
                return dict(found.report)
            actions.confirm_import(by=self.by, run=found)
        self.timed(f"{name}: import", lambda: tasks.run_import(*key))
        with centre_scope(self.centre):
            found = ImportRun.objects.get(pk=run.pk)
        assert found.state == "done", (found.state, found.problem)
        return dict(found.report)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    from vielklang.centres.actions import load_centres
    from vielklang.core.actor import SYSTEM

    call_command("migrate", interactive=False, verbosity=0)
    load_centres(by=SYSTEM)
    draw = random.Random(SEED)
    rows = [row(number, draw, options.languages) for number in range(options.rows)]
    content = table(rows, options.form)
    print(f"{len(rows)} rows, {len(rows[0])} columns, {len(content) / 1e6:.1f} MB", file=sys.stderr)
    bench = Bench(len(rows))
    report = bench.whole("new", f"a.{options.form}", content)
    assert report["created"] == len(rows)
    exported = bench.timed("export", lambda: _export(bench, options.form))
    report = bench.whole("unchanged", f"b.{options.form}", exported, write=False)
    assert report["counts"] == {"unchanged": len(rows)}, report["counts"]
    if options.changed:
        edited = [cells | {"email": f"neu{number}@example.org"} for number, cells in enumerate(rows)]
        bench.whole("changed", f"c.{options.form}", table(edited, options.form))
    first = bench.seconds["new: check"] + bench.seconds["new: import"]
    return {
        "rows": len(rows),
        "seconds": round(first, 1),
        "rows_per_second": round(len(rows) / first),
        "check_share": round(bench.seconds["new: check"] / first, 2),
        "import_share": round(bench.seconds["new: import"] / first, 2),
        "phases": {name: round(value, 1) for name, value in bench.seconds.items()},
        "own_processor_seconds": {name: round(value, 1) for name, value in bench.own.items()},
        "load": os.getloadavg(),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _export(bench: Bench, form: str) -> bytes:
    from vielklang.interfaces.exports import offer_forms
    from vielklang.interfaces.exports.query import Filters, offers_of

    file = io.BytesIO()
    offer_forms()[form].write(file, offers_of(bench.centre, Filters()))
    return file.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--form", choices=["csv", "xlsx"], default="csv")
    parser.add_argument("--languages", type=int, default=3)
    parser.add_argument("--changed", action="store_true", help="also an import that changes every row")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    csv.field_size_limit(1_000_000)

    from vielklang.config.environment import load_environment
    from vielklang.config.processes import database

    with database(load_environment()) as url:
        os.environ["DATABASE_URL"] = fresh(url)
        if options.profile:
            import cProfile
            import pstats

            with cProfile.Profile() as profile:
                measure(options)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
        else:
            print(json.dumps(measure(options), indent=1))
        from django.db import connections

        connections["default"].close()
        connections["default"].close_pool()


if __name__ == "__main__":
    main()
