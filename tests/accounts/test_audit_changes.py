"""The values before and after, whichever side a history keeps: of what was there before the audit too."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import make_world
from vielklang.accounts.audit_queries import changes_of
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.rls import append_only_tables
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import update_offer
from vielklang.offers.models import Offer
from vielklang.offers.rows import draft_of
from vielklang.organisations.actions import set_trusted

pytestmark = pytest.mark.django_db


def _changes(world, event):
    """For each entry of this event, oldest first: (field, before, after) of its only changed row."""
    with centre_scope(world.home):
        entries = AuditEntry.objects.filter(event=event).order_by("at")
        return [
            [
                (field.name, field.before, field.after)
                for change in changes_of(entry)
                for field in change.fields
            ]
            for entry in entries
        ]


def _set_phone(world, number):
    from dataclasses import replace

    offer = Offer.objects.get(pk=world.offer.pk)
    update_offer(by=SYSTEM, offer=offer, draft=replace(draft_of(offer), phone=number))


def test_an_offers_phone_number_step_by_step():
    world = make_world()
    for number in ("+4928211111", "+4928212222", "+4928213333"):
        _set_phone(world, number)

    steps = [
        [change for change in found if change[0] == "phone"] for found in _changes(world, "offer updated")
    ]

    assert steps[-2:] == [
        [("phone", "+4928211111", "+4928212222")],
        [("phone", "+4928212222", "+4928213333")],
    ]


def test_an_organisation_that_was_there_before_shows_the_one_changed_field():
    world = make_world()

    set_trusted(by=SYSTEM, organisation=world.organisation, is_trusted=True)

    (found,) = _changes(world, "organisation trusted")
    assert found == [("publishes directly", "False", "True")]


def test_many_changed_rows_cost_as_many_queries_as_one():
    world = make_world()
    counts = []
    for number in ("+4928211111", "+4928212222"):
        _set_phone(world, number)
        with centre_scope(world.home):
            entry = AuditEntry.objects.filter(event="offer updated").order_by("-at").first()
            with CaptureQueriesContext(connection) as captured:
                changes_of(entry)
        counts.append(len(captured))

    assert counts[0] >= counts[1]


def test_every_history_finds_the_rows_of_an_action_by_index():
    """A new history has the index through `PGHISTORY_CONTEXT_ID_FIELD` and a migration; it counts when it is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]"
            " WHERE a.attname = 'pgh_context_id' AND i.indpred IS NULL"
        )
        indexed = {name for (name,) in cursor.fetchall()}
    histories = {table for table in append_only_tables() if table != "core_auditentry"}

    assert len(histories) > 15
    assert histories - indexed == set()


def test_the_changes_of_an_action_are_looked_up_by_index():
    world = make_world()
    _set_phone(world, "+4928211111")
    history = Offer.pgh_event_model
    with centre_scope(world.home), connection.cursor() as cursor:
        entry = AuditEntry.objects.filter(event="offer updated").latest("at")
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = history.objects.filter(pgh_context_id=entry.context_id).explain()

    assert "pgh_context_id" in plan.split("Index Cond")[1]
