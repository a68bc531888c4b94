"""When the centre owes the next answer, and who hears that it is overdue."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from tests.enquiries.factories import BOB
from tests.world import World, make_membership, make_user, make_world
from vielklang.core.actor import READER, SYSTEM
from vielklang.core.models import AuditEntry, OutgoingMail
from vielklang.core.permissions import Role
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions, tasks
from vielklang.enquiries.desk_rows import is_overdue
from vielklang.enquiries.enums import Outcome
from vielklang.enquiries.models import Enquiry, EnquiryRules
from vielklang.enquiries.targets import late_since
from vielklang.offers.calendar import BERLIN

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=BERLIN)
DAY = dt.timedelta(days=1)


@pytest.fixture
def world() -> World:
    return make_world()


def asked(world: World, **values: object) -> Enquiry:
    """On Monday; due at the end of Thursday, urgent ones at the end of Tuesday."""
    with centre_scope(world.home):
        question = actions.Question(language="uk", text="Де?", **values)
        return actions.ask_centre(by=READER, centre=world.home, question=question, now=MONDAY).enquiry


def now(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.get(pk=enquiry.pk)


def midnight(day: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, tzinfo=BERLIN)


def test_urgent_ones_are_due_earlier(world):
    assert asked(world).due_at == midnight(27)
    assert asked(world, is_urgent=True).due_at == midnight(25)


def test_who_writes_again_is_owed_an_answer_anew(world):
    enquiry = asked(world)
    with centre_scope(world.home):
        actions.answer_enquiry(by=BOB, enquiry=enquiry, german="Ja.", now=MONDAY + DAY)
        answered = now(enquiry)
        assert (answered.due_at, answered.first_due_at) == (None, midnight(27))

        actions.write_again(by=READER, enquiry=enquiry, text="Und wann?", now=MONDAY + 2 * DAY)
        assert now(enquiry).due_at == dt.datetime(2026, 12, 1, tzinfo=BERLIN)
        actions.write_again(by=READER, enquiry=enquiry, text="Hallo?", now=MONDAY + 3 * DAY)

        found = now(enquiry)
        assert found.due_at == dt.datetime(2026, 12, 1, tzinfo=BERLIN), "writing more puts nothing off"
        assert is_overdue(found, MONDAY + 9 * DAY)
        assert found.answered_at == MONDAY + DAY
        assert found.first_due_at == midnight(27)


def test_taking_what_is_answered_owes_nothing(world):
    enquiry = asked(world)
    with centre_scope(world.home):
        actions.answer_enquiry(by=BOB, enquiry=enquiry, german="Ja.", now=MONDAY)
        actions.take_enquiry(by=BOB, enquiry=enquiry, person=world.people["staff"])
        assert not is_overdue(now(enquiry), MONDAY + 90 * DAY)


def test_a_closed_one_that_is_continued_gets_a_new_day(world):
    enquiry = asked(world)
    with centre_scope(world.home):
        actions.close_enquiry(by=BOB, enquiry=enquiry, outcome=Outcome.UNKNOWN, now=MONDAY)
        actions.write_again(by=READER, enquiry=enquiry, text="Doch noch", now=MONDAY + 30 * DAY)
        assert now(enquiry).due_at > MONDAY + 30 * DAY


def test_whole_working_days_since(world):
    friday_due = midnight(27)
    assert late_since(midnight(27) + DAY / 3, 1) < friday_due
    assert late_since(midnight(30) + DAY / 3, 1) == friday_due  # Friday is one; the weekend is none
    assert late_since(midnight(30) + DAY / 3, 2) < friday_due


def round_at(world: World, moment: dt.datetime) -> int:
    with centre_scope(world.home):
        return actions.escalate_enquiries(by=SYSTEM, centre=world.home, now=moment)


def mails(world: World) -> list[tuple[str, str]]:
    with centre_scope(world.home):
        rows = list(OutgoingMail.objects.order_by("pk"))
    assert not [row for row in rows if "Де?" in row.text]
    return [(row.to, row.key.partition(":")[0]) for row in rows]


def test_its_person_hears_first_the_leads_days_later_and_each_once(world):
    enquiry, staff, lead = asked(world), world.people["staff"], world.people["lead"]
    with centre_scope(world.home):
        actions.take_enquiry(by=BOB, enquiry=enquiry, person=staff)

    assert round_at(world, midnight(26)) == 0
    assert round_at(world, midnight(27) + DAY / 3) == 1
    assert round_at(world, midnight(27) + DAY / 2) == 0
    assert mails(world) == [(staff.email, "enquiry-overdue")]
    assert round_at(world, dt.datetime(2026, 12, 1, 7, tzinfo=BERLIN)) == 1  # Friday and Monday are two
    assert round_at(world, dt.datetime(2026, 12, 9, 7, tzinfo=BERLIN)) == 0
    assert mails(world)[1:] == [(lead.email, "enquiry-escalated")]
    with centre_scope(world.home):
        found = now(enquiry)
        assert found.reminded_at
        assert found.escalated_at
        events = AuditEntry.objects.filter(event__in=["enquiry overdue", "enquiry escalated"])
        assert events.count() == 2


def test_what_nobody_looks_after_reaches_the_leads_at_once(world):
    asked(world)
    asked(world)
    second = make_user("zweite@example.org")
    make_membership(second, Role.LEAD, world.home)

    assert round_at(world, midnight(27) + DAY / 3) == 2

    assert sorted(mails(world)) == sorted(
        (person.email, "enquiry-escalated") for person in (world.people["lead"], second)
    )


def test_after_an_answer_everything_begins_again(world):
    enquiry = asked(world)
    round_at(world, midnight(27) + DAY / 3)
    with centre_scope(world.home):
        actions.answer_enquiry(by=BOB, enquiry=enquiry, german="Ja.", now=midnight(27) + DAY / 2)
        assert now(enquiry).escalated_at is None
        actions.write_again(by=READER, enquiry=enquiry, text="Und?", now=midnight(27) + DAY)
    assert round_at(world, midnight(30)) == 0
    assert round_at(world, dt.datetime(2026, 12, 9, 7, tzinfo=BERLIN)) == 1


def test_a_round_ends_however_many_there_are(world, monkeypatch):
    monkeypatch.setattr(actions.escalating, "MOST", 2)
    for _n in range(5):
        asked(world)
    with centre_scope(world.home):
        EnquiryRules.objects.create(centre=world.home, escalate_after_days=1)

    with time_machine.travel(midnight(27) + DAY, tick=False):
        tasks.escalate_of(world.home.pk)

    with centre_scope(world.home):
        assert Enquiry.objects.filter(escalated_at=None).count() == 0


def test_the_lead_sees_them_today(world):
    enquiry = asked(world)
    with centre_scope(world.home):
        Enquiry.objects.filter(pk=enquiry.pk).update(created_at=MONDAY - 60 * DAY, due_at=MONDAY - 50 * DAY)
        actions.escalate_enquiries(by=SYSTEM, centre=world.home, now=MONDAY)

    page = world.client("lead").get(reverse("accounts:desk", args=[world.home.slug]))
    assert "?tab=escalated" in page.content.decode()
    rows = world.client("lead").get(
        reverse("enquiries:desk_list", args=[world.home.slug]), {"tab": "escalated"}
    )
    assert len(rows.context["rows"]) == 1
    page = world.client("staff").get(reverse("accounts:desk", args=[world.home.slug]))
    assert "?tab=escalated" not in page.content.decode()
