"""How fast a desk's list of organisations and the search for duplicates are in a centre of 5,000 entries.

    DATABASE_URL=postgresql://… python bench/organisations_list.py [--rows 5000]

Needs a migrated database (`vielklang migrate`); everything happens in one transaction that is rolled back.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vielklang.config.settings")

import django  # noqa: E402

django.setup()

from bench.duplicates import invented  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from vielklang.centres.models import Centre  # noqa: E402
from vielklang.core.actor import SYSTEM  # noqa: E402
from vielklang.core.scope import centre_scope  # noqa: E402
from vielklang.organisations import actions  # noqa: E402
from vielklang.organisations.listing import organisation_page  # noqa: E402
from vielklang.organisations.models import Organisation  # noqa: E402

LISTS: tuple[dict[str, Any], ...] = (
    {},
    {"sort": "-offers"},
    {"q": "brücke goch"},
    {"q": "02823"},
    {"sort": "-town", "page": 80},
    {"language": "tr"},
    {"mso": "unknown"},
    {"offers": "with"},
)


def main(count: int) -> None:
    centre = Centre.objects.get(key="05154")
    with transaction.atomic():
        _fill(centre, count)
        with centre_scope(centre):
            for values in LISTS:
                _measure(centre, values)
        start, clock = time.process_time(), time.perf_counter()
        found = actions.refresh_duplicates(by=SYSTEM, centre=centre)
        taken = time.process_time() - start, time.perf_counter() - clock
        print(f"duplicates: {found} pairs, {taken[0]:.1f} s of the processor, {taken[1]:.1f} s in all")
        transaction.set_rollback(True)


def _fill(centre: Centre, count: int) -> None:
    fields = ("name", "street", "postcode", "town", "phone", "email")
    Organisation.objects.bulk_create(
        Organisation(kind="association", centre=centre, **{field: getattr(row, field) for field in fields})
        for row in invented(count)[0]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organisations_organisation")


def _measure(centre: Centre, values: dict[str, Any]) -> None:
    times = []
    for _ in range(15):
        start = time.perf_counter()
        list(organisation_page(centre, values))
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"{values or 'everything'}: p50 {times[7]:.0f} ms, slowest {times[-1]:.0f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    main(parser.parse_args().rows)
