"""Two enquiries of one person become one, one becomes two, and everything goes back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.enquiries.factories import BOB, ask
from tests.world import World, make_world
from vielklang.core.actor import READER, SYSTEM
from vielklang.core.models import OutgoingMail
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.actions.regrouping import (
    CannotRegroupError,
    merge_enquiries,
    split_enquiry,
    undo_regrouping,
)
from vielklang.enquiries.counting import living
from vielklang.enquiries.enums import ContactKind, EnquiryState, Outcome, Purpose
from vielklang.enquiries.models import Enquiry, EnquiryContact, EnquiryMessage, EnquiryRegrouping
from vielklang.enquiries.queries_public import conversation_of
from vielklang.enquiries.rules import enquiry_by_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def address(world: World, name: str, *args: object) -> str:
    return reverse(f"enquiries:desk_{name}", args=[world.home.slug, *args])


def state_of_all(world: World) -> list[object]:
    """Every column of every row that could have been touched."""
    models = (Enquiry, EnquiryMessage, EnquiryContact)
    with centre_scope(world.home):
        rows = [row for model in models for row in model.objects.order_by("pk")]
        return [model_to_dict(row) for row in rows] + [
            row.enquiry_id for row in EnquiryMessage.objects.order_by("pk")
        ]


def two(world: World):
    """The second with an e-mail address and an answer, urgent."""
    first = ask(world.home, text="Erste Frage", topics=["debt-advice"])
    second = ask(
        world.home, text="Zweite Frage", is_urgent=True, topics=["violence"], contact_kind=ContactKind.EMAIL,
        contact="ich@example.org", purposes={Purpose.ANSWER},
    )  # fmt: skip
    with centre_scope(world.home):
        actions.answer_enquiry(by=BOB, enquiry=second.enquiry, german="Antwort auf die zweite")
    return first, second


def merged(world: World, first, second) -> Enquiry:
    with centre_scope(world.home):
        return merge_enquiries(by=SYSTEM, one=second.enquiry, other=first.enquiry)


def test_the_older_one_stays_and_both_codes_open_all_of_it(world):
    first, second = two(world)

    whole = merged(world, first, second)

    assert whole.pk == first.enquiry.pk
    assert (whole.state, whole.is_urgent, whole.topics) == (
        EnquiryState.NEW,
        True,
        ["debt-advice", "violence"],
    )
    assert whole.answered_at is not None
    for asked in (first, second):
        found = enquiry_by_code(asked.code, asked.pin)
        assert found == whole
        said = conversation_of(found)
        assert [message.text for message in said.messages] == [
            "Erste Frage", "Zweite Frage", "Antwort auf die zweite",
        ]  # fmt: skip
        assert [consent.purpose for consent in said.consents] == [Purpose.ANSWER]
    assert enquiry_by_code(second.code, first.pin) is None
    assert enquiry_by_code(first.code, second.pin) is None


def test_it_is_counted_once_and_stands_in_the_inbox_once(world):
    merged(world, *two(world))
    month = timezone.localdate().replace(day=1)
    with centre_scope(world.home):
        assert living(month, month).count() == 1
    client = world.client("staff")
    for tab, count in (("open", 1), ("new", 1), ("waiting", 0), ("closed", 0), ("answered", 1)):
        assert len(client.get(address(world, "list"), {"tab": tab}).context["rows"]) == count


def test_undoing_restores_exactly(world):
    first, second = two(world)
    before = state_of_all(world)
    merged(world, first, second)
    assert state_of_all(world) != before

    with centre_scope(world.home):
        undo_regrouping(by=SYSTEM, regrouping=EnquiryRegrouping.objects.get())

    assert state_of_all(world) == before
    assert enquiry_by_code(second.code, second.pin) == second.enquiry


def test_what_was_said_since_stays_where_it_was_said(world):
    first, second = two(world)
    merged(world, first, second)
    with centre_scope(world.home):
        actions.write_again(by=READER, enquiry=second.enquiry, text="Noch etwas")
        actions.close_enquiry(by=BOB, enquiry=first.enquiry, outcome=Outcome.HELPED)
        undo_regrouping(by=SYSTEM, regrouping=EnquiryRegrouping.objects.get())
        assert [row.text for row in first.enquiry.messages.all()] == ["Erste Frage", "Noch etwas"]
        first.enquiry.refresh_from_db()
        second.enquiry.refresh_from_db()
    assert (first.enquiry.state, second.enquiry.state) == (EnquiryState.CLOSED, EnquiryState.WAITING)


def test_a_closed_one_opens_when_the_other_waits_for_an_answer(world):
    first, second = ask(world.home), ask(world.home)
    with centre_scope(world.home):
        actions.close_enquiry(by=BOB, enquiry=first.enquiry, outcome=Outcome.HELPED)
        whole = merge_enquiries(by=SYSTEM, one=first.enquiry, other=second.enquiry)
        assert (whole.state, whole.closed_at) == (EnquiryState.OPEN, None)
        assert whole.due_at is not None
        undo_regrouping(by=SYSTEM, regrouping=EnquiryRegrouping.objects.get())
        first.enquiry.refresh_from_db()
        assert first.enquiry.state == EnquiryState.CLOSED


def test_answers_reach_the_address_of_either_and_one_withdrawal_ends_that(world):
    first, second = two(world)
    merged(world, first, second)
    with centre_scope(world.home):
        message = actions.answer_enquiry(by=BOB, enquiry=first.enquiry, german="Für beide")
        assert OutgoingMail.objects.get(key=f"enquiry:{message.public_id}").to == "ich@example.org"
        actions.withdraw_consent(by=READER, enquiry=first.enquiry, purpose=Purpose.ANSWER)
        assert not EnquiryContact.objects.exists()


@pytest.mark.parametrize("reason", ["same", "merged", "held"])
def test_what_cannot_be_merged(world, reason):
    first, second = two(world)
    other = second.enquiry
    with centre_scope(world.home):
        if reason == "same":
            other = first.enquiry
        elif reason == "merged":
            merge_enquiries(by=SYSTEM, one=second.enquiry, other=ask(world.home).enquiry)
            other = Enquiry.objects.get(state=EnquiryState.MERGED)
        else:
            actions.hold_enquiry(by=BOB, enquiry=other, reason="Verfahren")
        with pytest.raises(CannotRegroupError) as error:
            merge_enquiries(by=SYSTEM, one=first.enquiry, other=other)
    assert error.value.reason == reason


def test_deleting_the_one_takes_the_other_along(world):
    first, second = two(world)
    whole = merged(world, first, second)
    with centre_scope(world.home):
        Enquiry.objects.filter(pk=whole.pk).delete()
        assert not Enquiry.objects.exists()
        assert not EnquiryContact.objects.exists()
    assert enquiry_by_code(second.code, second.pin) is None


def test_merging_on_the_desk_shows_both_and_meets_collisions(world):
    first, second = two(world)
    client, number = world.client("staff"), second.enquiry.public_id.hex[:8]
    page = client.get(address(world, "merge", first.enquiry.public_id), {"number": number})
    html = page.content.decode()
    assert "Erste Frage" in html
    assert "Zweite Frage" in html
    data = {
        "number": number, "edition": page.context["one"].edition, "other_edition": page.context["other"].edition,
    }  # fmt: skip
    with centre_scope(world.home):
        actions.write_again(by=READER, enquiry=second.enquiry, text="Eben noch")
    assert client.post(address(world, "merge", first.enquiry.public_id), data).status_code == 409
    page = client.get(address(world, "merge", first.enquiry.public_id), {"number": number})
    data["other_edition"] = page.context["other"].edition

    done = client.post(address(world, "merge", first.enquiry.public_id), data, follow=True)

    assert done.status_code == 200
    assert "ich@example.org" in done.content.decode()
    old = client.get(address(world, "enquiry", second.enquiry.public_id), follow=True)
    assert old.redirect_chain
    assert "Erste Frage" in old.content.decode()
    late = {"edition": "new..1", "german": "Zu spät"}
    answer = client.post(address(world, "answer", second.enquiry.public_id), late)
    assert answer.status_code == 409
    assert "Zu spät" in answer.content.decode()
    [row] = done.context["together"]
    client.post(address(world, "regroup_undo", first.enquiry.public_id, row.regrouping.public_id))
    assert enquiry_by_code(second.code, second.pin) == second.enquiry


@pytest.mark.parametrize("number", ["unsinn", "ffffffff", ""])
def test_an_unknown_number_is_said(world, number):
    page = world.client("staff").get(
        address(world, "merge", ask(world.home).enquiry.public_id), {"number": number}
    )
    assert page.status_code == 200
    assert bool(page.context["problem"]) == bool(number)


def test_numbers_of_other_centres_are_unknown(world):
    foreign = ask(world.foreign, text="fremd").enquiry
    page = world.client("staff").get(
        address(world, "merge", ask(world.home).enquiry.public_id), {"number": foreign.public_id.hex}
    )
    assert page.context["other"] is None


def long_one(world: World):
    asked = ask(
        world.home,
        text="Wohnung",
        purposes={Purpose.ANSWER},
        contact_kind=ContactKind.EMAIL,
        contact="a@example.org",
    )
    with centre_scope(world.home):
        actions.write_again(by=READER, enquiry=asked.enquiry, text="Und die Schule?")
    return asked


def test_two_questions_in_one_become_two_and_the_person_notices_nothing(world):
    asked = long_one(world)
    before = state_of_all(world)
    client, split = world.client("staff"), address(world, "split", asked.enquiry.public_id)
    page = client.get(split)
    key = str(page.context["one"].entries[1].message.public_id)
    edition = page.context["one"].edition
    assert client.post(split, {"edition": edition}).status_code == 400
    everything = [str(entry.message.public_id) for entry in page.context["one"].entries]
    assert client.post(split, {"edition": edition, "messages": everything}).status_code == 400
    assert client.post(split, {"edition": "new..9", "messages": [key]}).status_code == 409

    done = client.post(split, {"edition": edition, "messages": [key]}, follow=True)

    made = done.context["enquiry"]
    assert made.pk != asked.enquiry.pk
    assert [entry.message.text for entry in done.context["entries"]] == ["Und die Schule?"]
    with centre_scope(world.home):
        message = actions.answer_enquiry(by=BOB, enquiry=made, german="In die Schule am Ort.")
    found = enquiry_by_code(asked.code, asked.pin)
    assert found is not None
    assert [x.text for x in conversation_of(found).messages] == ["Wohnung", "Und die Schule?", message.text]

    [row] = client.get(address(world, "enquiry", made.public_id)).context["together"]
    client.post(address(world, "regroup_undo", made.public_id, row.regrouping.public_id))
    with centre_scope(world.home):
        EnquiryMessage.objects.filter(pk=message.pk).delete()
        assert Enquiry.objects.count() == 1
    assert state_of_all(world) == before


def test_a_split_one_reaches_the_address_of_the_first(world):
    asked = long_one(world)
    with centre_scope(world.home):
        made = split_enquiry(by=SYSTEM, enquiry=asked.enquiry, messages=[asked.enquiry.messages.last()])
        message = actions.answer_enquiry(by=BOB, enquiry=made, german="Ja.")
        assert OutgoingMail.objects.get(key=f"enquiry:{message.public_id}").to == "a@example.org"


def test_the_newest_is_undone_first(world):
    first, second = two(world)
    third = ask(world.home)
    with centre_scope(world.home):
        for number, other in enumerate((second, third)):
            moment = timezone.now() + dt.timedelta(minutes=number)
            merge_enquiries(by=SYSTEM, one=first.enquiry, other=other.enquiry, now=moment)
        newest, oldest = EnquiryRegrouping.objects.all()
        with pytest.raises(CannotRegroupError):
            undo_regrouping(by=SYSTEM, regrouping=oldest)
        undo_regrouping(by=SYSTEM, regrouping=newest)
        undo_regrouping(by=SYSTEM, regrouping=oldest)
        with pytest.raises(CannotRegroupError):
            undo_regrouping(by=SYSTEM, regrouping=oldest)


def test_the_status_page_costs_the_same_merged_or_not(world):
    first, second = two(world)
    counts = []
    for _n in range(2):
        found = enquiry_by_code(first.code, first.pin)
        with CaptureQueriesContext(connection) as queries:
            conversation_of(found)
        counts.append(len(queries))
        if len(counts) == 1:
            merged(world, first, second)
    assert counts[0] == counts[1]
