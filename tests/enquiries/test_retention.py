"""Enquiries are deleted when their time is over, with every word and every way to reach the person."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection

from tests.enquiries.factories import BOB, ask
from tests.offers.factories import centre, draft
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions, retention, tasks
from vielklang.enquiries.enums import ContactKind, Outcome, Purpose
from vielklang.enquiries.models import Enquiry, EnquiryRules
from vielklang.offers.actions import create_offers

pytestmark = pytest.mark.django_db
CLOSED = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
TABLES = ("enquiry", "enquirymessage", "enquirycontact", "enquiryconsent", "enquiryoffer")


def closed_enquiry(**values: object) -> Enquiry:
    contact = {"contact_kind": ContactKind.EMAIL, "contact": "ich@example.org", "purposes": {Purpose.ANSWER}}
    enquiry = ask(centre(), **contact | values).enquiry
    [offer] = create_offers(by=BOB, drafts=[draft()], publish=True)
    with centre_scope(centre()):
        actions.answer_enquiry(by=BOB, enquiry=enquiry, german="Beispiel", offers=[offer])
        actions.close_enquiry(by=BOB, enquiry=enquiry, outcome=Outcome.HELPED, now=CLOSED)
    return enquiry


def rows_of(enquiry: Enquiry) -> int:
    """Of this enquiry in all tables, seen by the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        count = 0
        for table in TABLES:
            column = "id" if table == "enquiry" else "enquiry_id"
            cursor.execute(f"SELECT count(*) FROM enquiries_{table} WHERE {column} = %s", [enquiry.pk])
            count += cursor.fetchone()[0]
        cursor.execute("SET ROLE vielklang_web")
    return count


def test_nothing_of_an_enquiry_stays_after_its_time() -> None:
    old, waiting = closed_enquiry(), ask(centre()).enquiry
    assert rows_of(old) == 6
    day_before = CLOSED + relativedelta(months=12)
    assert retention.forget_enquiries(by=SYSTEM, centre=centre(), now=day_before).enquiries == 0
    assert (
        retention.forget_enquiries(
            by=SYSTEM, centre=centre(), now=day_before + dt.timedelta(days=1)
        ).enquiries
        == 1
    )
    assert rows_of(old) == 0
    assert rows_of(waiting) == 2
    with centre_scope(centre()):
        assert AuditEntry.objects.filter(event="enquiries deleted", subject_label="1").count() == 1


def test_centre_may_keep_for_less_and_never_for_longer() -> None:
    old = closed_enquiry()
    with centre_scope(centre()):
        EnquiryRules.objects.create(centre=centre(), keep_months=3)
    now = CLOSED + relativedelta(months=3, days=1)
    assert retention.forget_enquiries(by=SYSTEM, centre=centre(), now=now).enquiries == 1
    assert rows_of(old) == 0


def test_batches_go_on_until_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _n in range(5):
        closed_enquiry()
    assert (
        retention.forget_enquiries(by=SYSTEM, centre=centre(), now=CLOSED + relativedelta(years=2)).enquiries
        == 5
    )


def test_task_deletes_what_is_over_and_leaves_other_centres_alone() -> None:
    old = closed_enquiry()
    with centre_scope(centre()):
        Enquiry.objects.update(closed_at=CLOSED - relativedelta(years=3))
    tasks.forget_of(centre("kreis-wesel").pk)
    assert rows_of(old) == 6
    tasks.forget_of(centre().pk)
    assert rows_of(old) == 0
