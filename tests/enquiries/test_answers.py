"""The status page: code and PIN open it, a pass of half an hour keeps it open, nothing else does."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.crypto import pbkdf2

from tests.enquiries.factories import BOB, ask
from tests.offers.factories import centre, draft, text
from vielklang.core.actor import READER
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.enquiries import actions, passes
from vielklang.enquiries.actions import Asked
from vielklang.enquiries.codes import PinHasher
from vielklang.enquiries.enums import ContactKind, Outcome, Purpose
from vielklang.enquiries.models import Enquiry, EnquiryContact
from vielklang.enquiries.rules import enquiry_by_code
from vielklang.offers.actions import create_offers
from vielklang.upkeep import limits as counting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    counting.storage.reset()


def post(language: str = "uk", **data: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(f"/{language}/answer/", data)


def opened(asked: Asked, language: str = "uk") -> Any:
    return post(language, code=asked.code, pin=asked.pin)


def pass_in(answer: Any) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def answered(asked: Asked, offers: int = 2, **words: Any) -> None:
    found = create_offers(
        by=BOB, drafts=[draft(texts=(text(title=f"Sprachcafé {n}"),)) for n in range(offers)], publish=True
    )
    values = {"german": "Im Sprachcafé.", "text": "У мовному кафе.", "status": TextStatus.MACHINE} | words
    with centre_scope(centre()):
        actions.answer_enquiry(by=BOB, enquiry=asked.enquiry, offers=found, **values)
        actions.note_on_enquiry(by=BOB, enquiry=asked.enquiry, text="Streng intern")


def test_code_and_pin_show_question_answer_offers_and_no_note():
    asked = ask(centre())
    answered(asked)

    answer = opened(asked)

    html = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"], dict(answer.cookies)) == (200, "no-store", {})
    for words in ("Де я можу вивчати", "У мовному кафе.", "Im Sprachcafé.", "Sprachcafé 0", "leaflet.pdf"):
        assert words in html
    assert "Streng intern" not in html
    assert asked.code not in html
    assert asked.pin not in html


def test_right_to_left_answer_is_marked():
    asked = ask(centre(), language="ar", text="أين أتعلم الألمانية؟")
    answered(asked, text="في المقهى.")

    html = opened(asked, "ar").content.decode()

    assert '<html lang="ar" dir="rtl">' in html
    assert '<div lang="de" dir="ltr" data-vk-silent>' in html


@pytest.mark.parametrize("pin", ["", "000000", "x" * 10_000, "\x00", "١٢٣٤٥٦"])
@pytest.mark.parametrize("code", ["", "123", "x" * 10_000, "\x00", "KNOWN"])
def test_wrong_pin_and_unknown_code_get_the_same_answer(code, pin):
    asked = ask(centre())
    typed = asked.code if code == "KNOWN" else code
    if pin == asked.pin:
        pytest.skip("one in a million")

    answer = post(code=typed, pin=pin)
    other = post(code="999-999-999-999-999-999", pin="999999")

    assert (answer.status_code, other.status_code) == (400, 400)
    same = re.sub(r'value="[^"]*"', "", answer.content.decode())
    assert same == re.sub(r'value="[^"]*"', "", other.content.decode())


def test_wrong_pin_costs_as_much_as_an_unknown_code(monkeypatch):
    """Whoever measures learns nothing: each try is one hash with the same number of rounds."""
    asked, rounds = ask(centre()), []

    def counted(password, salt, iterations, **options):
        rounds.append(iterations)
        return pbkdf2(password, salt, iterations, **options)

    def cost_of(code: str) -> list[int]:
        rounds.clear()
        assert enquiry_by_code(code, "000001" if asked.pin != "000001" else "000002") is None
        return list(rounds)

    cost_of("999-999-999-999-999-999")  # makes the hash that unknown codes are compared with, once
    monkeypatch.setattr(hashers, "pbkdf2", counted)

    assert cost_of(asked.code) == cost_of("999-999-999-999-999-999") == [PinHasher.iterations]


def test_thirty_tries_an_hour():
    asked = ask(centre())
    for _n in range(30):
        post(code=asked.code, pin="0")
    assert opened(asked).status_code == 429


def test_person_writes_again_once_however_often_the_page_is_reloaded():
    asked = ask(centre())
    data = {"pass": pass_in(opened(asked)), "do": "write", "text": "А коли?\x00"}

    first, again = post(**data), post(**data)

    assert (first.status_code, again.status_code) == (200, 200)
    with centre_scope(centre()):
        assert [row.text for row in asked.enquiry.messages.all()][1:] == ["А коли?"]


@pytest.mark.parametrize("words", ["", "  \n", "y" * 4001])
def test_message_that_cannot_be_sent_is_kept(words):
    asked = ask(centre())
    answer = post(**{"pass": pass_in(opened(asked)), "do": "write", "text": words})
    assert answer.status_code == 400
    assert words.strip() in answer.content.decode()


def test_one_tap_says_whether_it_helped():
    asked = ask(centre())
    answered(asked)
    key = pass_in(opened(asked))

    answer = post(**{"pass": key, "do": "outcome", "outcome": "helped"})

    assert 'value="helped" aria-pressed="true"' in answer.content.decode()
    with centre_scope(centre()):
        assert Enquiry.objects.get().outcome == Outcome.HELPED
    for nonsense in ("unknown", "", "\x00"):
        assert post(**{"pass": key, "do": "outcome", "outcome": nonsense}).status_code == 400


def test_whether_it_helped_is_asked_after_an_answer_alone():
    asked = ask(centre())
    assert 'name="outcome"' not in opened(asked).content.decode()


def test_consent_is_taken_back():
    asked = ask(
        centre(), contact_kind=ContactKind.EMAIL, contact="ich@example.org", purposes={Purpose.ANSWER}
    )
    key = pass_in(opened(asked))

    answer = post(**{"pass": key, "do": "withdraw", "purpose": "answer"})

    assert answer.status_code == 200
    assert 'value="withdraw"' not in answer.content.decode()
    with centre_scope(centre()):
        assert not EnquiryContact.objects.exists()
    assert post(**{"pass": key, "do": "withdraw", "purpose": "nonsense"}).status_code == 400


def test_pass_ends_after_half_an_hour_and_what_was_written_stays():
    asked = ask(centre())
    key = pass_in(opened(asked))

    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=31), tick=True):
        answer = post(**{"pass": key, "do": "write", "text": "Ще одне питання"})
        assert answer.status_code == 403
        assert "Ще одне питання" in answer.content.decode()
        back = post(code=asked.code, pin=asked.pin, text="Ще одне питання")
        assert "Ще одне питання" in back.content.decode()
    with centre_scope(centre()):
        assert asked.enquiry.messages.count() == 1


@pytest.mark.parametrize("key", ["forged", "x" * 100_000, "\x00", passes.new_pass.__name__])
def test_forged_pass_opens_nothing(key):
    assert post(**{"pass": key, "do": "write", "text": "Hallo"}).status_code == 403


def test_pass_of_one_enquiry_is_no_pass_of_another_and_no_form_is_a_pass():
    first, second = ask(centre(), text="Erste Frage"), ask(centre(), text="Zweite Frage")
    html = post("de", **{"pass": pass_in(opened(first)), "do": ""}).content.decode()
    assert "Erste Frage" in html
    assert "Zweite Frage" not in html
    assert second.code not in html
    assert post(**{"pass": passes.new_form(), "do": ""}).status_code == 403


def test_the_page_costs_the_same_queries_for_one_and_three_offers():
    counts = set()
    for offers in (1, 3):
        asked = ask(centre())
        answered(asked, offers)
        for n in range(offers):
            with centre_scope(centre()):
                actions.write_again(by=READER, enquiry=asked.enquiry, text=f"Und {n}?")
        with CaptureQueriesContext(connection) as queries:
            assert opened(asked).status_code == 200
        counts.add(len(queries))
    assert len(counts) == 1, counts


def test_nothing_is_written_by_looking():
    assert Client().get("/uk/answer/").status_code == 200
    assert Client().put("/uk/answer/").status_code == 405
