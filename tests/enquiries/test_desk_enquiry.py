"""One enquiry at the desk: reading, answering with offers, notes, handing over, closing, and who comes too late."""

from __future__ import annotations

import itertools
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from tests.enquiries.factories import BOB, ask
from tests.world import World, make_world
from vielklang.core.actor import READER, SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.enquiries import actions
from vielklang.enquiries.enums import ContactKind, Direction, EnquiryState, Outcome, Purpose
from vielklang.enquiries.models import Enquiry, EnquiryMessage
from vielklang.search.actions import index_offers

pytestmark = pytest.mark.django_db
ACTIONS = {
    "take": lambda row: actions.take_enquiry(by=SYSTEM, enquiry=row, person=None),
    "answer": lambda row: actions.answer_enquiry(by=SYSTEM, enquiry=row, german="Ja."),
    "hear": lambda row: actions.write_again(by=READER, enquiry=row, text="Danke"),
    "close": lambda row: actions.close_enquiry(by=SYSTEM, enquiry=row, outcome=Outcome.HELPED),
    "reopen": lambda row: actions.reopen_enquiry(by=SYSTEM, enquiry=row),
}
AFTER = {
    "new": {"take": "new", "answer": "waiting", "hear": "new", "close": "closed"},
    "open": {"take": "open", "answer": "waiting", "hear": "open", "close": "closed"},
    "waiting": {"take": "waiting", "answer": "waiting", "hear": "open", "close": "closed"},
    "closed": {"take": "closed", "hear": "open", "reopen": "open"},
}
"""Taking with nobody named leaves the state; with a person see below."""
STATES = [state for state in EnquiryState.values if state != "merged"]
TAKEN = {"new": "open", "open": "open", "waiting": "open", "closed": "closed"}


@pytest.fixture
def world() -> World:
    return make_world()


def address(world: World, enquiry: Enquiry, name: str = "enquiry") -> str:
    return reverse(f"enquiries:desk_{name}", args=[world.home.slug, enquiry.public_id])


def edition(client: Client, world: World, enquiry: Enquiry) -> str:
    return str(client.get(address(world, enquiry)).context["edition"])


def now(world: World, enquiry: Enquiry) -> Enquiry:
    with centre_scope(world.home):
        return Enquiry.objects.select_related("assigned_to").get(pk=enquiry.pk)


def said(world: World, enquiry: Enquiry) -> list[EnquiryMessage]:
    with centre_scope(world.home):
        return list(enquiry.messages.all())


def in_state(world: World, state: str) -> Enquiry:
    enquiry = ask(world.home).enquiry
    with centre_scope(world.home):
        closed = timezone.now() if state == "closed" else None
        Enquiry.objects.filter(pk=enquiry.pk).update(state=state, closed_at=closed)
    return enquiry


@pytest.mark.parametrize(("state", "name"), list(itertools.product(STATES, ACTIONS)))
def test_every_state_with_every_action(world, state, name):
    enquiry = in_state(world, state)
    with centre_scope(world.home):
        if name in AFTER[state]:
            ACTIONS[name](enquiry)
            found = Enquiry.objects.get(pk=enquiry.pk)
            assert found.state == AFTER[state][name]
            assert bool(found.closed_at) == (found.state == "closed")
        else:
            with pytest.raises(TransitionNotAllowed):
                ACTIONS[name](enquiry)


@pytest.mark.parametrize("state", STATES)
def test_somebody_takes_it_in_every_state(world, state):
    enquiry = in_state(world, state)
    with centre_scope(world.home):
        found = actions.take_enquiry(by=SYSTEM, enquiry=enquiry, person=world.people["staff"])
    assert (found.state, found.assigned_to) == (TAKEN[state], world.people["staff"])


def test_the_page_shows_who_asks_what_and_its_reading_is_recorded(world):
    enquiry = ask(
        world.home, language="ar", text="أين أتعلم؟", contact_kind=ContactKind.PHONE, contact="0151 23456789",
        name="Amal", purposes={Purpose.ANSWER},
    ).enquiry  # fmt: skip
    with centre_scope(world.home):
        actions.answer_enquiry(
            by=BOB, enquiry=enquiry, german="Im Café.", text="في المقهى.", status=TextStatus.MACHINE
        )
        actions.note_on_enquiry(by=BOB, enquiry=enquiry, text="Ruft zurück.")

    page = world.client("staff").get(address(world, enquiry)).content.decode()

    assert 'lang="ar" dir="rtl"' in page
    assert (
        page.index("أين أتعلم؟")
        < page.index("Im Café.")
        < page.index("في المقهى.")
        < page.index("Ruft zurück.")
    )
    assert "maschinelle Übersetzung" in page or "machine translation" in page
    assert "vk-said--note" in page
    assert "tel:+4915123456789" in page
    assert "Amal" in page
    with centre_scope(world.home):
        entry = AuditEntry.objects.get(subject_id=str(enquiry.public_id), event__endswith="read")
    assert entry.user_id == world.people["staff"].pk


def test_the_page_costs_the_same_for_one_and_three_messages(world):
    enquiry, client, counts = ask(world.home).enquiry, world.client("staff"), []
    client.get(address(world, enquiry))
    for offers in ([world.offer], [world.offer, world.neighbour_offer]):
        with centre_scope(world.home):
            actions.answer_enquiry(by=BOB, enquiry=enquiry, german="Ja.", offers=offers)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(world, enquiry)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_answer_in_two_languages_with_an_offer(world):
    enquiry, client = ask(world.home).enquiry, world.client("staff")
    data = {
        "edition": edition(client, world, enquiry), "german": "Im Sprachcafé.", "text": "У мовному кафе.",
        "status": "machine", "offers": [str(world.offer.public_id), str(uuid.uuid4()), "Unsinn"],
    }  # fmt: skip

    answer = client.post(address(world, enquiry, "answer"), data)

    assert answer.status_code == 302
    message = said(world, enquiry)[-1]
    assert (message.german, message.text, message.language, message.status) == (
        "Im Sprachcafé.", "У мовному кафе.", "uk", TextStatus.MACHINE,
    )  # fmt: skip
    assert message.author == str(world.home)
    with centre_scope(world.home):
        assert list(enquiry.offers.all()) == [world.offer]
    assert now(world, enquiry).state == EnquiryState.WAITING


def test_people_who_read_german_get_one_text(world):
    enquiry, client = ask(world.home, language="de", text="Wo?").enquiry, world.client("staff")

    page = client.get(address(world, enquiry))

    assert set(page.context["answer_form"].fields) == {"german", "find", "file"}
    client.post(
        address(world, enquiry, "answer"), {"edition": str(page.context["edition"]), "german": "Hier."}
    )
    assert said(world, enquiry)[-1].language == "de"


@pytest.mark.owner
def test_offers_are_found_by_the_guide_s_search_and_nothing_typed_is_lost(world):
    index_offers(by=SYSTEM, offer_ids=[world.offer.pk])
    enquiry, client = ask(world.home).enquiry, world.client("staff")
    data = {
        "edition": edition(client, world, enquiry), "german": "Angefangen", "text": "почато", "find": "Titel",
        "search": "1", "offers": [str(world.neighbour_offer.public_id)],
    }  # fmt: skip

    page = client.post(address(world, enquiry, "answer"), data)

    assert page.status_code == 200
    html = page.content.decode()
    assert "Angefangen" in html
    assert "почато" in html
    assert world.offer in page.context["found"].hits
    assert list(page.context["found"].chosen) == [world.neighbour_offer]
    assert len(said(world, enquiry)) == 1


@pytest.mark.parametrize(
    "data", [{"german": " "}, {"german": "x" * 4001}, {"german": "Ja", "status": "unsinn"}]
)
def test_a_wrong_answer_is_kept(world, data):
    enquiry, client = ask(world.home).enquiry, world.client("staff")

    answer = client.post(
        address(world, enquiry, "answer"),
        {"edition": edition(client, world, enquiry), "text": "лишається", **data},
    )

    assert answer.status_code == 400
    assert "лишається" in answer.content.decode()
    assert len(said(world, enquiry)) == 1


def test_who_answers_too_late_keeps_the_text_and_learns_what_happened(world):
    enquiry, late = ask(world.home).enquiry, world.client("staff")
    shown = edition(late, world, enquiry)
    with centre_scope(world.home):
        actions.take_enquiry(by=BOB, enquiry=enquiry, person=world.people["lead"])
        actions.answer_enquiry(by=BOB, enquiry=enquiry, german="Erste Antwort")

    answer = late.post(address(world, enquiry, "answer"), {"edition": shown, "german": "Zweite Antwort"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Zweite Antwort" in page
    assert "Erste Antwort" in page
    assert len(answer.context["changes"]) == 3
    assert world.people["lead"].name in " ".join(answer.context["changes"])
    assert [entry.is_new for entry in answer.context["entries"]] == [False, True]
    assert [message.german for message in said(world, enquiry)] == ["", "Erste Antwort"]

    again = late.post(
        address(world, enquiry, "answer"),
        {"edition": str(answer.context["edition"]), "german": "Zweite Antwort"},
    )
    assert again.status_code == 302


@pytest.mark.parametrize("shown", ["", "unsinn", "new..x", "new..²", "new" * 100])
def test_a_page_without_a_known_state_writes_nothing(world, shown):
    enquiry = ask(world.home).enquiry
    answer = world.client("staff").post(
        address(world, enquiry, "answer"), {"edition": shown, "german": "Bleibt stehen"}
    )
    assert answer.status_code == 409
    assert "Bleibt stehen" in answer.content.decode()


def test_an_answer_to_a_closed_enquiry_is_kept(world):
    enquiry, client = in_state(world, "closed"), world.client("staff")

    answer = client.post(
        address(world, enquiry, "answer"),
        {"edition": edition(client, world, enquiry), "german": "Zu spät", "text": "запізно"},
    )

    assert answer.status_code == 409
    assert "Zu spät" in answer.content.decode()
    assert "запізно" in answer.content.decode()


def test_notes_stay_inside(world):
    enquiry, client = ask(world.home).enquiry, world.client("staff")
    assert client.post(address(world, enquiry, "note"), {"note": " "}).status_code == 400

    client.post(address(world, enquiry, "note"), {"note": "Ruft morgen an."})

    message = said(world, enquiry)[-1]
    assert (message.direction, message.text) == (Direction.NOTE, "Ruft morgen an.")
    assert message.author == world.people["staff"].name


def test_handing_over_to_those_who_may_answer_alone(world):
    enquiry, client = ask(world.home).enquiry, world.client("staff")
    page = client.get(address(world, enquiry))
    people = {name for key, name in page.context["assign_form"].fields["person"].choices if key}
    assert people == {world.people["lead"].name, world.people["staff"].name}

    client.post(address(world, enquiry, "assign"), {"edition": str(page.context["edition"]), "mine": "1"})
    assert now(world, enquiry).assigned_to == world.people["staff"]

    lead = str(world.people["lead"].public_id)
    client.post(
        address(world, enquiry, "assign"), {"edition": edition(client, world, enquiry), "person": lead}
    )
    assert now(world, enquiry).assigned_to == world.people["lead"]

    editor = str(world.people["editor"].public_id)
    answer = client.post(
        address(world, enquiry, "assign"), {"edition": edition(client, world, enquiry), "person": editor}
    )
    assert answer.status_code == 400


def test_closing_and_its_undo(world):
    enquiry, client = ask(world.home).enquiry, world.client("staff")
    data = {"edition": edition(client, world, enquiry), "outcome": "helped"}

    page = client.post(address(world, enquiry, "close"), data, follow=True)

    assert now(world, enquiry).state == EnquiryState.CLOSED
    assert address(world, enquiry, "reopen") in page.content.decode()
    client.post(address(world, enquiry, "reopen"))
    assert now(world, enquiry).state == EnquiryState.OPEN
    assert client.post(address(world, enquiry, "reopen")).status_code == 302


def test_nobody_closes_what_the_person_has_just_continued(world):
    enquiry, client = ask(world.home).enquiry, world.client("staff")
    shown = edition(client, world, enquiry)
    with centre_scope(world.home):
        actions.write_again(by=READER, enquiry=enquiry, text="Und noch etwas")

    answer = client.post(address(world, enquiry, "close"), {"edition": shown, "outcome": "helped"})

    assert answer.status_code == 409
    assert "Und noch etwas" in answer.content.decode()
    assert now(world, enquiry).state == EnquiryState.NEW
