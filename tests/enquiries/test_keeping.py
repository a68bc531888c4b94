"""Periods, legal holds, erasure at once, and the proof of what was deleted."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.enquiries.factories import BOB, ask
from tests.world import World, make_world
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions, retention
from vielklang.enquiries.actions.regrouping import merge_enquiries
from vielklang.enquiries.enums import ContactKind, FileKind, Outcome, Purpose
from vielklang.enquiries.models import (
    DeletionRun,
    Enquiry,
    EnquiryContact,
    EnquiryFact,
    EnquiryFile,
    EnquiryHold,
    EnquiryRules,
)
from vielklang.enquiries.retention import forget_enquiries

pytestmark = pytest.mark.django_db
CLOSED = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


@pytest.fixture
def world() -> World:
    return make_world()


def closed(world: World) -> Enquiry:
    enquiry = ask(
        world.home, contact_kind=ContactKind.EMAIL, contact="ich@example.org", purposes={Purpose.ANSWER}
    ).enquiry
    with centre_scope(world.home):
        EnquiryFile.objects.create(
            centre=world.home, enquiry=enquiry, message=enquiry.messages.get(), kind=FileKind.VOICE,
            media_type="audio/ogg", size=8, content=b"Beispiel", created_at=CLOSED,
        )  # fmt: skip
        actions.close_enquiry(by=BOB, enquiry=enquiry, outcome=Outcome.HELPED, now=CLOSED)
    return enquiry


def run(world: World, **after: int) -> DeletionRun:
    return forget_enquiries(by=SYSTEM, centre=world.home, now=CLOSED + relativedelta(days=1, **after))


def counts(done: DeletionRun) -> tuple[int, int, int, int]:
    return done.enquiries, done.contacts, done.files, done.held


def test_contacts_and_files_go_earlier_than_the_enquiry(world):
    closed(world)

    assert counts(run(world, months=2)) == (0, 0, 0, 0)
    assert counts(run(world, months=3)) == (0, 1, 1, 0)
    with centre_scope(world.home):
        assert (Enquiry.objects.count(), EnquiryContact.objects.count(), EnquiryFile.objects.count()) == (
            1,
            0,
            0,
        )
    done = run(world, months=12)

    assert counts(done) == (1, 0, 0, 0)
    assert done.enquiries_before == CLOSED + dt.timedelta(days=1)
    assert done.finished_at is not None


def test_a_hold_keeps_everything_until_it_is_lifted(world):
    enquiry = closed(world)
    with centre_scope(world.home):
        actions.hold_enquiry(by=BOB, enquiry=enquiry, reason="Beispiel: laufendes Verfahren")

        with pytest.raises(actions.HeldError):
            actions.erase_enquiry(by=BOB, enquiry=enquiry)
    assert counts(run(world, years=2)) == (0, 0, 0, 1)
    with centre_scope(world.home):
        actions.lift_hold(by=BOB, enquiry=enquiry, reason="Beispiel: beendet")
        hold = EnquiryHold.objects.get()
        assert (hold.reason, hold.lifted_reason) == ("Beispiel: laufendes Verfahren", "Beispiel: beendet")
    assert counts(run(world, years=2)) == (1, 0, 0, 0)


def test_the_audit_names_no_reason_and_no_words(world):
    enquiry = closed(world)
    with centre_scope(world.home):
        actions.hold_enquiry(by=BOB, enquiry=enquiry, reason="Geheimnis")
        actions.lift_hold(by=BOB, enquiry=enquiry, reason="Geheimnis")
        actions.erase_enquiry(by=BOB, enquiry=enquiry)
        rows = list(AuditEntry.objects.order_by("at"))
    assert [row.event for row in rows][-3:] == ["enquiry held", "hold of enquiry lifted", "enquiry erased"]
    assert not any("Geheimnis" in str(row.__dict__) for row in rows)


def test_the_lead_sets_the_periods_and_sees_the_log(world):
    address, client = reverse("enquiries:desk_keeping", args=[world.home.slug]), world.client("lead")
    assert "vk-form" in client.get(address).content.decode()
    wrong = {"keep_months": 2, "keep_contacts_months": 3, "keep_files_months": 1}

    assert client.post(address, wrong).status_code == 400
    assert client.post(address, wrong | {"keep_contacts_months": 2}).status_code == 302

    with centre_scope(world.home):
        rules = EnquiryRules.objects.get()
    assert (rules.keep_months, rules.keep_contacts_months, rules.keep_files_months) == (2, 2, 1)
    assert client.get(address).status_code == 200  # shows that it was saved
    queries = []
    for number in (1, 2):
        for _n in range(number):
            enquiry = closed(world)
            with centre_scope(world.home):
                actions.hold_enquiry(by=BOB, enquiry=enquiry, reason="Beispiel")
            run(world, months=3)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        queries.append(len(found))
    assert queries[0] == queries[1]


def test_staff_set_and_lift_a_hold_on_the_page(world):
    enquiry, client = closed(world), world.client("staff")
    page, hold, lift = (
        reverse(f"enquiries:desk_{name}", args=[world.home.slug, enquiry.public_id])
        for name in ("enquiry", "hold", "lift")
    )
    assert client.post(hold, {"reason": ""}).status_code == 400
    assert client.post(hold, {"reason": "Beispiel: Klage"}).status_code == 302
    assert "Beispiel: Klage" in client.get(page).content.decode()
    assert client.post(lift, {"reason": "Beispiel: erledigt"}).status_code == 302
    assert "Beispiel: erledigt" in client.get(page).content.decode()


def test_the_history_of_a_deleted_enquiry_is_gone(world):
    enquiry, other = closed(world), closed(world)
    with centre_scope(world.home):
        actions.erase_enquiry(by=BOB, enquiry=enquiry)
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT pgh_obj_id FROM enquiries_enquiryevent")
            assert cursor.fetchall() == [(other.pk,)]


def test_what_was_merged_goes_with_it_and_counts_once(world):
    first, second = closed(world), closed(world)
    with centre_scope(world.home):
        for row in (first, second):
            actions.reopen_enquiry(by=BOB, enquiry=row)
        whole = merge_enquiries(by=BOB, one=first, other=second)
        actions.close_enquiry(by=BOB, enquiry=whole, outcome=Outcome.HELPED, now=CLOSED)
        other = second if whole.pk == first.pk else first
        actions.hold_enquiry(by=BOB, enquiry=other, reason="Beispiel")

    assert counts(run(world, years=2)) == (0, 0, 0, 1)
    with centre_scope(world.home):
        with pytest.raises(actions.HeldError):
            actions.erase_enquiry(by=BOB, enquiry=whole)
        actions.lift_hold(by=BOB, enquiry=other, reason="Beispiel")
    assert counts(run(world, months=3)) == (0, 2, 2, 0)
    with centre_scope(world.home):
        actions.erase_enquiry(by=BOB, enquiry=whole)
        assert not Enquiry.objects.exists()
        assert EnquiryFact.objects.get().count == 1


def test_contacts_and_files_of_what_was_merged_go_by_the_time_of_the_whole(world, monkeypatch):
    """However many steps away it is, and however many merged ones that are not over stand before it."""
    monkeypatch.setattr(retention, "BATCH", 1)
    rows = [closed(world) for _n in range(5)]
    with centre_scope(world.home):
        for row in rows:
            actions.reopen_enquiry(by=BOB, enquiry=row)
        still_open = merge_enquiries(by=BOB, one=rows[0], other=rows[1])
        middle = merge_enquiries(by=BOB, one=rows[3], other=rows[4])
        whole = merge_enquiries(by=BOB, one=rows[2], other=middle)
        actions.close_enquiry(by=BOB, enquiry=whole, outcome=Outcome.HELPED, now=CLOSED)
        EnquiryContact.objects.filter(enquiry=whole).delete()

    assert counts(run(world)) == (0, 0, 0, 0)
    assert counts(run(world, months=3)) == (0, 2, 3, 0)
    with centre_scope(world.home):
        assert EnquiryContact.objects.count() == EnquiryFile.objects.count() == 2
        assert Enquiry.objects.get(pk=still_open.pk).closed_at is None
