"""Mail as it arrives: a real SMTP conversation with a server that parses what it gets."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.core.smtp import REFUSED, Mailbox, free_port, serving, use
from vielklang.core.actor import SYSTEM
from vielklang.core.mail import MOST_ATTEMPTS, deliver, queue_mail
from vielklang.core.models import MailState, OutgoingMail
from vielklang.core.scope import token_scope

pytestmark = pytest.mark.django_db

WORDS = {
    "area_name": "Kommunales Integrationszentrum Märkischer Kreis – „Grüße & Übergänge“",
    "role": "Leitung",
    "invited_by": "Jörg Größer",
    "url": "https://example.org/einladung/",
    "days": 7,
    "name": "Łukasz Ünal",
}


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    with serving(settings) as box:
        yield box


def queue(key: str = "test:1", **options) -> uuid.UUID:
    """Queue a mail; its public id is that of the only row with this key."""
    given = {"to": "empfaengerin@example.org", "template": "accounts/mail/invitation", "context": WORDS}
    assert queue_mail(by=SYSTEM, key=key, **(given | options))
    return waiting(key)


def waiting(key: str) -> uuid.UUID:
    from procrastinate.contrib.django.models import ProcrastinateJob

    for job in ProcrastinateJob.objects.filter(task_name="core.send_mail").order_by("-id"):
        with token_scope(job.args["mail"]):
            if OutgoingMail.objects.filter(key=key).exists():
                return uuid.UUID(job.args["mail"])
    raise AssertionError(f"no job for {key}")


def row(public_id: uuid.UUID) -> OutgoingMail:
    with token_scope(str(public_id)):
        return OutgoingMail.objects.get()


def test_umlauts_arrive_in_both_parts_and_in_the_subject(mailbox):
    assert deliver(queue())

    (message,) = mailbox.messages
    assert WORDS["area_name"] in message["Subject"]
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert WORDS["invited_by"] in plain.get_content()
    assert WORDS["name"] in plain.get_content()
    assert "Grüße &amp; Übergänge" in html.get_content()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert {part.get_content_charset() for part in message.iter_parts()} == {"utf-8"}


def test_what_travels_is_ascii_and_its_lines_are_short(mailbox):
    deliver(queue())

    (raw,) = mailbox.raw
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_arabic_arrives_from_right_to_left(mailbox):
    arabic = WORDS | {"area_name": "مركز الاندماج", "name": "ليلى"}
    deliver(queue(context=arabic, language="ar"))

    (message,) = mailbox.messages
    html = message.get_body(("html",)).get_content()
    assert re.search(r'<html lang="ar" dir="rtl">', html)
    assert '<body dir="rtl"' in html
    assert "ليلى" in html
    assert "مركز الاندماج" in message["Subject"]
    assert message["Content-Language"] == "ar"


def test_german_is_from_left_to_right(mailbox):
    deliver(queue())

    assert '<html lang="de" dir="ltr">' in mailbox.messages[0].get_body(("html",)).get_content()


def test_headers_that_good_mail_has(mailbox, settings):
    settings.BASE_URL = "https://vielklang.example"
    deliver(queue())

    (message,) = mailbox.messages
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "de"
    assert re.fullmatch(r"<[^@<>]+@vielklang\.example>", message["Message-ID"].strip())
    assert message["Date"]
    assert message["To"] == "empfaengerin@example.org"
    assert "List-Unsubscribe" not in message
    assert message["X-Auto-Response-Suppress"] == "All"


def test_list_unsubscribe_where_it_is_due(mailbox):
    deliver(queue(unsubscribe_url="https://vielklang.example/link/stop/abc/"))

    (message,) = mailbox.messages
    assert message["List-Unsubscribe"] == "<https://vielklang.example/link/stop/abc/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nobody_writes_headers_by_a_name_with_a_line_break(mailbox):
    evil = WORDS | {"area_name": "Verein\r\nBcc: eve@example.org\r\n\r\nHello"}
    deliver(queue(context=evil))

    (message,) = mailbox.messages
    assert message["Bcc"] is None
    assert "Bcc: eve@example.org" in message["Subject"]


def test_the_same_key_is_sent_once(mailbox):
    first = queue("reminder:1")

    assert not queue_mail(
        by=SYSTEM,
        key="reminder:1",
        to="other@example.org",
        template="accounts/mail/invitation",
        context=WORDS,
    )
    assert deliver(first)
    assert not deliver(first), "a job that is repeated finds nothing to send"
    assert len(mailbox.messages) == 1


def test_what_was_said_is_erased_once_it_is_sent(mailbox):
    mail = queue()
    deliver(mail)

    stored = row(mail)
    assert (stored.state, stored.to, stored.subject, stored.text, stored.html) == ("sent", "", "", "", "")
    assert stored.sent_at is not None


def test_a_refused_recipient_is_not_tried_again(mailbox):
    mail = queue(to=REFUSED)

    assert not deliver(mail)
    assert not deliver(mail)
    stored = row(mail)
    assert (stored.state, stored.attempts, stored.problem) == ("failed", 1, "SMTPRecipientsRefused")
    assert mailbox.messages == []


def test_a_server_that_is_down_is_tried_again_and_then_it_arrives(settings):
    port = free_port()
    use(settings, port)
    mail = queue()

    with pytest.raises(OSError, match="refused"):
        deliver(mail)
    assert row(mail).state == MailState.WAITING

    with serving(settings, port) as box:
        assert deliver(mail)
        assert len(box.messages) == 1
    assert row(mail).attempts == 2


def test_a_server_that_stays_down_is_given_up(settings):
    use(settings, free_port())
    mail = queue()

    for _ in range(MOST_ATTEMPTS - 1):
        with pytest.raises(OSError, match="refused"):
            deliver(mail)
    assert not deliver(mail)
    assert row(mail).state == MailState.FAILED


def test_a_mail_goes_with_its_action_or_not_at_all(mailbox):
    def fail() -> None:
        with transaction.atomic():
            queue("test:lost")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert queue("test:lost")


@pytest.mark.parametrize("language", ["de", "en", "ar", "tr"])
def test_both_parts_say_the_same_address(mailbox, language):
    deliver(queue(language=language))

    (message,) = mailbox.messages
    for kind in ("plain", "html"):
        assert WORDS["url"] in message.get_body((kind,)).get_content(), kind


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_queued(mailbox):
    """The whole way: the action's transaction, the job, the worker, the SMTP conversation."""
    from procrastinate.contrib.django import app

    queue_mail(
        by=SYSTEM, key="test:worker", to="a@example.org", template="accounts/mail/invitation", context=WORDS
    )

    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(queues=["mail"], wait=False, install_signal_handlers=False, listen_notify=False)

    assert [message["To"] for message in mailbox.messages] == ["a@example.org"]
    assert connection.in_atomic_block is False


def test_mail_of_a_killed_worker_is_failed_with_its_reason_and_not_sent_twice(mailbox):
    public_id = queue()
    with token_scope(str(public_id)):
        OutgoingMail.objects.update(state=MailState.SENDING, attempts=1)

    assert not deliver(public_id)
    assert not deliver(public_id)

    assert (row(public_id).state, row(public_id).problem) == (MailState.FAILED, "Interrupted")
    assert row(public_id).to == ""
    assert mailbox.messages == []
