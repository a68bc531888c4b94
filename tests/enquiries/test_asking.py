"""Asking a question on the website: what is stored, what is shown once, and what becomes of bad input."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import altcha
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.enquiries.factories import BOB
from tests.offers.factories import centre, draft
from vielklang.core.languages import get_language
from vielklang.core.scope import centre_scope
from vielklang.enquiries import passes, spam
from vielklang.enquiries.card import Card, card_svg
from vielklang.enquiries.models import Enquiry, EnquiryConsent, EnquiryContact, EnquiryRules
from vielklang.offers.actions import create_offers
from vielklang.upkeep import limits as counting

pytestmark = pytest.mark.django_db
KLEVE = "47533-05154036"
QUESTION = "Де я можу вивчати німецьку мову?"


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    counting.storage.reset()


def form_token(seconds: float = 20) -> str:
    """As the page carries it, opened so long ago."""
    import datetime as dt

    with time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(seconds=seconds), tick=True):
        return passes.new_form()


def worked(form: str) -> str:
    """What a browser makes of the puzzle of this form; nothing where the form is not ours."""
    opened = passes.opened_form(form)
    if opened is None:
        return ""
    puzzle = json.loads(spam.new_puzzle(opened.token))
    found = altcha.solve_challenge_v1(puzzle["challenge"], puzzle["salt"], "SHA-256", puzzle["maxNumber"])
    assert found
    answer = {key: puzzle[key] for key in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**answer, "number": found.number}).encode()).decode()


def send(language: str = "uk", place: str = KLEVE, offer: str = "", **values: Any) -> Any:
    data = {"question": QUESTION, "answer_by": "code", "form": form_token()} | values
    data.setdefault("work", worked(data["form"]))
    query = urlencode({key: value for key, value in (("place", place), ("offer", offer)) if value})
    return Client(enforce_csrf_checks=True).post(f"/{language}/ask/?{query}", data)


def stored() -> list[Enquiry]:
    with centre_scope(centre()):
        return list(Enquiry.objects.all())


def secrets_of(html: str) -> tuple[str, str]:
    code, pin = re.findall(r"vk-ticket__digits[^>]*>([\d-]+)<", html)
    return code, pin


def test_question_is_stored_and_code_and_pin_are_shown_once():
    token = form_token()

    answer = send(form=token)

    html = answer.content.decode()
    code, pin = secrets_of(html)
    assert re.fullmatch(r"(\d{3}-){5}\d{3}", code)
    assert len(pin) == 6
    assert answer["Cache-Control"] == "no-store"
    assert "data:image/svg+xml;base64," in html
    assert not answer.cookies
    [enquiry] = stored()
    assert (enquiry.language, enquiry.channel, enquiry.municipality.name) == ("uk", "guide", "Kleve")
    with centre_scope(centre()):
        assert enquiry.messages.get().text == QUESTION
        assert not EnquiryContact.objects.exists()

    again = send(form=token)

    assert (again.status_code, len(stored())) == (200, 1)
    assert code not in again.content.decode()
    assert pin not in again.content.decode()


def test_place_is_asked_where_it_is_unknown_and_found_as_everywhere_else():
    page = Client().get("/de/ask/").content.decode()
    assert 'name="where"' in page
    assert 'name="where"' not in Client().get(f"/de/ask/?place={KLEVE}").content.decode()

    answer = send("de", place="", where="Kleve")

    assert answer.status_code == 200
    assert stored()[0].municipality.name == "Kleve"


def test_ambiguous_place_is_a_choice_and_nothing_is_lost():
    answer = send("de", place="", where="40472", question="Meine Frage <b>")

    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Meine Frage &lt;b&gt;" in html
    [ratingen] = re.findall(r'value="([\d-]+)"> <bdi lang="de">40472 Ratingen', html)

    token = form_token()
    data = {
        "question": QUESTION,
        "answer_by": "code",
        "form": token,
        "work": worked(token),
        "where": "40472",
        "place": ratingen,
    }
    chosen = Client().post("/de/ask/", data)

    assert chosen.status_code == 200
    assert "Mettmann" in chosen.content.decode()


@pytest.mark.parametrize("where", ["", "Wolkenkuckucksheim", "99999", "\x00\x07", "x" * 5000, "10115"])
def test_unknown_place_is_told_in_the_readers_language(where):
    answer = send("ar", place="", where=where)

    assert answer.status_code == 400
    assert 'aria-describedby="where-error"' in answer.content.decode()


def test_offer_is_carried_along_with_its_topics_and_centre():
    [offer] = create_offers(by=BOB, drafts=[draft()], publish=True)
    page = Client().get(f"/de/ask/?offer={offer.public_id}").content.decode()
    assert 'name="where"' not in page
    assert offer.centre.name in page

    send("de", place="", offer=str(offer.public_id))

    assert stored()[0].topics == offer.topics


@pytest.mark.parametrize(("offer", "status"), [("nonsense", 200), ("0" * 300, 200), ("\x00", 200)])
def test_nonsense_in_the_address_is_no_offer(offer, status):
    assert Client().get("/de/ask/", {"offer": offer, "place": KLEVE}).status_code == status


@pytest.mark.parametrize(
    "values",
    [
        {"question": ""},
        {"question": " \n\t\x00 "},
        {"question": "x" * 4001},
        {"answer_by": ""},
        {"answer_by": "pigeon"},
        {"answer_by": "email", "contact": "not an address", "agrees": ["answer"]},
        {"answer_by": "email", "contact": "", "agrees": ["answer"]},
        {"answer_by": "email", "contact": f"{'a' * 300}@example.org", "agrees": ["answer"]},
        {"answer_by": "phone", "contact": "call me", "agrees": ["answer"]},
        {"answer_by": "email", "contact": "ich@example.org"},
        {"agrees": ["everything"]},
        {"form": ""},
        {"form": "forged"},
        {"form": "a" * 100_000},
        {"website": "https://spam.example"},
    ],
)
def test_bad_input_is_an_error_that_keeps_what_was_typed(values):
    answer = send(**({"contact": "bleibt@example.org"} | values))

    html = answer.content.decode()
    assert answer.status_code == 400
    assert 'role="alert"' in html
    if not values.get("question", QUESTION).strip(" \n\t\x00"):
        return
    assert (values.get("question", QUESTION)) in html
    assert "spam.example" not in html
    assert stored() == []


def test_form_sent_at_once_can_be_sent_again():
    token = form_token(seconds=0)
    first = send(form=token)
    kept = re.search(r'name="form" value="([^"]+)"', first.content.decode())
    assert first.status_code == 400
    assert kept

    import datetime as dt

    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=5), tick=True):
        assert send(form=kept[1]).status_code == 200


def test_form_that_was_open_for_days_gets_a_new_token():
    first = send(form=form_token(seconds=3 * 86400))
    fresh = re.search(r'name="form" value="([^"]+)"', first.content.decode())
    assert first.status_code == 400
    assert fresh
    assert passes.opened_form(fresh[1])


def test_control_characters_are_taken_out_and_lines_stay():
    send("de", question="Eins\x00\x1b\r\nzwei\u202e drei")

    with centre_scope(centre()):
        assert Enquiry.objects.get().messages.get().text == "Eins\nzwei drei"


def test_body_that_is_too_large_is_refused():
    assert send(question="x" * 2_000_000).status_code == 400
    assert stored() == []


def test_contact_and_consents_are_stored_each_for_itself():
    send("de", answer_by="phone", contact="٠٢٨٢١ ٨٥٠ Signal", agrees=["answer", "follow_up"])

    with centre_scope(centre()):
        assert EnquiryContact.objects.get().value == "٠٢٨٢١ ٨٥٠ Signal"
        assert [row.purpose for row in EnquiryConsent.objects.all()] == ["answer", "follow_up"]


def test_no_box_is_ticked_before():
    page = Client().get(f"/de/ask/?place={KLEVE}").content.decode()
    assert not re.search(r'type="checkbox"[^>]*checked', page)


def test_centre_that_takes_no_questions_shows_how_to_reach_it():
    with centre_scope(centre()):
        EnquiryRules.objects.create(centre=centre(), takes_enquiries=False)

    page = Client().get(f"/de/ask/?place={KLEVE}").content.decode()
    answer = send("de")

    assert "<textarea" not in page
    assert QUESTION in answer.content.decode()
    assert stored() == []


def test_more_than_twenty_questions_an_hour_wait_with_what_was_typed():
    for _n in range(20):
        send("de")
    answer = send("de", question="Die letzte Frage")
    assert answer.status_code == 429
    assert "Die letzte Frage" in answer.content.decode()
    assert len(stored()) == 20


def test_the_page_costs_the_same_queries_whatever_is_asked():
    counts = set()
    for question in ("Kurz?", "Lang? " * 600):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert send("de", question=question).status_code == 200
        counts.add(len(queries))
    assert len(counts) == 1


def test_pages_of_the_guide_lead_here():
    [offer] = create_offers(by=BOB, drafts=[draft()], publish=True)
    for path in (
        "/de/",
        f"/de/?place={KLEVE}",
        f"/de/offer/{offer.public_id}/",
        "/de/kreis-kleve/",
        "/de/about/",
    ):
        assert "/de/ask/" in Client().get(path).content.decode(), path
    assert f"offer={offer.public_id}" in Client().get(f"/de/offer/{offer.public_id}/").content.decode()


@pytest.mark.parametrize("language", ["uk", "ar", "bg", "de-simple"])
def test_card_is_a_picture_in_the_page_and_kept_nowhere(language):
    html = send(language).content.decode()

    [drawn] = re.findall(r'href="data:image/svg\+xml;base64,([^"]+)"', html)
    card = ElementTree.fromstring(base64.b64decode(drawn))
    words = ["".join(text.itertext()) for text in card.iter("{http://www.w3.org/2000/svg}text")]
    code, pin = secrets_of(html)
    assert code in "".join(words)
    assert pin in words
    ways = {text.get("direction") for text in card.iter("{http://www.w3.org/2000/svg}text")}
    assert ways == ({"ltr", "rtl"} if language == "ar" else {"ltr"})
    assert card.find(".//{http://www.w3.org/2000/svg}path") is not None  # the QR code


def test_card_escapes_what_a_centre_is_called():
    card = Card("111-222-333-444-555-666", "123456", "https://example.org/", "<Zentrum> & Söhne", "")
    svg = card_svg(card, get_language("de"))
    assert "&lt;Zentrum&gt; &amp; Söhne" in svg
    ElementTree.fromstring(svg)
