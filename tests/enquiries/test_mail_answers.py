"""Who wrote a mail reads the answer as a mail in its thread, in their language with the German below; sent once."""

from __future__ import annotations

import pytest

from tests.core.smtp import serving as smtp_serving
from tests.enquiries.factories import BOB, ask
from tests.enquiries.mails import mail
from tests.enquiries.sounds import wav
from tests.enquiries.test_files import PDF
from tests.world import World
from vielklang.core.actor import READER, SYSTEM
from vielklang.core.mail import deliver
from vielklang.core.models import OutgoingMail
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.enquiries.actions import answer_enquiry, withdraw_consent
from vielklang.enquiries.actions.mail import Place, take_mail
from vielklang.enquiries.actions.regrouping import merge_enquiries
from vielklang.enquiries.enums import ContactKind, Direction, FileKind, Purpose
from vielklang.enquiries.files import check_file
from vielklang.enquiries.mail_reading import read_mail
from vielklang.enquiries.models import Enquiry, EnquiryFile, EnquiryMail, Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    with centre_scope(world.home):
        return Mailbox.objects.create(
            centre=world.home,
            address="anfragen@ki.example.org",
            host="mail.example.org",
            user="a",
            password="b",
        )


def take(world: World, mailbox: Mailbox, uid: int, raw: bytes) -> Enquiry:
    with centre_scope(world.home):
        row = take_mail(by=SYSTEM, at=Place(mailbox, 1, uid), mail=read_mail(raw))
        assert row is not None
        assert row.enquiry is not None
        return row.enquiry


def sent(world: World) -> OutgoingMail:
    with centre_scope(world.home):
        return OutgoingMail.objects.get()


def test_the_answer_goes_back_in_its_thread(world: World, mailbox: Mailbox, settings) -> None:
    raw = mail(Message_ID="<b@mail.example.org>", References="<a@mail.example.org>")
    enquiry = take(world, mailbox, 1, raw)
    with centre_scope(world.home):
        message = answer_enquiry(
            by=BOB, enquiry=enquiry, german="Im Sprachcafé & <hier>.", text="У мовному кафе.",
            status=TextStatus.MACHINE, offers=[world.offer],
        )  # fmt: skip

    with smtp_serving(settings) as server:
        public_id = sent(world).public_id
        assert deliver(public_id)
        assert not deliver(public_id)

    [arrived] = server.messages
    assert arrived["To"] == "olena@example.org"
    assert arrived["Subject"] == "Re: Мовний курс"
    assert arrived["In-Reply-To"] == "<b@mail.example.org>"
    assert arrived["References"] == "<a@mail.example.org> <b@mail.example.org>"
    assert arrived["Reply-To"] == "anfragen@ki.example.org"
    assert arrived["Auto-Submitted"] == "no"
    assert str(message.public_id) in arrived["Message-ID"]
    plain = arrived.get_body(("plain",))
    page = arrived.get_body(("html",))
    assert plain is not None
    assert page is not None
    text = plain.get_content()
    assert text.index("У мовному кафе.") < text.index("Im Sprachcafé & <hier>.")
    assert f"/uk/offer/{world.offer.public_id}/" in text
    assert "Im Sprachcafé &amp; &lt;hier&gt;." in page.get_content()
    assert sent(world).text == ""


def test_who_answers_our_mail_continues_the_question_also_from_the_guide(
    world: World, mailbox: Mailbox
) -> None:
    asked = ask(
        world.home, contact_kind=ContactKind.EMAIL, contact="olena@example.org", purposes={Purpose.ANSWER}
    ).enquiry
    with centre_scope(world.home):
        answer_enquiry(by=BOB, enquiry=asked, german="Geheimes.")
        row = OutgoingMail.objects.get()
        assert "Geheimes" not in row.text + row.html + row.subject  # stands behind code and PIN
        assert row.headers["Reply-To"] == mailbox.address
    found = take(world, mailbox, 2, mail("Дякую", In_Reply_To=row.headers["Message-ID"]))
    assert found == asked


def test_nobody_is_written_to_after_taking_consent_back(world: World, mailbox: Mailbox) -> None:
    enquiry = take(world, mailbox, 1, mail())
    with centre_scope(world.home):
        withdraw_consent(by=READER, enquiry=enquiry, purpose=Purpose.ANSWER)
        answer_enquiry(by=BOB, enquiry=enquiry, german="Ja.")
        assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Re: Kurs", "Re: Kurs"),
        ("=?utf-8?b?S3Vycw==?=", "Re: Kurs"),
        ("=?utf-8?q?Kurs=0D=0ABcc=3A_x=40example.org?=", "Re: Kurs Bcc: x@example.org"),
        (None, "There is an answer to your question"),
    ],
)
def test_a_subject_stays_one_line(
    world: World, mailbox: Mailbox, settings, subject: str | None, shown: str
) -> None:
    head = f"Subject: {subject}\r\n".encode() if subject else b""
    raw = (
        head
        + b"From: ann@example.org\r\n\r\nWhere can I learn German in the morning? I have two children.\r\n"
    )
    enquiry = take(world, mailbox, 1, raw)
    with centre_scope(world.home):
        Enquiry.objects.filter(pk=enquiry.pk).update(language="en")
        answer_enquiry(by=BOB, enquiry=Enquiry.objects.get(pk=enquiry.pk), german="Ja.")
    with smtp_serving(settings) as server:
        deliver(sent(world).public_id)
    assert server.messages[0]["Subject"] == shown
    assert server.messages[0]["Bcc"] is None
    assert "In-Reply-To" not in server.messages[0]


def test_a_report_that_an_answer_did_not_arrive_is_noted(world: World, mailbox: Mailbox) -> None:
    enquiry = take(world, mailbox, 1, mail())
    with centre_scope(world.home):
        answer_enquiry(by=BOB, enquiry=enquiry, german="Ja.")
        own_id = OutgoingMail.objects.get().headers["Message-ID"]
        report = mail(f"Undelivered\n\nMessage-ID: {own_id}\n", From="MAILER-DAEMON@mx.example.org")
        assert take_mail(by=SYSTEM, at=Place(mailbox, 1, 2), mail=read_mail(report)) is None
        assert enquiry.messages.last().direction == Direction.NOTE
        assert EnquiryMail.objects.filter(enquiry=enquiry).count() == 2


def test_a_text_longer_than_a_message_is_kept_whole(world: World, mailbox: Mailbox) -> None:
    words = " ".join(f"слово{n}" for n in range(2000))
    enquiry = take(world, mailbox, 1, mail(words))
    with centre_scope(world.home):
        [file] = enquiry.files.all()
        assert file.name == "mail.txt"
        assert bytes(file.content).decode().endswith("слово1999")


def test_a_file_of_the_answer_travels_with_the_mail(world: World, mailbox: Mailbox, settings) -> None:
    enquiry = take(world, mailbox, 1, mail())
    with centre_scope(world.home):
        answer_enquiry(by=BOB, enquiry=enquiry, german="Siehe Anhang.", file=check_file("Antrag.pdf", PDF))
    with smtp_serving(settings) as server:
        assert deliver(sent(world).public_id)
    [arrived] = server.messages
    [attached] = arrived.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("Antrag.pdf", "application/pdf")
    assert attached.get_content() == PDF


def test_a_voice_message_that_came_by_mail_is_one(world: World, mailbox: Mailbox) -> None:
    with centre_scope(world.home):
        take_mail(
            by=SYSTEM,
            at=Place(mailbox, 1, 1),
            mail=read_mail(mail("")),
            kept=[check_file("PTT-1.wav", wav())],
        )
        assert EnquiryFile.objects.get().kind == FileKind.VOICE


def test_merged_questions_keep_their_threads(world: World, mailbox: Mailbox) -> None:
    first = take(world, mailbox, 1, mail("Перше питання про школу"))
    second = take(world, mailbox, 2, mail("Друге питання про роботу", Message_ID="<second@mail.example.org>"))
    with centre_scope(world.home):
        merge_enquiries(by=BOB, one=first, other=second)
    assert take(world, mailbox, 3, mail("Ще щось", In_Reply_To="<second@mail.example.org>")) == first
