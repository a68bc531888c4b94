"""How fast coordination is: p50, p95 and processor time of whole pages over all centres, as the web role.

    python bench/coordination.py [--offers 50000] [--requests 54] [--json]

The database (`bench_coordination_50000`) lies beside the installation's, is filled once by `synthesize` and kept.
Beside the offers it holds a date for every fifth of them and 30,000 searches without a result.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys

import whole_pages

SEED = 2026
MISSES = 30_000
COORDINATION = "/desk/{slug}/coordination/"
PAGES = {
    "matrix, offers": COORDINATION,
    "matrix, distance": COORDINATION + "?measure=distance",
    "matrix, languages": COORDINATION + "?by=language",
    "gaps": COORDINATION + "gaps/",
    "overlaps": COORDINATION + "overlaps/",
    "map": COORDINATION + "map/?topic=debt-advice",
    "cell": COORDINATION + "cell/?topic=debt-advice&by=municipality",
    "calendar": "/desk/{slug}/calendar/",
    "matrix as PDF": COORDINATION + "matrix.pdf",
    "feed of dates": "/feeds/{slug}/dates.ics",
    "state view": "/state/",
    "state view, one topic": "/state/?topic=sport",
}


def fill(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from vielklang.core.actor import SYSTEM
    from vielklang.offers.models import Offer, OfferOccurrence
    from vielklang.search.models import SearchMiss
    from vielklang.search.synthesis import synthesize

    call_command("migrate", interactive=False, verbosity=0)
    missing = size - Offer.objects.count()
    if missing > 0:
        synthesize(by=SYSTEM, offers=missing, seed=SEED, progress=show)
    draw, now = random.Random(SEED), dt.datetime.now(dt.UTC)
    OfferOccurrence.objects.all().delete()
    starts = [now + dt.timedelta(hours=draw.randrange(90 * 24)) for _ in range(size // 5)]
    ids = draw.sample(list(Offer.objects.values_list("pk", flat=True)), size // 5)
    rows = [
        OfferOccurrence(offer_id=pk, starts_at=start, ends_at=start + dt.timedelta(hours=2))
        for pk, start in zip(ids, starts, strict=True)
    ]
    OfferOccurrence.objects.bulk_create(rows, batch_size=5000)
    if not SearchMiss.objects.exists():
        SearchMiss.objects.bulk_create(list(misses(draw)), batch_size=5000, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def misses(draw: random.Random):
    from vielklang.centres.models import Centre
    from vielklang.offers.taxonomy import get_taxonomy
    from vielklang.search.models import SearchMiss

    centres = list(Centre.objects.values_list("pk", flat=True))
    topics = list(get_taxonomy().topics.values())
    today = dt.datetime.now(dt.UTC).date()
    for _ in range(MISSES):
        tag = draw.choice(["de", "en", "tr", "ar", "uk"])
        word = draw.choice(draw.choice(topics).synonyms[tag]).lower()[:80]
        day = today - dt.timedelta(days=draw.randrange(90))
        yield SearchMiss(
            word=word, language=tag, centre_id=draw.choice(centres), day=day, count=draw.randint(1, 9)
        )


def show(done: int, total: int) -> None:
    print(f"  {done} of {total} offers", file=sys.stderr)


def people(centres):
    """A person who leads every centre, and one of the state."""
    from tests.world import make_membership, make_user

    from vielklang.accounts.models import User
    from vielklang.core.permissions import Role
    from vielklang.core.scope import accounts_door

    with accounts_door():
        lead, coordination = (
            User.objects.filter(email=f"{name}@example.org").first() for name in ("lead", "land")
        )
    if lead is None:
        lead, coordination = make_user("lead@example.org"), make_user("land@example.org")
        for centre in centres:
            make_membership(lead, Role.LEAD, centre=centre)
        make_membership(coordination, Role.COORDINATION)
    return lead, coordination


def measure(size: int, count: int) -> list[dict[str, object]]:
    import django

    django.setup()
    from django.test import Client
    from tests.world import sign_in

    from vielklang.centres.models import Centre

    fill(size)
    whole_pages.serve_plainly()
    centres = list(Centre.objects.active())
    lead, coordination = people(centres)
    desk, state = sign_in(Client(), lead), sign_in(Client(), coordination)
    whole_pages.become_the_web()
    rows = []
    for name, address in PAGES.items():
        client = state if address.startswith("/state/") else desk
        sizes: list[int] = []

        def ask(number: int, client=client, address=address, sizes=sizes) -> None:
            answer = client.get(address.format(slug=centres[number % len(centres)].slug))
            assert answer.status_code == 200, (address, answer.status_code)
            sizes.append(len(answer.content))

        figures = whole_pages.measured(ask, count)
        rows.append({"page": name, **figures, "kb": max(sizes) // 1000})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--offers", type=int, default=50_000)
    parser.add_argument("--requests", type=int, default=54)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.offers, options.requests)))
        return
    name = f"bench_coordination_{options.offers}"
    rows = whole_pages.in_own_process(
        __file__, name, "--offers", options.offers, "--requests", options.requests
    )
    whole_pages.show(rows, options.json)


if __name__ == "__main__":
    main()
