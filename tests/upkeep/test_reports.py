"""Readers' reports: in their language, without account; who sees what of them, and what becomes of them."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from tests.upkeep.factories import mails_of, make_offer, make_report
from vielklang.core.actor import SYSTEM
from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope, organisation_scope
from vielklang.upkeep.actions.reports import (
    MOST_OPEN_REPORTS,
    TooManyReportsError,
    finish_report,
    reject_report,
    reopen_report,
    take_report,
)
from vielklang.upkeep.enums import ReportState
from vielklang.upkeep.models import OfferReport, ReportContact

pytestmark = pytest.mark.django_db
ACTIONS = {"take": take_report, "finish": finish_report, "reject": reject_report, "reopen": reopen_report}
ALLOWED = {
    ("new", "take"): "in_progress",
    ("new", "finish"): "done",
    ("new", "reject"): "rejected",
    ("in_progress", "finish"): "done",
    ("in_progress", "reject"): "rejected",
    ("done", "reopen"): "in_progress",
    ("rejected", "reopen"): "in_progress",
}


def form(world, language: str = "ar") -> str:
    return reverse("guide:report", args=[language, world.offer.public_id])


def reports(world) -> list[OfferReport]:
    with centre_scope(world.home):
        return list(OfferReport.objects.order_by("pk"))


@pytest.mark.parametrize("language", GUIDE_TAGS)
def test_a_reader_reports_in_their_language(client, world, language):
    answer = client.post(form(world, language), {"category": "phone", "text": "الرقم خطأ"})

    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200
    (report,) = reports(world)
    assert (report.language, report.category, report.text) == (language, "phone", "الرقم خطأ")
    assert report.organisation_id == world.organisation.pk


def test_every_offer_s_page_leads_there(client, world):
    page = client.get(reverse("guide:offer", args=["de", world.offer.public_id])).content.decode()

    assert f'href="{form(world, "de")}"' in page


def test_looking_at_an_offer_sets_no_cookie(client, world):
    answer = client.get(reverse("guide:offer", args=["de", world.offer.public_id]))

    assert not answer.cookies


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({}, ""),
        ({"category": "other", "text": " "}, ""),
        ({"category": "nonsense", "text": "bleibt stehen"}, "bleibt stehen"),
        ({"category": "phone", "text": "x" * 2001}, "x" * 2001),
    ],
)
def test_what_is_missing_is_said_and_kept(client, world, data, kept):
    answer = client.post(form(world), data)

    assert answer.status_code == 400
    assert kept in answer.content.decode()
    assert reports(world) == []


def test_a_program_that_fills_every_field_is_thanked_and_forgotten(client, world):
    answer = client.post(form(world), {"category": "phone", "text": "buy", "website": "https://spam.example"})

    assert answer.status_code == 302
    assert reports(world) == []


def test_one_client_cannot_flood(world):
    flood = Client(REMOTE_ADDR="10.9.9.9")
    answers = [flood.post(form(world), {"category": "phone"}).status_code for _ in range(12)]

    assert answers == [302] * 10 + [429] * 2


def test_one_offer_cannot_be_flooded(world):
    OfferReportRows = [  # noqa: N806
        OfferReport(
            centre=world.home,
            organisation=world.organisation,
            offer=world.offer,
            language="de",
            category="phone",
        )
        for _ in range(MOST_OPEN_REPORTS)
    ]
    with centre_scope(world.home):
        OfferReport.objects.bulk_create(OfferReportRows)

    with pytest.raises(TooManyReportsError):
        make_report(world.offer)


def test_the_organisation_is_told_once_a_day_without_the_reader_s_contact(world):
    make_report(world.offer, contact="leserin@example.org")
    make_report(world.offer, contact="leserin@example.org")

    mails = mails_of(world.home)
    assert [mail.to for mail in mails] == [world.organisation.email]
    assert "الرقم خطأ" in mails[0].text
    assert "leserin@example.org" not in mails[0].text + mails[0].html


@pytest.mark.parametrize(("agreed", "seen"), [(False, 0), (True, 1)])
def test_the_organisation_sees_the_contact_only_if_the_reader_agreed(world, agreed, seen):
    """By the policy of the table, so that no query of ours can leak it."""
    make_report(world.offer, contact="leserin@example.org", may_share=agreed)

    with organisation_scope(world.organisation), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM upkeep_reportcontact")
        assert cursor.fetchone() == (seen,)
    with centre_scope(world.home):
        assert ReportContact.objects.count() == 1


def test_pages_show_the_contact_to_those_who_may(world):
    report = make_report(world.offer, contact="leserin@example.org")
    desk = reverse("upkeep:desk_report", args=[world.home.slug, report.public_id])
    partner = reverse("upkeep:partner_report", args=[world.organisation.public_id, report.public_id])

    assert "leserin@example.org" in world.client("staff").get(desk).content.decode()
    assert "leserin@example.org" not in world.client("organisation_admin").get(partner).content.decode()


def test_reading_a_report_is_recorded(world):
    report = make_report(world.offer)
    world.client("staff").get(reverse("upkeep:desk_report", args=[world.home.slug, report.public_id]))

    with centre_scope(world.home):
        entry = AuditEntry.objects.get(subject_id=str(report.public_id), event__endswith="read")
    assert entry.user_id == world.people["staff"].pk


@pytest.mark.parametrize(("state", "name"), list(itertools.product(ReportState.values, ACTIONS)))
def test_every_state_with_every_action(world, state, name):
    report = make_report(world.offer)
    closed = timezone.now() if state in {"done", "rejected"} else None
    with centre_scope(world.home):
        OfferReport.objects.filter(pk=report.pk).update(state=state, closed_at=closed)
        if (state, name) in ALLOWED:
            found = ACTIONS[name](by=SYSTEM, report=report)
            assert found.state == ALLOWED[state, name]
            assert bool(found.closed_at) == (found.state in {"done", "rejected"})
        else:
            with pytest.raises(TransitionNotAllowed):
                ACTIONS[name](by=SYSTEM, report=report)


def test_the_desk_settles_a_report(world):
    report = make_report(world.offer)
    address = reverse("upkeep:desk_report_state", args=[world.home.slug, report.public_id])

    world.client("staff").post(address, {"action": "finish", "answer": "Nummer geändert"})

    (found,) = reports(world)
    assert (found.state, found.answer) == ("done", "Nummer geändert")


def test_the_second_colleague_is_told(world):
    report = make_report(world.offer)
    address = reverse("upkeep:desk_report_state", args=[world.home.slug, report.public_id])
    client = world.client("staff")
    client.post(address, {"action": "finish", "answer": "Erste"})

    answer = client.post(address, {"action": "reject", "answer": "Zweite"}, follow=True)

    assert "vk-note--danger" in answer.content.decode()
    assert reports(world)[0].answer == "Erste"


def test_the_organisation_says_that_it_is_done(world):
    report = make_report(world.offer)
    address = reverse("upkeep:partner_finish_report", args=[world.organisation.public_id, report.public_id])

    world.client("organisation_editor").post(address, {"answer": "Erledigt"})

    (found,) = reports(world)
    assert (found.state, found.handled_by) == ("done", world.organisation.name)


def test_new_reports_stand_on_the_start_page_and_old_ones_are_overdue(world):
    make_report(world.offer)
    old = make_report(world.offer)
    with centre_scope(world.home):
        OfferReport.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=8))

    page = world.client("staff").get(reverse("accounts:desk", args=[world.home.slug]))

    item = next(item for item in page.context["waiting"] if "upkeep/reports" in item.url)
    assert (item.count, item.overdue) == (2, 1)


def test_the_list_costs_the_same_for_one_and_three(world):
    address = reverse("upkeep:desk_reports", args=[world.home.slug])
    client, counts = world.client("staff"), []
    client.get(address)  # the session's first request writes
    for more in (1, 2):
        for number in range(more):
            make_report(make_offer(world.organisation, title=f"{more} {number}"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
