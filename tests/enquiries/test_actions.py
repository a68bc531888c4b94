"""What becomes of a question, what the database keeps of it, and who can open it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from tests.enquiries.factories import BOB, ask
from tests.offers.factories import centre, draft
from vielklang.core.actor import READER
from vielklang.core.encryption import UnreadableError, decrypt, encrypt, reencrypt
from vielklang.core.keys import new_key, read_keys
from vielklang.core.models import OutgoingMail
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.enquiries import actions
from vielklang.enquiries.actions.person import mark_urgent
from vielklang.enquiries.codes import clean_code, clean_pin
from vielklang.enquiries.enums import ContactKind, Direction, EnquiryState, FileKind, Outcome, Purpose
from vielklang.enquiries.models import Enquiry, EnquiryContact, EnquiryFile, EnquiryMessage, EnquiryRules
from vielklang.enquiries.rules import enquiry_by_code
from vielklang.enquiries.targets import due_at
from vielklang.offers.actions import create_offers
from vielklang.offers.calendar import BERLIN

pytestmark = pytest.mark.django_db


def stored(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
        words: str = cursor.fetchone()[0]
        cursor.execute("SET ROLE vielklang_web")
    return words


def test_words_and_contact_are_unreadable_in_the_database() -> None:
    asked = ask(
        centre(),
        text="Meine geheime Frage",
        contact_kind=ContactKind.EMAIL,
        contact="ich@example.org",
        name="Olena",
    )
    tables = (
        "enquiries_enquiry",
        "enquiries_enquirymessage",
        "enquiries_enquirycontact",
        "enquiries_enquiryevent",
    )
    everything = " ".join(stored(table) for table in tables)
    assert str(asked.enquiry.public_id) in everything
    for secret in ("geheime", "ich@example.org", "Olena", asked.code, asked.pin):
        assert secret not in everything
    with centre_scope(centre()):
        assert EnquiryMessage.objects.get().text == "Meine geheime Frage"
        assert EnquiryContact.objects.get().value == "ich@example.org"


def test_code_and_pin_open_one_enquiry_and_nothing_else() -> None:
    first, second = ask(centre()), ask(centre())
    assert enquiry_by_code(first.code, first.pin) == first.enquiry
    assert enquiry_by_code(first.code.replace("-", " "), f" {first.pin} ") == first.enquiry
    for code, pin in (
        (first.code, second.pin),
        (second.code, first.pin),
        ("", first.pin),
        ("123", ""),
        (first.code, ""),
    ):
        assert enquiry_by_code(code, pin) is None


def test_digits_of_other_scripts_are_understood() -> None:
    assert clean_code("١٢٣ ٤٥٦ ٧٨٩ ٠١٢ ٣٤٥ ٦٧٨") == "123-456-789-012-345-678"
    assert clean_pin("۱۲۳۴۵۶") == "123456"
    assert clean_code("123-456") == ""


def test_answer_reaches_the_person_and_the_target_counts_working_days() -> None:
    friday = dt.datetime(2026, 12, 18, 15, tzinfo=dt.UTC)
    assert due_at(friday, 3) == dt.datetime(2026, 12, 24, tzinfo=BERLIN)  # the end of Wednesday
    wednesday = dt.datetime(2026, 12, 23, 9, tzinfo=dt.UTC)
    assert due_at(wednesday, 2) == dt.datetime(2026, 12, 29, tzinfo=BERLIN)  # Christmas between
    asked = ask(
        centre(), contact_kind=ContactKind.EMAIL, contact="ich@example.org", purposes={Purpose.ANSWER}
    )
    [offer] = create_offers(by=BOB, drafts=[draft()], publish=True)
    with centre_scope(centre()):
        message = actions.answer_enquiry(
            by=BOB,
            enquiry=asked.enquiry,
            german="Im Sprachcafé.",
            text="У мовному кафе.",
            status=TextStatus.MACHINE,
            offers=[offer],
        )
        row = Enquiry.objects.get()
        assert (row.state, row.answered_at) == (EnquiryState.WAITING, message.created_at)
        assert (message.language, message.german, message.status) == (
            "uk",
            "Im Sprachcafé.",
            TextStatus.MACHINE,
        )
        assert list(row.offers.all()) == [offer]
        mail = OutgoingMail.objects.get()
        assert mail.to == "ich@example.org"
        assert "кафе" not in mail.text + mail.html + mail.subject


def test_nobody_is_written_to_without_consent() -> None:
    asked = ask(centre(), contact_kind=ContactKind.EMAIL, contact="ich@example.org")
    with centre_scope(centre()):
        actions.answer_enquiry(by=BOB, enquiry=asked.enquiry, german="Ja.")
        assert not OutgoingMail.objects.exists()


def test_consent_that_is_taken_back_erases_the_contact() -> None:
    asked = ask(
        centre(), contact_kind=ContactKind.PHONE, contact="0151 000", purposes={Purpose.ANSWER, Purpose.REFER}
    )
    with centre_scope(centre()):
        actions.withdraw_consent(by=READER, enquiry=asked.enquiry, purpose=Purpose.REFER)
        assert EnquiryContact.objects.exists()
        actions.withdraw_consent(by=READER, enquiry=asked.enquiry, purpose=Purpose.ANSWER)
        assert not EnquiryContact.objects.exists()
        assert all(row.withdrawn_at for row in asked.enquiry.consents.all())


def test_person_writes_again_and_says_whether_it_helped() -> None:
    asked = ask(centre())
    with centre_scope(centre()):
        actions.answer_enquiry(by=BOB, enquiry=asked.enquiry, german="Ja.")
        actions.say_outcome(by=READER, enquiry=asked.enquiry, outcome=Outcome.HELPED)
        actions.close_enquiry(by=BOB, enquiry=asked.enquiry, outcome=Outcome.UNKNOWN)
        assert Enquiry.objects.get().outcome == Outcome.HELPED
        with pytest.raises(TransitionNotAllowed):
            actions.answer_enquiry(by=BOB, enquiry=asked.enquiry, german="Noch etwas.")
        actions.write_again(by=READER, enquiry=asked.enquiry, text="А коли?")
        row = Enquiry.objects.get()
        assert (row.state, row.closed_at) == (EnquiryState.OPEN, None)
        said = [message.direction for message in row.messages.all()]
        assert said == [Direction.ASKED, Direction.ANSWERED, Direction.ASKED]


@pytest.mark.owner
def test_keys_can_be_changed(settings, tmp_path) -> None:
    old = read_keys(tmp_path / "keys")
    settings.FIELD_KEYS = old
    asked = ask(centre(), text="Bleibt lesbar")
    with centre_scope(centre()):
        file = EnquiryFile.objects.create(
            centre=centre(), enquiry=asked.enquiry, message=asked.enquiry.messages.get(), kind=FileKind.IMAGE,
            media_type="image/png", size=9, content=b"\x00Beispiel", created_at=asked.enquiry.created_at,
        )  # fmt: skip
    fresh = new_key()
    settings.FIELD_KEYS = (fresh, *old)
    assert reencrypt() == 2
    assert reencrypt() == 0
    settings.FIELD_KEYS = (fresh,)
    with centre_scope(centre()):
        assert asked.enquiry.messages.get().text == "Bleibt lesbar"
        file.refresh_from_db()
        assert file.content == b"\x00Beispiel"
    settings.FIELD_KEYS, settings.FIELD_KEYS_FILE = old, tmp_path / "keys"
    with centre_scope(centre()), pytest.raises(UnreadableError):
        asked.enquiry.messages.get()


def test_changed_ciphertext_is_noticed_and_fields_cannot_be_searched() -> None:
    stored_text = encrypt("Hallo")
    assert decrypt(stored_text) == "Hallo"
    with pytest.raises(UnreadableError):
        decrypt(f"{stored_text[:-3]}abc")
    with centre_scope(centre()), pytest.raises(TypeError, match="encrypted"):
        EnquiryMessage.objects.filter(text="Hallo").exists()


def test_what_turns_urgent_is_due_sooner_and_never_later():
    late, soon, answered = (ask(centre()).enquiry for _n in range(3))
    now = timezone.now()
    with centre_scope(centre()):
        EnquiryRules.objects.create(centre=centre(), answer_within_days=10, urgent_within_days=1)
        Enquiry.objects.filter(pk=late.pk).update(due_at=due_at(now, 10))
        Enquiry.objects.filter(pk=soon.pk).update(due_at=now + dt.timedelta(minutes=1))
        actions.answer_enquiry(by=BOB, enquiry=answered, german="Beispiel")

        marked = [mark_urgent(by=READER, enquiry=row, now=now) for row in (late, soon, answered)]

    assert all(row.is_urgent for row in marked)
    assert [row.due_at for row in marked] == [due_at(now, 1), now + dt.timedelta(minutes=1), None]


def test_what_is_written_later_is_read_for_urgent_words() -> None:
    asked = ask(centre())
    with centre_scope(centre()):
        actions.write_again(by=READER, enquiry=asked.enquiry, text="Danke")
        assert not Enquiry.objects.get().is_urgent
        actions.write_again(by=READER, enquiry=asked.enquiry, text="Mein Mann schlägt mich")
        assert Enquiry.objects.get().is_urgent
