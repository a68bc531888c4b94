"""The audit page of a lead: filter, paging, values before and after, export."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.world import World
from vielklang.accounts.actions import change_membership
from vielklang.accounts.audit_queries import PAGE, AuditFilter, page_of
from vielklang.accounts.audit_words import EVENTS
from vielklang.accounts.models import Membership
from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.core.audit import record, record_read
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import suspend_offer

pytestmark = pytest.mark.django_db


def page(world: World, query: str = "") -> str:
    address = reverse("accounts:desk_audit", args=[world.home.slug])
    return world.client("lead").get(f"{address}?{query}").content.decode()


def times_on(text: str) -> int:
    return text.count("<time ")


def entry(world: World, event: str, person: str = "Anna Beispiel", **fields: object) -> None:
    by = Actor(ActorKind.PERSON, "Kreis Kleve", user_id=1, person=person)
    record(by=by, event=event, centre_id=world.home.pk, **fields)  # type: ignore[arg-type]


def test_filters_narrow_by_person_event_thing_and_period(world, time_machine):
    entry(world, "offer suspended", person="Berta Beispiel")
    today = timezone.localdate().isoformat()

    assert times_on(page(world, "person=berta")) == 1
    assert times_on(page(world, "event=offer+suspended")) == 1
    assert times_on(page(world, "event=offer+suspended&person=anna")) == 0
    assert times_on(page(world, f"from={today}&to={today}&event=offer+suspended")) == 1
    assert times_on(page(world, "to=2001-01-01")) == 0
    assert times_on(page(world, "from=kein-datum&event=offer+suspended")) == 1
    suspend_offer(by=SYSTEM, offer=world.offer, reason="Beispiel")
    assert times_on(page(world, "thing=offers.offer")) == 1


def test_the_filter_stays_in_the_address_and_in_the_form(world):
    entry(world, "offer suspended", person="Berta Beispiel")
    text = page(world, "person=berta&event=offer+suspended&from=2026-01-01")

    assert 'value="berta"' in text
    assert 'value="2026-01-01"' in text
    assert '<option value="offer suspended" selected>' in text


def test_a_foreign_centre_s_entries_are_not_there(world):
    record(by=SYSTEM, event="offer archived", centre_id=world.foreign.pk, label="Geheim")
    assert "Geheim" not in page(world)


def test_events_have_words_and_unknown_ones_are_shown_as_written(world):
    entry(world, "something new happened")
    assert "something new happened" in page(world)


def test_every_event_of_the_house_has_words():
    """Whoever records a new event gives it words in `accounts/audit_words.py`."""
    from django.conf import settings

    patterns = (
        r"""event=["']([a-z ]+)["']""",
        r"""(?:done|save_state|_saved)\([^"()]*"([a-z ]+)\"""",
        r"""\bevent = "([a-z' ]+)" if""",
        r"""\bevent = "[a-z' ]+" if .* else "([a-z' ]+)\"""",
    )
    texts = [path.read_text(encoding="utf-8") for path in settings.PACKAGE.glob("*/**/*.py")]
    found = {event for text in texts for pattern in patterns for event in re.findall(pattern, text)}

    assert len(found) > 40
    assert found - set(EVENTS) == set()


def test_pages_show_each_entry_once_even_at_the_same_moment(world, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for number in range(120):
        entry(world, "offer counted", label=f"Nummer {number}")
    seen, after = [], ""
    with centre_scope(world.home):
        while True:
            found = page_of(AuditFilter(event="offer counted"), after)
            seen += [row.subject_label for row in found.entries]
            after = found.after
            if not after:
                break

    assert len(seen) == 120
    assert set(seen) == {f"Nummer {number}" for number in range(120)}


def test_the_link_to_older_entries_works_and_keeps_the_filter(world):
    for number in range(60):
        entry(world, "offer counted", label=f"Nummer {number}")
    client = world.client("lead")
    address = reverse("accounts:desk_audit", args=[world.home.slug])
    first = client.get(f"{address}?event=offer+counted").content.decode()

    link = re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")
    second = client.get(address + link).content.decode()

    assert (times_on(first), times_on(second)) == (50, 10)


@pytest.mark.parametrize(
    "after", ["unsinn", "2026-01-01~unsinn", "unsinn~00000000-0000-4000-8000-000000000001", "~"]
)
def test_a_broken_place_in_the_address_begins_at_the_newest(world, after):
    assert times_on(page(world, f"after={after}")) > 0


def test_details_show_values_before_and_after(world):
    with centre_scope(world.home):
        row = Membership.objects.select_related("user", "centre").get(user=world.people["staff"])
        change_membership(by=world.actor("lead"), membership=row, role="translator", languages=["ar", "uk"])
        found = AuditEntry.objects.get(event="membership changed")

    text = (
        world.client("lead")
        .get(reverse("accounts:desk_audit_entry", args=[world.home.slug, found.pk]))
        .content.decode()
    )

    assert "<del>staff</del>" in text
    assert "<ins>translator</ins>" in text
    assert "<ins>ar, uk</ins>" in text
    assert world.people["lead"].name in text


def test_reads_of_confidential_records_stand_there_too(world):
    with centre_scope(world.home):
        row = Membership.objects.select_related("user").get(user=world.people["staff"])
        record_read(by=world.actor("lead"), subject=row)

    assert times_on(page(world, "event=membership+read")) == 1


def export(world: World, **data: str) -> list[list[str]]:
    answer = world.client("lead").post(reverse("accounts:desk_audit_export", args=[world.home.slug]), data)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_export_follows_the_filter_and_leaves_an_entry_itself(world):
    entry(world, "offer suspended", label="Kurs")

    rows = export(world, event="offer suspended")

    assert len(rows) == 2
    assert "Kurs" in rows[1]
    with centre_scope(world.home):
        left = AuditEntry.objects.get(event="audit exported")
    assert left.details == {"count": 1}
    assert left.actor_name == world.people["lead"].name


@pytest.mark.parametrize("evil", ["=HYPERLINK(1)", "+49", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_the_export_is_a_formula(world, evil):
    entry(world, "offer suspended", person=evil, label=evil)

    rows = export(world, event="offer suspended")

    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_as_many_queries_for_three_entries_as_for_one(world):
    client, address = world.client("lead"), reverse("accounts:desk_audit", args=[world.home.slug])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(3):
        entry(world, "offer suspended")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many)


def fill(centre: Centre, count: int) -> None:
    """Entries of the centre and as many of the next one, minute by minute, and what autovacuum would do after it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_auditentry (id, at, context_id, actor_kind, actor_name, event, subject_type,"
            " subject_id, subject_label, centre_id, details)"
            " SELECT gen_random_uuid(), now() - make_interval(mins => n), gen_random_uuid(), 'person',"
            " 'Person ' || n %% 40, 'offer event ' || n %% 30, 'offers.offer', '', 'Angebot ' || n, %s + n %% 2, '{}'"
            " FROM generate_series(1, %s) n",
            [centre.pk, 2 * count],
        )
        cursor.execute("RESET ROLE; ANALYZE core_auditentry; SET ROLE vielklang_web")


def plan_of_page(world: World, query: str) -> dict:
    """How PostgreSQL finds the entries of this page, with the rows that it looked at for it."""
    client, address = world.client("lead"), reverse("accounts:desk_audit", args=[world.home.slug])
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{address}?{query}").status_code == 200
    (found,) = (row["sql"] for row in captured if f"LIMIT {PAGE + 1}" in row["sql"])
    with centre_scope(world.home), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {found}")
        return cursor.fetchone()[0][0]["Plan"]


def nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("", PAGE + 1),
        (f"after={{late}}%2B00:00~{uuid.uuid4()}", PAGE + 2),
        ("event=offer+event+4", 16 * PAGE),  # the other centre has every second event
        ("person=niemand", 5_010),
        ("person=niemand&from={day}", 2_000),
    ],
    ids=["first", "late", "event", "nobody", "nobody lately"],
)
def test_a_page_looks_at_no_more_entries_than_it_must(world: World, query: str, most: int):
    """Of 5,000 of the centre and 5,000 of another; `bench/audit_page.py` measures 100,000 of each."""
    fill(world.home, 5_000)
    late = f"{timezone.now() - dt.timedelta(days=5):%Y-%m-%dT%H:%M:%S}"
    plan = plan_of_page(world, query.format(late=late, day=timezone.localdate() - dt.timedelta(days=1)))

    (scan,) = (node for node in nodes(plan) if "Scan" in node["Node Type"])
    assert scan["Index Name"] == "audit_of_centre"
    assert scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0) <= most
    assert not any("Sort" in node["Node Type"] for node in nodes(plan)), "the index has the order of the page"
