"""How fast a centre's inbox is with a million enquiries over 54 centres, also while 50,000 expired ones are deleted.

    python bench/inbox.py [--enquiries 1000000] [--expired 50000] [--rounds 40] [--json]

The time of a request is the server's: session, rights, scope, queries, decrypted words, template, through Django's test
client and as the role that serves the web, with row-level security. The last rows are measured while another process
deletes the expired enquiries of the same centre, as the nightly task does; `left` counts those that it left. The
database (`bench_inbox_1000000`) stands beside the installation's; it is made once from some hundred real enquiries,
copied by SQL, and kept; what was deleted is filled up again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from functools import partial

import whole_pages

SEED, SEEDS, HOME = 2026, 400, "05154"
ASKED = (
    ("as it opens", ""),
    ("page 5", "page=5"),
    ("mine", "tab=mine"),
    ("overdue", "tab=overdue"),
    ("closed", "tab=closed"),
    ("closed, page 300", "tab=closed&page=300"),
    ("topic", "topic=debt-advice&tab=closed"),
    ("language and municipality", "language=fa&municipality=05154036&tab=closed"),
    ("one word", "text=Kinderbetreuung&tab=closed"),
    ("two words", "text=Sprachkurs+Emmerich&tab=closed"),
    ("a word that nothing has", "text=Xylophonorchester&tab=closed"),
    ("telephone number", "text=0151+23456789&tab=closed"),
    ("number of an enquiry", "text=%23A1B2C3D4&tab=closed"),
)
WORDS = (
    "Sprachkurs Kinderbetreuung Emmerich Wohnung Jobcenter Kita Schule Anerkennung Zeugnis Arzt Termin Aufenthalt"
    " Beratung Schulden Frauenhaus Ausbildung Bewerbung Dolmetscher Kleve Geldern Goch Miete Kündigung Krankenkasse"
)


def fill(size: int, expired: int) -> None:
    """Some hundred enquiries through the actions, then copies of them by SQL with other centres, states and days."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from vielklang.centres.actions import load_centres
    from vielklang.core.actor import SYSTEM
    from vielklang.places.actions import load_reference

    call_command("migrate", interactive=False, verbosity=0)
    load_reference(by=SYSTEM)
    load_centres(by=SYSTEM)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM enquiries_enquiry")
        count, last = cursor.fetchone()
        seeds = make_seeds() if not count else first_enquiries(cursor)
        make_words(cursor)
        cursor.execute("SET LOCAL session_replication_role = replica")  # no history of copies
        copy_enquiries(cursor, seeds, max(0, size - SEEDS - count), "1 + n %% 54", CLOSED_LATELY)
        copy_enquiries(cursor, seeds, expired - count_expired(cursor), HOME_ROW, CLOSED_LONG_AGO)
        for table in ("enquirymessage", "enquirycontact", "enquiryconsent"):
            copy_parts(cursor, f"enquiries_{table}", last)
        cursor.execute(COPY_WORDS, [last])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does on a running installation


HOME_ROW = f"(SELECT row FROM bench_centre WHERE key = '{HOME}') + 0 * n"
CLOSED_LATELY = "now() - (1 + n %% 360) * interval '1 day'"
CLOSED_LONG_AGO = "now() - (500 + n %% 90) * interval '1 day'"
COPY_WORDS = """
INSERT INTO enquiries_enquirywords (centre_id, enquiry_id, said, contact)
SELECT e.centre_id, e.id, w.said, '{}' FROM enquiries_enquiry e
JOIN bench_words w ON w.centre_id = e.centre_id AND w.n = e.id %% 400
WHERE e.id > %s ON CONFLICT DO NOTHING
"""


def make_seeds() -> list[int]:
    from vielklang.centres.models import Centre
    from vielklang.core.actor import READER, SYSTEM
    from vielklang.core.scope import centre_scope
    from vielklang.enquiries.actions import Question, answer_enquiry, ask_centre
    from vielklang.enquiries.enums import ContactKind, Purpose

    home, draw, made = Centre.objects.get(key=HOME), random.Random(SEED), []
    towns = [area.municipality for area in home.areas.select_related("municipality")]
    with centre_scope(home):
        for number in range(SEEDS):
            question = Question(
                language=draw.choice(
                    ("uk", "ar", "fa", "tr", "ru", "pl", "ro", "bg", "fr", "ku", "de", "en")
                ),
                text=f"Beispiel {number}: " + " ".join(draw.choices(WORDS.split(), k=60)),
                contact_kind=ContactKind.PHONE,
                contact=f"0151 2345{number:04}",
                municipality=draw.choice(towns),
                topics=draw.sample(("debt-advice", "german-courses", "housing", "kindergarten"), 1),
                purposes=frozenset({Purpose.ANSWER}),
                is_urgent=number % 50 == 0,
            )
            enquiry = ask_centre(by=READER, centre=home, question=question).enquiry
            answer_enquiry(by=SYSTEM, enquiry=enquiry, german="Beispielantwort " * 20)
            made.append(enquiry.pk)
    return made


def first_enquiries(cursor) -> list[int]:
    cursor.execute("SELECT id FROM enquiries_enquiry WHERE closed_at IS NULL ORDER BY id LIMIT %s", [SEEDS])
    return [row[0] for row in cursor.fetchall()]


def make_words(cursor) -> None:
    """400 sets of about forty words for each centre, under the centre's own digests; and the centres with a number."""
    from vielklang.centres.models import Centre
    from vielklang.enquiries.finding import digests_of

    cursor.execute("CREATE TEMP TABLE bench_words (centre_id bigint, n int, said bigint[])")
    cursor.execute(
        "CREATE TEMP TABLE bench_centre AS"
        " SELECT id, key, row_number() OVER (ORDER BY id)::int AS row FROM centres_centre"
    )
    draw, known = random.Random(SEED), WORDS.split()
    others = [f"beispielwort{number}" for number in range(3000)]
    for centre_id in Centre.objects.values_list("pk", flat=True):
        mine = {word: sorted(digests_of(word, centre_id))[0] for word in (*known, *others)}
        rows = [
            (centre_id, n, [mine[word] for word in (*draw.sample(known, 8), *draw.sample(others, 32))])
            for n in range(SEEDS)
        ]
        cursor.executemany("INSERT INTO bench_words VALUES (%s, %s, %s)", rows)


def count_expired(cursor) -> int:
    cursor.execute("SELECT count(*) FROM enquiries_enquiry WHERE closed_at < now() - interval '400 days'")
    return cursor.fetchone()[0]


def copy_enquiries(cursor, seeds: list[int], count: int, centre_row: str, closed_at: str) -> None:
    """Of a hundred copies ninety are closed (all, where they were closed long ago); the open ones are of these days."""
    from vielklang.enquiries.models import Enquiry

    is_closed = "n %% 100 < 90" if closed_at == CLOSED_LATELY else "true"
    changed = {
        "public_id": "gen_random_uuid()",
        "centre_id": "c.id",
        "code_digest": "replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')",
        "form_token": "NULL",
        "state": f"CASE WHEN {is_closed} THEN 'closed'"
        " ELSE (ARRAY['new','open','open','waiting'])[1 + n %% 4] END",
        "created_at": f"CASE WHEN {is_closed} THEN {closed_at} ELSE now() END - interval '9 days'",
        "due_at": f"CASE WHEN {is_closed} THEN {closed_at} ELSE now() + (n %% 5 - 1) * interval '1 day' END"
        " - interval '2 days'",
        "answered_at": f"CASE WHEN {is_closed} THEN {closed_at} - interval '5 days'"
        " WHEN n %% 4 = 0 THEN NULL ELSE now() END",
        "closed_at": f"CASE WHEN {is_closed} THEN {closed_at} ELSE NULL END",
        "changed_at": f"CASE WHEN {is_closed} THEN {closed_at} ELSE now() END",
        "outcome": "(ARRAY['helped','partly','not_helped','unknown'])[1 + n %% 4]",
    }
    names = [field.column for field in Enquiry._meta.concrete_fields if not field.primary_key]
    values = ", ".join(changed.get(name, f'o."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO enquiries_enquiry ({columns}) SELECT {values} FROM generate_series(1, %s) n"
        f" JOIN enquiries_enquiry o ON o.id = (%s::bigint[])[1 + n %% {len(seeds)}]"
        f" JOIN bench_centre c ON c.row = {centre_row}",
        [max(0, count), seeds],
    )
    cursor.execute("DROP TABLE IF EXISTS bench_seed")
    cursor.execute(
        "CREATE TEMP TABLE bench_seed AS SELECT i - 1 AS n, id"
        " FROM unnest(%s::bigint[]) WITH ORDINALITY x(id, i)",
        [seeds],
    )


def copy_parts(cursor, table: str, after: int) -> None:
    """What was said, contact and consents of each copy: those of a seed."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    names = [row[0] for row in cursor.fetchall() if row[0] != "id"]
    own = {"enquiry_id": "e.id", "centre_id": "e.centre_id", "public_id": "gen_random_uuid()"}
    values = ", ".join(own.get(name, f'p."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM enquiries_enquiry e"
        f" JOIN bench_seed s ON s.n = e.id %% {SEEDS} JOIN {table} p ON p.enquiry_id = s.id"
        " WHERE e.id > %s AND NOT EXISTS (SELECT 1 FROM bench_seed b WHERE b.id = e.id)",
        [after],
    )


def measure(size: int, expired: int, rounds: int) -> list[dict[str, object]]:
    import django

    django.setup()
    fill(size, expired)
    whole_pages.serve_plainly()
    client, home, one = signed_in()
    whole_pages.become_the_web()
    pages = [(name, f"{home}?{query}") for name, query in ASKED] + [("one enquiry", one)]
    rows = [
        {"page": name, **whole_pages.measured(partial(request, client, address), rounds), "left": ""}
        for name, address in pages
    ]
    rows.append({"page": f"while {expired:,} are deleted", **while_deleting(client, home)})
    return rows


def while_deleting(client, home: str) -> dict[str, object]:
    """The inbox as it opens, again and again until the deletion has ended."""
    command = [sys.executable, __file__, "--delete"]
    started = whole_pages.Asking(partial(request, client, home))
    with subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, text=True) as deleting:
        while deleting.poll() is None:
            started.ask()
        assert deleting.stdout is not None
        left = int(deleting.stdout.read().split()[-1])
    assert deleting.returncode == 0
    return {**started.figures(), "left": left}


def delete() -> None:
    """What the nightly task does for this centre; prints how many expired ones are left."""
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from vielklang.centres.models import Centre
    from vielklang.core.actor import SYSTEM
    from vielklang.enquiries.retention import forget_enquiries

    forget_enquiries(by=SYSTEM, centre=Centre.objects.get(key=HOME), now=timezone.now())
    with connection.cursor() as cursor:
        print(count_expired(cursor))


def signed_in():
    """A lead of the centre, with a second factor in the session; the inbox, and one enquiry."""
    from django.test import Client
    from django.urls import reverse
    from tests.world import sign_in

    from vielklang.accounts.models import Membership, User
    from vielklang.centres.models import Centre
    from vielklang.core.scope import accounts_door, centre_scope
    from vielklang.enquiries.models import Enquiry

    centre = Centre.objects.get(key=HOME)
    with accounts_door():
        user = User.objects.filter(email="bench@example.org").first() or User.objects.create_user(
            email="bench@example.org", name="Beispiel Leitung"
        )
        Membership.objects.get_or_create(user=user, role="lead", centre=centre)
    with centre_scope(centre):
        first = Enquiry.objects.filter(state="open").order_by("pk").values_list("public_id", flat=True)[0]
    one = reverse("enquiries:desk_enquiry", args=[centre.slug, first])
    return sign_in(Client(), user), reverse("enquiries:desk_list", args=[centre.slug]), one


def request(client, address: str, number: int = 0) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--enquiries", type=int, default=1_000_000)
    parser.add_argument("--expired", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--delete", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.delete:
        delete()
        return
    if options.measure:
        print(json.dumps(measure(options.enquiries, options.expired, options.rounds)))
        return
    sizes = ("--enquiries", options.enquiries, "--expired", options.expired, "--rounds", options.rounds)
    rows = whole_pages.in_own_process(__file__, f"bench_inbox_{options.enquiries}", *sizes)
    whole_pages.show(rows, options.json)


if __name__ == "__main__":
    main()
