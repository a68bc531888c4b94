"""The pages of the mailbox: set by the lead, tried against a real server, and a line for each mail that was left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.enquiries.factories import left_mail
from tests.enquiries.imap import PASSWORD, USER, Server, serving
from tests.world import World
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.enquiries.enums import MailboxProblem, MailFate, MailReason
from vielklang.enquiries.mailbox_queries import centres_with_mailbox
from vielklang.enquiries.models import EnquiryMail, Mailbox
from vielklang.enquiries.tasks import forget_of, read_mailbox_of, read_mailboxes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("imap")) as server:
        yield server


@pytest.fixture
def typed(server: Server, settings) -> dict[str, Any]:
    settings.MAILBOX_CA_FILE, settings.MAILBOX_PORTS = str(server.certificate), (server.port, 993)
    return {
        "address": USER, "host": "127.0.0.1", "security": "tls", "port": server.port, "user": USER,
        "password": PASSWORD, "folder": "INBOX", "is_active": "on",
    }  # fmt: skip


def page(world: World, name: str = "mailbox") -> str:
    return reverse(f"enquiries:desk_{name}", args=[world.home.slug])


def stored(world: World) -> Mailbox | None:
    with centre_scope(world.home):
        return Mailbox.objects.first()


def test_trying_says_what_is_wrong_and_stores_nothing(world: World, typed: dict[str, Any]) -> None:
    lead = world.client("lead")
    right = lead.post(page(world), typed | {"try": "1"})
    assert (right.status_code, right.context["problem"]) == (200, None)
    wrong = lead.post(page(world), typed | {"try": "1", "password": "falsch"})
    assert wrong.context["problem"] == MailboxProblem.LOGIN
    assert str(MailboxProblem.LOGIN.label) in wrong.content.decode().replace("&#x27;", "'")
    assert "falsch" not in wrong.content.decode()
    assert stored(world) is None


def test_saving_keeps_the_password_which_no_page_shows(world: World, typed: dict[str, Any]) -> None:
    lead = world.client("lead")
    assert lead.post(page(world), typed).status_code == 302
    assert lead.post(page(world), typed | {"password": "", "folder": "Fragen"}).status_code == 302
    row = stored(world)
    assert row is not None
    assert (row.password, row.folder) == (PASSWORD, "Fragen")
    assert PASSWORD not in lead.get(page(world)).content.decode()
    with centre_scope(world.home):
        assert PASSWORD not in str(list(AuditEntry.objects.values()))
    assert centres_with_mailbox() == [world.home]


@pytest.mark.parametrize("change", [{"host": "evil.example.org"}, {"user": "x"}, {"port": 993}])
def test_a_stored_password_goes_to_no_other_server(
    world: World, typed: dict[str, Any], change: dict[str, Any]
) -> None:
    lead = world.client("lead")
    lead.post(page(world), typed)
    answer = lead.post(page(world), typed | change | {"password": "", "try": "1"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["password"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"host": "https://mail.example.org/"}, "host"), ({"host": "a b"}, "host"), ({"port": 25}, "port"),
        ({"port": "x"}, "port"), ({"address": "x"}, "address"), ({"security": "none"}, "security"),
        ({"password": ""}, "password"), ({"folder": ""}, "folder"),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_is_said(
    world: World, typed: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    answer = world.client("lead").post(page(world), typed | change)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]


def test_another_mailbox_begins_its_numbers_anew(world: World, typed: dict[str, Any]) -> None:
    lead = world.client("lead")
    lead.post(page(world), typed)
    left_mail(world.home, uid=7, uid_validity=1)
    with centre_scope(world.home):
        Mailbox.objects.update(uid_validity=1, last_uid=7)
    lead.post(page(world), typed | {"address": "neu@ki.example.org"})
    row = stored(world)
    assert row is not None
    assert row.last_uid == 7
    lead.post(page(world), typed | {"folder": "Fragen"})
    row = stored(world)
    assert row is not None
    assert (row.uid_validity, row.last_uid) == (None, 0)
    with centre_scope(world.home):
        assert EnquiryMail.objects.get().uid is None


def test_a_left_mail_has_a_line_until_it_is_settled(world: World) -> None:
    mail = left_mail(world.home, reason=MailReason.NESTED)
    left_mail(world.home, fate=MailFate.SKIPPED, reason=MailReason.AUTOMATIC)
    staff = world.client("staff")
    found = staff.get(page(world, "mails")).content.decode()
    assert "@example.org" in found
    assert str(MailReason.NESTED.label) in found
    assert str(MailReason.AUTOMATIC.label) in found
    assert (
        page(world, "mails") in staff.get(reverse("accounts:desk", args=[world.home.slug])).content.decode()
    )

    staff.post(reverse("enquiries:desk_mail_settle", args=[world.home.slug, mail.public_id]))

    assert "@example.org" not in staff.get(page(world, "mails")).content.decode()
    with centre_scope(world.home):
        assert EnquiryMail.objects.get(pk=mail.pk).fate == MailFate.SETTLED


def test_the_page_costs_the_same_for_one_and_three_mails(world: World) -> None:
    staff, counts = world.client("staff"), []
    staff.get(page(world, "mails"))
    for more in (1, 2):
        for _n in range(more):
            left_mail(world.home)
        with CaptureQueriesContext(connection) as queries:
            staff.get(page(world, "mails"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_lines_about_programs_go_after_a_month(world: World) -> None:
    old = timezone.now() - dt.timedelta(days=31)
    for fate, reason in ((MailFate.SKIPPED, MailReason.OWN), (MailFate.UNREADABLE, MailReason.BROKEN)):
        left_mail(world.home, fate=fate, reason=reason)
    with centre_scope(world.home):
        EnquiryMail.objects.update(created_at=old)
    left_mail(world.home, fate=MailFate.SKIPPED, reason=MailReason.COPY)
    forget_of(world.home.pk)
    with centre_scope(world.home):
        assert set(EnquiryMail.objects.values_list("reason", flat=True)) == {
            MailReason.BROKEN,
            MailReason.COPY,
        }


def test_one_job_for_each_mailbox(world: World, typed: dict[str, Any]) -> None:
    world.client("lead").post(page(world), typed)
    read_mailboxes(timestamp=0)
    read_mailboxes(timestamp=0)
    jobs = ProcrastinateJob.objects.filter(task_name="enquiries.read_mailbox_of")
    assert [job.args for job in jobs] == [{"centre": world.home.pk}]
    read_mailbox_of(world.home.pk)
    row = stored(world)
    assert row is not None
    assert row.last_read_at is not None
