"""The counted fact stays when an enquiry goes: the figures before and after its deletion are the same."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.enquiries.factories import BOB, ask
from tests.offers.factories import centre
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.counting import Cell, cells
from vielklang.enquiries.enums import Outcome
from vielklang.enquiries.models import Enquiry, EnquiryFact

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 1)
SUMMER_NIGHT = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
"""Already July in Germany."""


def asked_at(moment: dt.datetime, **values: object) -> Enquiry:
    enquiry = ask(centre(), **values).enquiry
    with centre_scope(centre()):
        Enquiry.objects.filter(pk=enquiry.pk).update(created_at=moment, due_at=moment + dt.timedelta(days=3))
    return enquiry


def settled(days: int, **values: object) -> Enquiry:
    enquiry = asked_at(SUMMER_NIGHT, **values)
    then = SUMMER_NIGHT + dt.timedelta(days=days)
    actions.answer_enquiry(by=BOB, enquiry=enquiry, german="Beispiel", now=then)
    actions.close_enquiry(by=BOB, enquiry=enquiry, outcome=Outcome.HELPED, now=then)
    return enquiry


def test_a_deleted_enquiry_counts_as_it_counted_before():
    with centre_scope(centre()):
        rows = [settled(2, topics=["violence", "homelessness"]), settled(5), settled(5)]
        before = cells(FIRST, LAST)

        actions.erase_enquiry(by=BOB, enquiry=rows[0])
        actions.erase_enquiry(by=BOB, enquiry=rows[1])

        assert sum(cell.count for cell in cells(FIRST, LAST)) == 3
        assert set(before) == {
            Cell(dt.date(2026, 7, 1), ("violence", "homelessness"), "uk", "guide", "helped", 2, True, 1),
            Cell(dt.date(2026, 7, 1), (), "uk", "guide", "helped", 5, False, 2),
        }
        actions.erase_enquiry(by=BOB, enquiry=rows[2])
        assert set(cells(FIRST, LAST)) == set(before)
        assert list(EnquiryFact.objects.order_by("count").values_list("count", flat=True)) == [1, 2]


def test_what_was_never_answered_or_closed_counts_too():
    with centre_scope(centre()):
        enquiry = asked_at(SUMMER_NIGHT)
        assert [cell.outcome for cell in cells(FIRST, LAST)] == [""]

        actions.erase_enquiry(by=BOB, enquiry=enquiry)
        again = asked_at(SUMMER_NIGHT)
        actions.erase_enquiry(by=BOB, enquiry=again)

        [cell] = cells(FIRST, LAST)
    assert (cell.outcome, cell.days, cell.was_in_time, cell.count) == ("unknown", None, False, 2)


def test_months_outside_of_the_period_do_not_count():
    with centre_scope(centre()):
        kept = asked_at(SUMMER_NIGHT)
        actions.erase_enquiry(by=BOB, enquiry=asked_at(SUMMER_NIGHT))
        assert cells(FIRST, dt.date(2026, 6, 1)) == []
        assert sum(cell.count for cell in cells(dt.date(2026, 7, 1), dt.date(2026, 7, 1))) == 2
        assert kept.pk
