"""A mailbox is read from a real IMAP server: every mail once, answers in their thread, programs answer no programs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.core.smtp import free_port
from tests.enquiries.factories import BOB, ask
from tests.enquiries.imap import PASSWORD, USER, Server, serving
from tests.enquiries.mails import mail, raw
from tests.enquiries.test_files import PDF, PROGRAM, photograph
from tests.world import World
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.enquiries import mail_intake
from vielklang.enquiries.actions import answer_enquiry, close_enquiry
from vielklang.enquiries.enums import (
    Channel,
    ContactKind,
    Direction,
    EnquiryState,
    MailboxProblem,
    MailboxSecurity,
    MailFate,
    MailReason,
    Outcome,
    Purpose,
)
from vielklang.enquiries.mail_intake import read_mailbox
from vielklang.enquiries.mailbox_connection import OpenMailbox
from vielklang.enquiries.models import Enquiry, EnquiryContact, EnquiryMail, EnquiryMessage, Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("imap")) as server:
        yield server


@pytest.fixture
def server(shared_server: Server) -> Server:
    with shared_server.opened() as box:
        box.delete(box.uids())
    return shared_server


@pytest.fixture
def mailbox(world: World, server: Server, settings) -> Mailbox:
    settings.MAILBOX_CA_FILE = str(server.certificate)
    with centre_scope(world.home):
        return Mailbox.objects.create(
            centre=world.home, address=USER, host="127.0.0.1", port=server.port, user=USER, password=PASSWORD
        )


def read(world: World) -> int:
    return read_mailbox(by=SYSTEM, centre=world.home)


def the_enquiry(world: World) -> Enquiry:
    with centre_scope(world.home):
        return Enquiry.objects.select_related("centre").get()


def said(world: World) -> list[tuple[str, str]]:
    with centre_scope(world.home):
        return [(row.direction, row.text) for row in EnquiryMessage.objects.all()]


def fates(world: World) -> list[tuple[str, str]]:
    with centre_scope(world.home):
        return list(EnquiryMail.objects.order_by("uid").values_list("fate", "reason"))


def test_a_mail_becomes_a_question(world: World, server: Server, mailbox: Mailbox) -> None:
    server.deliver(mail(files=(("IMG_1.jpg", photograph()), ("Bescheid.pdf", PDF), ("foto.jpg", PROGRAM))))

    assert read(world) == 1

    row = the_enquiry(world)
    assert (row.channel, row.language, row.state) == (Channel.MAIL, "uk", EnquiryState.NEW)
    with centre_scope(world.home):
        contact = EnquiryContact.objects.get()
        assert (contact.kind, contact.value, contact.name) == (
            ContactKind.EMAIL, "olena@example.org", "Olena Beispiel",
        )  # fmt: skip
        assert [consent.purpose for consent in row.consents.all()] == [Purpose.ANSWER]
        first, note = row.messages.all()
        assert first.text == "Мовний курс\n\nДе я можу вивчати німецьку мову?"
        assert [file.name for file in first.files.all()] == ["IMG_1.jpg", "Bescheid.pdf"]
        assert not any(b"GPS" in bytes(file.content) for file in first.files.all())
        assert note.direction == Direction.NOTE
        assert "foto.jpg" in note.text
    assert server.flags() == [("\\Seen",)]
    assert read(world) == 0
    assert fates(world) == [(MailFate.TAKEN, "")]


def test_it_works_with_starttls_too(world: World, server: Server, mailbox: Mailbox) -> None:
    with centre_scope(world.home):
        Mailbox.objects.update(security=MailboxSecurity.STARTTLS, port=server.starttls_port)
    server.deliver(mail())
    assert read(world) == 1


@pytest.mark.parametrize("moment", ["before storing", "before marking"])
def test_a_process_that_dies_takes_no_mail_twice_and_loses_none(
    world: World, server: Server, mailbox: Mailbox, monkeypatch, moment: str
) -> None:
    server.deliver(mail("Перше питання про школу"), mail("Друге питання про роботу"))

    class Killed(BaseException):
        pass

    def die(*_args: object, **_more: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        if moment == "before marking":
            patched.setattr(OpenMailbox, "mark", die)
        else:
            patched.setattr(mail_intake.actions, "take_mail", die)
        with pytest.raises(Killed):
            read(world)
    assert server.flags() == [(), ()]

    read(world)
    read(world)

    assert len([text for direction, text in said(world) if direction == Direction.ASKED]) == 2
    assert server.flags() == [("\\Seen",), ("\\Seen",)]


def test_a_lease_that_a_dead_process_left_ends(world: World, server: Server, mailbox: Mailbox) -> None:
    from django.utils import timezone

    server.deliver(mail())
    with centre_scope(world.home):
        Mailbox.objects.update(reading_until=timezone.now() + mail_intake.LEASE)
    assert read(world) == 0
    with centre_scope(world.home):
        Mailbox.objects.update(reading_until=timezone.now())
    assert read(world) == 1


def test_who_opens_a_mail_elsewhere_takes_it_from_nobody(
    world: World, server: Server, mailbox: Mailbox
) -> None:
    server.deliver(mail("Перше питання про школу"))
    read(world)
    server.deliver(mail("Друге питання про роботу"))
    server.change("\\Seen", True)
    assert read(world) == 1


def test_mails_from_before_are_left_alone_and_a_new_numbering_brings_none_again(
    world: World, server: Server, mailbox: Mailbox
) -> None:
    server.deliver(mail("Старе питання"))
    server.change("\\Seen", True)
    assert read(world) == 0
    server.deliver(mail("Нове питання про роботу"))
    assert read(world) == 1
    with centre_scope(world.home):  # as if the server had numbered its mails anew
        Mailbox.objects.update(uid_validity=1)
        EnquiryMail.objects.update(uid_validity=1)
    server.change("\\Seen", False)
    read(world)
    assert fates(world).count((MailFate.TAKEN, "")) == 2  # the old one, unread now, and the new one once
    assert (MailFate.SKIPPED, MailReason.COPY) in fates(world)


def test_an_answer_keeps_its_thread_and_opens_what_was_closed(
    world: World, server: Server, mailbox: Mailbox
) -> None:
    server.deliver(mail(Message_ID="<first@mail.example.org>"))
    read(world)
    with centre_scope(world.home):
        answer_enquiry(by=BOB, enquiry=the_enquiry(world), german="Im Sprachcafé.")
        close_enquiry(by=BOB, enquiry=the_enquiry(world), outcome=Outcome.HELPED)
    text = "Дякую! А коли?\n\nпн, 23 лист. 2026 р. о 10:00 KI пише:\n> Im Sprachcafé.\n> KI\n"
    server.deliver(mail(
        text, Subject="Re: Мовний курс", In_Reply_To="<unknown@else>",
        References="<unknown@else> <first@mail.example.org>",
    ))  # fmt: skip

    read(world)

    row = the_enquiry(world)
    assert row.state == EnquiryState.OPEN
    assert said(world)[-1] == (Direction.ASKED, "Дякую! А коли?")


def test_a_thread_of_another_centre_is_not_found(world: World, server: Server, mailbox: Mailbox) -> None:
    from django.utils import timezone

    from vielklang.enquiries.mail_ids import digest_of_id

    foreign = ask(world.foreign).enquiry
    with centre_scope(world.foreign):
        EnquiryMail.objects.create(
            centre=world.foreign, enquiry=foreign, fate=MailFate.SENT,
            id_digest=digest_of_id("<theirs@example.org>"), created_at=timezone.now(),
        )  # fmt: skip
    server.deliver(mail(In_Reply_To="<theirs@example.org>"))
    read(world)
    assert the_enquiry(world).channel == Channel.MAIL
    with centre_scope(world.foreign):
        assert foreign.messages.count() == 1


def test_an_answer_from_another_address_is_noted_and_the_contact_stays(
    world: World, server: Server, mailbox: Mailbox
) -> None:
    server.deliver(mail(Message_ID="<first@mail.example.org>"))
    read(world)
    server.deliver(mail("Ще питання", In_Reply_To="<first@mail.example.org>", From="x@anders.example.org"))
    read(world)
    assert said(world)[-1][0] == Direction.NOTE
    assert "x@anders.example.org" in said(world)[-1][1]
    with centre_scope(world.home):
        assert EnquiryContact.objects.get().value == "olena@example.org"


def test_urgent_words_are_seen_in_the_first_mail_and_in_later_ones(
    world: World, server: Server, mailbox: Mailbox
) -> None:
    server.deliver(mail("Wo ist der Sprachkurs?", Message_ID="<first@mail.example.org>"))
    read(world)
    assert not the_enquiry(world).is_urgent
    server.deliver(mail("Mein Mann schlägt mich.", In_Reply_To="<first@mail.example.org>"))
    read(world)
    assert the_enquiry(world).is_urgent


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, MailReason.AUTOMATIC),
        ({"X_Autoreply": "yes"}, MailReason.AUTOMATIC),
        ({"Precedence": "bulk"}, MailReason.MAILING_LIST),
        ({"List_Id": "<neues.example.org>"}, MailReason.MAILING_LIST),
        ({"Return_Path": "<>"}, MailReason.BOUNCE),
        ({"From": "MAILER-DAEMON@mx.example.org"}, MailReason.BOUNCE),
        ({"From": USER.upper()}, MailReason.OWN),
        ({"From": "vielklang@localhost.example.org"}, MailReason.OWN),
    ],
)
def test_what_programs_write_becomes_no_question(
    world: World, server: Server, mailbox: Mailbox, settings, headers: dict[str, str], reason: MailReason
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Vielklang <vielklang@localhost.example.org>"
    server.deliver(mail(**headers))
    assert read(world) == 1
    assert fates(world) == [(MailFate.SKIPPED, reason)]
    assert said(world) == []
    assert server.flags() == [("\\Seen",)]


def test_a_mail_delivered_twice_is_taken_once_and_a_used_id_hides_nothing(
    world: World, server: Server, mailbox: Mailbox
) -> None:
    once = mail("Питання про школу", Message_ID="<same@mail.example.org>")
    server.deliver(b"Delivered-To: a@example.org\r\n" + once, b"Delivered-To: b@example.org\r\n" + once)
    server.deliver(mail("Зовсім інше питання", Message_ID="<same@mail.example.org>", From="b@example.org"))
    read(world)
    assert fates(world) == [(MailFate.TAKEN, ""), (MailFate.SKIPPED, MailReason.COPY), (MailFate.TAKEN, "")]


def test_a_mail_that_cannot_be_taken_stays_and_holds_up_no_other(
    world: World, server: Server, mailbox: Mailbox, monkeypatch
) -> None:
    monkeypatch.setattr(mail_intake, "LARGEST_MAIL", 5000)
    server.deliver(mail("x" * 6000), raw("Hallo", sender="niemand"), mail("Питання про школу"))

    assert read(world) == 3

    assert fates(world) == [
        (MailFate.UNREADABLE, MailReason.TOO_LARGE), (MailFate.UNREADABLE, MailReason.NO_SENDER), (MailFate.TAKEN, ""),
    ]  # fmt: skip
    assert server.flags() == [("\\Flagged",), ("\\Flagged",), ("\\Seen",)]
    with centre_scope(world.home):
        assert EnquiryMail.objects.order_by("uid").first().sender_domain == "example.org"
    assert read(world) == 0


def test_a_mail_of_a_kind_nobody_thought_of_stays_too(
    world: World, server: Server, mailbox: Mailbox, monkeypatch
) -> None:
    def fail(_data: bytes) -> None:
        raise KeyError("x")

    monkeypatch.setattr(mail_intake, "read_mail", fail)
    server.deliver(mail())
    read(world)
    assert fates(world) == [(MailFate.UNREADABLE, MailReason.BROKEN)]
    assert server.flags() == [("\\Flagged",)]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"password": "falsch"}, MailboxProblem.LOGIN),
        ({"password": "fälsch"}, MailboxProblem.LOGIN),
        ({"folder": "Gibtsnicht"}, MailboxProblem.FOLDER),
        ({"port": None}, MailboxProblem.UNREACHABLE),
        ({"host": "localhost"}, MailboxProblem.CERTIFICATE),
    ],
)
def test_what_is_wrong_with_a_mailbox_is_said(
    world: World, server: Server, mailbox: Mailbox, change: dict[str, object], problem: MailboxProblem
) -> None:
    with centre_scope(world.home):
        for name, value in change.items():
            setattr(mailbox, name, value if value is not None else free_port())
        mailbox.save()
    assert read(world) == 0
    with centre_scope(world.home):
        row = Mailbox.objects.get()
        assert (row.problem, row.reading_until, row.last_read_at) == (problem, None, None)
        Mailbox.objects.update(
            host="127.0.0.1", port=server.port, user=mailbox.user, folder="INBOX", is_active=False
        )
    assert read(world) == 0


def test_nothing_private_stands_in_the_audit_or_in_clear(
    world: World, server: Server, mailbox: Mailbox
) -> None:
    from django.db import connection

    server.deliver(mail("Geheimes", Subject="Vertraulich", Message_ID="<geheim@mail.example.org>"))
    read(world)
    with centre_scope(world.home), connection.cursor() as cursor:
        entries = str(list(AuditEntry.objects.values_list("subject_label", "details", "event")))
        cursor.execute("SELECT row_to_json(m)::text FROM enquiries_enquirymail m")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT row_to_json(m)::text FROM enquiries_mailbox m")
        settings_stored = str(cursor.fetchall())
    for secret in ("Geheim", "Vertraulich", "geheim@", "olena"):
        assert secret not in entries + stored
    assert PASSWORD not in settings_stored
