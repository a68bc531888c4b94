"""Remarks about the guide at the desk: seen, read on record, ticked off, taken up again."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.upkeep.factories import make_feedback
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.upkeep.actions import feedback as actions
from vielklang.upkeep.actions.feedback import TooMuchFeedbackError
from vielklang.upkeep.models import GuideFeedback

pytestmark = pytest.mark.django_db


def page(world, name, *args):
    return reverse(f"upkeep:{name}", args=[world.home.slug, *args])


def test_the_start_page_counts_what_waits(world):
    make_feedback(world.home)
    make_feedback(world.foreign)
    client = world.client("staff")

    shown = client.get(world.area("staff").home).content.decode()

    assert page(world, "desk_feedback_list") in shown


def test_the_list_shows_own_remarks_as_text(world):
    make_feedback(world.home, text="<b>Wo</b> ist der Arzt?", query="Arzt", subject="search")
    make_feedback(world.foreign, text="Fremd")

    shown = world.client("staff").get(page(world, "desk_feedback_list")).content.decode()

    assert "&lt;b&gt;Wo" in shown
    assert "Fremd" not in shown


def test_contact_is_shown_on_its_own_page_and_its_reading_is_recorded(world):
    remark = make_feedback(world.home, contact="leserin@example.org")
    client = world.client("staff")

    listed = client.get(page(world, "desk_feedback_list")).content.decode()
    shown = client.get(page(world, "desk_feedback", remark.public_id)).content.decode()

    assert "leserin@example.org" not in listed
    assert "leserin@example.org" in shown
    with centre_scope(world.home):
        assert AuditEntry.objects.filter(event="feedback about the guide read").count() == 1


def test_done_and_taken_up_again(world):
    remark = make_feedback(world.home)
    client, address = world.client("staff"), page(world, "desk_feedback_done", remark.public_id)

    client.post(address, {"action": "done"})
    client.post(address, {"action": "done"})
    open_ones = client.get(page(world, "desk_feedback_list")).content.decode()
    settled = client.get(page(world, "desk_feedback_list") + "?done=1").content.decode()

    own = str(remark.public_id)
    assert own not in open_ones
    assert own in settled
    client.post(address, {"action": "reopen"})
    assert own in client.get(page(world, "desk_feedback_list")).content.decode()
    with centre_scope(world.home):
        events = list(
            AuditEntry.objects.filter(subject_id=own, event__contains="feedback").values_list(
                "event", flat=True
            )
        )
    assert sorted(event for event in events if "read" not in event) == [
        "feedback done", "feedback received", "feedback taken up again",
    ]  # fmt: skip


def test_a_program_cannot_fill_the_list(world, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OPEN", 1)
    make_feedback(world.home)

    with pytest.raises(TooMuchFeedbackError):
        make_feedback(world.home)


@pytest.mark.parametrize("query", ["", "?done=1"])
def test_three_cost_as_many_queries_as_one(world, query):
    client = world.client("staff")

    def queries():
        client.get(page(world, "desk_feedback_list") + query)
        with CaptureQueriesContext(connection) as captured:
            client.get(page(world, "desk_feedback_list") + query)
        return len(captured)

    def add():
        remark = make_feedback(world.home)
        if query:
            client.post(page(world, "desk_feedback_done", remark.public_id), {"action": "done"})

    add()
    one = queries()
    add()
    add()

    assert queries() == one
    with centre_scope(world.home):
        assert GuideFeedback.objects.count() == 3
