"""The values before and after, whichever side a history keeps: of what was there before the audit too."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import make_world
from vielklang.accounts.audit_queries import changes_of
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
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
