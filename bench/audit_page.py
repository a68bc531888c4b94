"""How fast a lead reads the audit of a centre with 100,000 entries: p50, p95 and processor time of whole requests.

    python bench/audit_page.py [--entries 100000] [--rounds 20] [--json]

As many entries again belong to other centres, and as many rows to the history of offers. They stand in a database of
their own (`bench_audit_100000`) beside the installation's, made once by SQL and kept. As the role that serves the web.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import uuid

import whole_pages

HOME = "05154"
RARE = "offer event 0"
"""One entry in a thousand."""


def fill(count: int) -> None:
    from django.core.management import call_command
    from django.db import connection, transaction

    from vielklang.centres.actions import load_centres
    from vielklang.centres.models import Centre
    from vielklang.core.actor import SYSTEM
    from vielklang.core.models import AuditEntry
    from vielklang.core.scope import centre_scope
    from vielklang.places.actions import load_reference

    call_command("migrate", interactive=False, verbosity=0)
    load_reference(by=SYSTEM)
    load_centres(by=SYSTEM)
    home = Centre.objects.get(key=HOME)
    with centre_scope(home):
        if AuditEntry.objects.count() >= count:
            return
    with transaction.atomic(), connection.cursor() as cursor:
        centres = list(Centre.objects.exclude(pk=home.pk).values_list("pk", flat=True))
        cursor.execute(ENTRIES, [home.pk, centres, len(centres), 2 * count])
        cursor.execute(copies_of(an_event(home)), [count])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does on a running installation


ENTRIES = """
INSERT INTO core_auditentry (id, at, context_id, actor_kind, actor_name, user_id, event, subject_type, subject_id,
    subject_label, centre_id, details)
SELECT gen_random_uuid(), now() - make_interval(mins => 4 * n), gen_random_uuid(), 'person', 'Person ' || n / 2 % 40,
    n / 2 % 40, 'offer event ' || CASE WHEN n / 2 % 1000 = 0 THEN 0 ELSE 1 + n / 2 % 29 END, 'offers.offer',
    'thing ' || n / 2 % 5000, 'Angebot ' || n / 2,
    CASE WHEN n % 2 = 0 THEN {home} ELSE ({others}::bigint[])[1 + n / 2 % {count}] END, '{{"number": 1}}'
FROM generate_series(1, {entries}) n
""".replace("%", "%%").format(home="%s", others="%s", count="%s", entries="%s")
"""Every other one belongs to the centre; the rest to all others in turn."""


def an_event(home) -> int:
    """The key of a row in the history of offers, as an action leaves it."""
    from dataclasses import replace

    from tests.offers.factories import draft

    from vielklang.core.actor import SYSTEM
    from vielklang.core.scope import centre_scope
    from vielklang.offers.actions import create_offers, update_offer
    from vielklang.offers.models import Offer
    from vielklang.offers.rows import draft_of
    from vielklang.organisations.actions import OrganisationDraft, create_organisations

    made = OrganisationDraft(name="Beispielverein", kind="carrier", centre=home)
    (organisation,) = create_organisations(by=SYSTEM, drafts=[made])
    (offer,) = create_offers(by=SYSTEM, drafts=[draft(centre=home, organisation=organisation)], publish=True)
    offer = Offer.objects.get(pk=offer.pk)
    update_offer(by=SYSTEM, offer=offer, draft=replace(draft_of(offer), phone="+4928211111"))
    with centre_scope(home):
        return Offer.pgh_event_model.objects.latest("pgh_id").pk


def copies_of(event: int) -> str:
    """SQL for copies of this row of history, each of an action of its own and 20 of an offer."""
    from vielklang.offers.models import Offer

    other = {"pgh_context_id": "gen_random_uuid()", "pgh_obj_id": "1000000 + n / 20"}
    fields = [field.column for field in Offer.pgh_event_model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{name}"' for name in fields)
    values = ", ".join(other.get(name, f'"{name}"') for name in fields)
    return (
        f"INSERT INTO offers_offerevent ({columns}) SELECT {values} FROM offers_offerevent,"
        f" generate_series(1, %s) n WHERE pgh_id = {event}"
    )


def measure(count: int, rounds: int) -> list[dict[str, object]]:
    import django

    django.setup()
    fill(count)
    whole_pages.serve_plainly()
    client, centre = signed_in()
    whole_pages.become_the_web()
    return [
        {"request": name, **whole_pages.measured(lambda number, ask=ask: ask(client), times)}
        for name, ask, times in asked(centre, rounds)
    ]


def asked(centre, rounds: int):
    """Name, request and how often."""
    from django.urls import reverse

    home = reverse("accounts:desk_audit", args=[centre.slug])
    export = reverse("accounts:desk_audit_export", args=[centre.slug])
    oldest, some_day, changed = places_of(centre)
    entry = reverse("accounts:desk_audit_entry", args=[centre.slug, changed])
    pages = {
        "first page": "",
        "last page": f"after={oldest}",
        "a day": f"from={some_day}&to={some_day}",
        "one person": "person=person+7",
        "nobody of that name": "person=niemand",
        "one event": "event=offer+event+3",
        "a rare event": f"event={RARE.replace(' ', '+')}",
        "one thing": "id=thing+7",
        "person, event and period": f"person=person+7&event=offer+event+3&to={some_day}",
    }
    yield from ((name, _page(f"{home}?{query}"), rounds) for name, query in pages.items())
    yield "an entry, before and after", _page(entry), rounds
    yield "export of one event", _file(export, {"event": "offer event 3"}), rounds
    yield "export of 50,000", _file(export, {"to": halfway(centre)}), max(3, rounds // 5)


def _page(address: str):
    def ask(client) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return ask


def _file(address: str, data: dict[str, str]):
    def ask(client) -> None:
        answer = client.post(address, data)
        assert answer.headers["Content-Type"].startswith("text/csv"), (data, answer.status_code)
        assert b"".join(answer).count(b"\n") > 100

    return ask


def places_of(centre) -> tuple[str, str, uuid.UUID]:
    """Where the last page begins, a day in the middle, and an entry that changed an offer."""
    from vielklang.core.models import AuditEntry
    from vielklang.core.scope import centre_scope

    with centre_scope(centre):
        rows = AuditEntry.objects.order_by("at", "-id")
        last = rows[40]
        changed = rows.get(event="offer updated")
        middle = rows.filter(at__lt=changed.at)[rows.count() // 2]
    at = (last.at).astimezone(dt.UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}%2B00:00~{last.pk}", f"{middle.at:%Y-%m-%d}", changed.pk


def halfway(centre) -> str:
    """The last day before which fewer than 50,000 entries lie: as many as a file holds."""
    from vielklang.accounts.views.audit import MOST_EXPORTED
    from vielklang.core.models import AuditEntry
    from vielklang.core.scope import centre_scope

    with centre_scope(centre):
        rows = AuditEntry.objects.order_by("at")
        row = rows[min(MOST_EXPORTED, rows.count() - 1)]
    return f"{row.at - dt.timedelta(days=1):%Y-%m-%d}"


def signed_in():
    """A lead of the centre, with a second factor in the session."""
    from django.test import Client
    from tests.world import make_membership, make_user, sign_in

    from vielklang.accounts.models import User
    from vielklang.centres.models import Centre
    from vielklang.core.scope import accounts_door

    centre = Centre.objects.get(key=HOME)
    with accounts_door():
        user = User.objects.filter(email="bench@example.org").first()
    if user is None:
        user = make_user("bench@example.org", "Beispiel Leitung")
        make_membership(user, "lead", centre=centre)
    return sign_in(Client(), user), centre


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.entries, options.rounds)))
        return
    rows = whole_pages.in_own_process(
        __file__, f"bench_audit_{options.entries}", "--entries", options.entries, "--rounds", options.rounds
    )
    whole_pages.show(rows, options.json)


if __name__ == "__main__":
    main()
