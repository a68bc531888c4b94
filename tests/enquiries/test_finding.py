"""Enquiries are found by words, names and numbers that the database cannot read."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.enquiries.factories import BOB, ask
from vielklang.centres.models import Centre
from vielklang.core.actor import READER
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.enums import ContactKind, Purpose
from vielklang.enquiries.finding import digests_of
from vielklang.enquiries.models import Enquiry, EnquiryWords
from vielklang.enquiries.queries import Wanted, inbox

pytestmark = pytest.mark.django_db


def centre(slug: str = "kreis-kleve") -> Centre:
    return Centre.objects.get(slug=slug)


def found(text: str, slug: str = "kreis-kleve") -> list[Enquiry]:
    with centre_scope(centre(slug)):
        return list(inbox(Wanted(text=text), centre(slug)))


@pytest.mark.parametrize(
    "typed",
    [
        "Kinderbetreuung",
        "betreuung",
        "KURS",
        "kurse emmerich",
        "Olena",
        "olena@example.org",
        "німецьку",
        "Nachtschicht",
    ],
)
def test_words_of_question_answer_note_and_contact_are_found(typed):
    asked = ask(
        centre(), text="Suche Kurse mit Kinderbetreuung in Emmerich. Хочу вивчати німецьку мову.",
        contact_kind=ContactKind.EMAIL, contact="olena@example.org", name="Olena Beispiel", purposes={Purpose.ANSWER},
    )  # fmt: skip
    with centre_scope(centre()):
        actions.note_on_enquiry(by=BOB, enquiry=asked.enquiry, text="Arbeitet in Nachtschicht")

    assert found(typed) == [asked.enquiry]


def test_every_word_must_stand_in_it():
    ask(centre(), text="Sprachkurs in Geldern")
    assert found("Sprachkurs Wesel") == []
    assert found("und die der") == []


@pytest.mark.parametrize("typed", ["0151 2345 6789", "+49 151 23456789", "0049151/23456789"])
def test_a_number_is_found_however_it_is_written(typed):
    asked = ask(centre(), contact_kind=ContactKind.PHONE, contact="0151-23456789", purposes={Purpose.ANSWER})
    assert found(typed) == [asked.enquiry]
    assert found("0151 99999999") == []


def test_own_number_is_found():
    asked = ask(centre())
    assert found(f"#{asked.enquiry.public_id.hex[:8].upper()}") == [asked.enquiry]


def test_long_texts_are_read_to_their_end():
    asked = ask(centre(), text="Beispiel " * 400 + "Zahnarzt")
    assert found("Zahnarzt") == [asked.enquiry]


def test_what_is_gone_is_found_no_more():
    asked = ask(
        centre(), contact_kind=ContactKind.EMAIL, contact="weg@example.org", purposes={Purpose.ANSWER}
    )
    assert found("weg@example.org") == [asked.enquiry]
    with centre_scope(centre()):
        actions.withdraw_consent(by=READER, enquiry=asked.enquiry, purpose=Purpose.ANSWER)
    assert found("weg@example.org") == []


def test_centres_share_no_digest_and_no_word_is_stored():
    asked = ask(centre(), text="Wohnungssuche")
    other = centre("kreis-wesel")
    assert digests_of("Wohnungssuche", centre().pk).isdisjoint(digests_of("Wohnungssuche", other.pk))
    assert found("Wohnungssuche", "kreis-wesel") == []
    with centre_scope(centre()):
        assert EnquiryWords.objects.get(enquiry=asked.enquiry).said
        with connection.cursor() as cursor:
            cursor.execute("SELECT said::text || contact::text FROM enquiries_enquirywords")
            assert "ohnung" not in cursor.fetchone()[0]
