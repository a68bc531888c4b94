"""How fast the desk's list of offers is with 50,000 of them in one centre: p50 and p95 of whole requests.

    python bench/desk_lists.py [--offers 50000] [--rounds 15] [--json]

The time of a request is the server's: session, rights, scope, queries, template, through Django's test client and as
the role that serves the web, with row-level security. The offers stand in a database of their own (`bench_desk_50000`)
beside the installation's, made once from a few hundred real drafts by SQL and kept.
"""

from __future__ import annotations

import argparse
import json
import random
from functools import partial

import whole_pages

SEED, SEEDS, HOME = 2026, 400, "05154"
ASKED = (
    ("as it opens", ""),
    ("published, by title", "tab=published&sort=title"),
    ("by title, page 20", "sort=title&page=20"),
    ("by title, page 900", "sort=title&page=900"),
    ("by change, page 500", "sort=-changed&page=500"),
    ("by organisation", "sort=organisation"),
    ("by organisation, page 600", "sort=organisation&page=600"),
    ("to confirm, most urgent first", "tab=overdue&sort=due"),
    ("longest not confirmed, page 100", "sort=confirmed&page=100"),
    ("words in the title", "q=beratung"),
    ("a letter that most titles have", "q=e"),
    ("words of every organisation", "q=beispielverein&sort=title"),
    ("the same, page 900", "q=beispielverein&sort=-changed&page=900"),
    ("words that nothing has", "q=xylophonorchester"),
    ("topic", "topic=debt-advice&sort=title"),
    ("language, suspended", "language=fa&tab=suspended"),
    ("municipality, by confirmation", "municipality=05154036&sort=-confirmed"),
    ("topic, language and words", "topic=debt-advice&language=ar&q=beispiel&sort=-title"),
    ("change in review", "revision=1"),
)


def fill(size: int) -> None:
    """A few hundred offers through the actions, then copies of them by SQL with other titles, states and days."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from vielklang.centres.actions import load_centres
    from vielklang.core.actor import SYSTEM
    from vielklang.offers.models import Offer
    from vielklang.places.actions import load_reference

    call_command("migrate", interactive=False, verbosity=0)
    load_reference(by=SYSTEM)
    load_centres(by=SYSTEM)
    if Offer.objects.exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        seeds = make_seeds()
        copy_offers(cursor, [offer.pk for offer in seeds], size - len(seeds))
        for table in ("offertext", "offerplace", "openinghours"):
            copy_parts(cursor, f"offers_{table}")
        cursor.execute(REVISIONS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does on a running installation


def make_seeds():
    from dataclasses import replace

    from vielklang.centres.models import Centre
    from vielklang.core.actor import SYSTEM
    from vielklang.offers.actions import create_offers
    from vielklang.offers.examples import load_examples
    from vielklang.offers.models import Offer
    from vielklang.offers.rows import draft_of
    from vielklang.organisations.actions import OrganisationDraft, create_organisations

    load_examples(by=SYSTEM)
    home = Centre.objects.get(key=HOME)
    organisations = create_organisations(
        by=SYSTEM,
        drafts=[
            OrganisationDraft(name=f"Beispielverein {number}", kind="association", centre=home)
            for number in range(600)
        ],
    )
    draw = random.Random(SEED)
    towns = [area.municipality for area in home.areas.select_related("municipality")]
    rows = Offer.objects.filter(centre__key__gt=HOME).order_by("pk")[:SEEDS]
    drafts = [
        replace(
            draft_of(offer),
            centre=home,
            organisation=draw.choice(organisations),
            municipality=draw.choice(towns),
            example_type="",
        )
        for offer in rows
    ]
    return create_offers(by=SYSTEM, drafts=drafts, publish=True)


def copy_offers(cursor, seeds: list[int], count: int) -> None:
    from vielklang.offers.models import Offer

    changed = {
        "public_id": "gen_random_uuid()",
        "title": "left(o.title, 140) || ' ' || n",
        "external_source": "'bench'",
        "external_id": "n::text",
        "status": "(ARRAY['published','published','published','suspended','draft'])[1 + n %% 5]",
        "published_at": "CASE WHEN n %% 5 = 4 THEN NULL ELSE now() - n * interval '10 minutes' END",
        "suspended_at": "CASE WHEN n %% 5 = 3 THEN now() ELSE NULL END",
        "last_confirmed_at": "now() - (n %% 400) * interval '1 day'",
        "last_confirmed_by": "'Beispiel'",
        "confirm_due_on": "current_date + 180 - n %% 400",
        "organisation_id": "(SELECT min(id) FROM organisations_organisation WHERE name = 'Beispielverein 0')"
        " + n %% 600",
        "updated_at": "now() - n * interval '3 minutes'",
    }
    names = [field.column for field in Offer._meta.concrete_fields if not field.primary_key]
    values = ", ".join(changed.get(name, f'o."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO offers_offer ({columns}) SELECT {values} FROM generate_series(1, %s) n"
        f" JOIN offers_offer o ON o.id = (%s::bigint[])[1 + n %% {len(seeds)}]",
        [count, seeds],
    )
    cursor.execute(
        "CREATE TEMP TABLE seed AS SELECT i - 1 AS n, id FROM unnest(%s::bigint[]) WITH ORDINALITY x(id, i)",
        [seeds],
    )


def copy_parts(cursor, table: str) -> None:
    """Texts, places and hours of each copy: those of its seed (hours without a place)."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    names = [row[0] for row in cursor.fetchall() if row[0] != "id"]
    own = {"offer_id": "c.id", "place_id": "NULL"}
    values = ", ".join(own.get(name, f'p."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM offers_offer c"
        f" JOIN seed ON seed.n = c.external_id::int % {SEEDS} JOIN {table} p ON p.offer_id = seed.id"
        " WHERE c.external_source = 'bench' ON CONFLICT DO NOTHING"
    )


REVISIONS = """
INSERT INTO offers_offerrevision (public_id, centre_id, organisation_id, offer_id, number, base_number, state, content,
    author, note, reason, created_at, updated_at, decided_by)
SELECT gen_random_uuid(), centre_id, organisation_id, id, 2, 1, 'in_review', '{}', 'Beispiel', '', '', now(), now(), ''
FROM offers_offer WHERE external_source = 'bench' AND status = 'published' AND id % 50 = 0
"""


def measure(size: int, rounds: int) -> list[dict[str, object]]:
    import django

    django.setup()
    fill(size)
    whole_pages.serve_plainly()
    client, home = signed_in()
    whole_pages.become_the_web()
    return [
        {"list": name, **whole_pages.measured(partial(request, client, f"{home}?{query}"), rounds)}
        for name, query in ASKED
    ]


def signed_in():
    """A lead of the centre, with a second factor in the session."""
    from django.test import Client
    from django.urls import reverse
    from tests.world import sign_in

    from vielklang.accounts.models import Membership, User
    from vielklang.centres.models import Centre
    from vielklang.core.scope import accounts_door

    centre = Centre.objects.get(key=HOME)
    with accounts_door():
        user = User.objects.filter(email="bench@example.org").first() or User.objects.create_user(
            email="bench@example.org", name="Beispiel Leitung"
        )
        Membership.objects.get_or_create(user=user, role="lead", centre=centre)
    return sign_in(Client(), user), reverse("offers:desk_offers", args=[centre.slug])


def request(client, address: str, number: int) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--offers", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.offers, options.rounds)))
        return
    name = f"bench_desk_{options.offers}"
    rows = whole_pages.in_own_process(__file__, name, "--offers", options.offers, "--rounds", options.rounds)
    whole_pages.show(rows, options.json)


if __name__ == "__main__":
    main()
