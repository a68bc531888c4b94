"""Passing on at the desk: whom, what, on which ground; what comes back; the figures of it."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from tests.enquiries.factories import BOB, ask, refer
from vielklang.core.areas import registry
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.actions import NoConsentError, ReferralClosedError
from vielklang.enquiries.counting import moments
from vielklang.enquiries.enums import ContactKind, EnquiryState, Purpose, ReferralKind, ReferralState
from vielklang.enquiries.models import Enquiry, EnquiryConsent, Referral, ReferralFact
from vielklang.enquiries.models.referral import ENDED, Appointment
from vielklang.enquiries.referral_figures import referral_tables

pytestmark = pytest.mark.django_db
S = ReferralState
SOON = timezone.now() + dt.timedelta(days=3)
ACTIONS = {
    "accept": lambda row: actions.accept_referral(by=BOB, referral=row),
    "refuse": lambda row: actions.refuse_referral(by=BOB, referral=row, refusal="full"),
    "ask": lambda row: actions.ask_back(by=BOB, referral=row, text="Wie alt?"),
    "answer": lambda row: actions.answer_receiver(by=BOB, referral=row, text="Neun."),
    "propose": lambda row: actions.propose_appointment(
        by=BOB, referral=row, appointment=Appointment(SOON, "Rathaus", False)
    ),
    "agree": lambda row: actions.answer_appointment(by=BOB, referral=row, comes=True),
    "back": lambda row: actions.hand_back_referral(by=BOB, referral=row),
    "withdraw": lambda row: actions.withdraw_referral(by=BOB, referral=row),
    "finish": lambda row: actions.finish_referral(by=BOB, referral=row, outcome="solved"),
    "extend": lambda row: actions.extend_referral(by=BOB, referral=row, expires_at=SOON),
    "resend": lambda row: actions.resend_referral(by=BOB, referral=row, email="neu@example.org"),
}
ALWAYS = {"ask": "asked", "propose": "proposed", "withdraw": "withdrawn", "finish": "done"}
AFTER = {
    "sent": ALWAYS | dict.fromkeys(("answer", "agree", "extend", "resend"), "sent")
    | {"accept": "accepted", "refuse": "refused"},
    "asked": ALWAYS | dict.fromkeys(("agree", "extend", "resend"), "asked")
    | {"accept": "accepted", "refuse": "refused", "answer": "sent", "back": "returned"},
    "proposed": ALWAYS | dict.fromkeys(("answer", "extend", "resend"), "proposed")
    | {"accept": "accepted", "refuse": "refused", "agree": "accepted", "back": "returned"},
    "accepted": ALWAYS | dict.fromkeys(("accept", "answer", "agree", "extend", "resend"), "accepted")
    | {"back": "returned"},
}  # fmt: skip


def in_state(world, state: str) -> Referral:
    found = refer(ask(world.home))
    ended = timezone.now() if state in ENDED else None
    with centre_scope(world.home):
        Referral.objects.filter(pk=found.pk).update(
            state=state, ended_at=ended, refusal="full" if state == "refused" else ""
        )
    return found


@pytest.mark.parametrize(("state", "name"), list(itertools.product(S.values, ACTIONS)))
def test_every_state_with_every_action(world, state, name):
    found = in_state(world, state)
    with centre_scope(world.home):
        if expected := AFTER.get(state, {}).get(name):
            ACTIONS[name](found)
            assert Referral.objects.get(pk=found.pk).state == expected
        else:
            with pytest.raises((ReferralClosedError, TransitionNotAllowed)):
                ACTIONS[name](found)


def address(world, enquiry: Enquiry, to: str = "") -> str:
    base = reverse("enquiries:desk_refer", args=[world.home.slug, enquiry.public_id])
    return f"{base}?to={to}" if to else base


def filled(**values: Any) -> dict[str, Any]:
    until = timezone.localdate() + dt.timedelta(days=10)
    return {
        "once": str(uuid.uuid4()), "email": "traeger@example.org", "fields_passed": ["question", "language"],
        "note": "Bitte vormittags.", "ground": "telephone", "reason": "", "until": until.isoformat(),
    } | values  # fmt: skip


def to_organisation(world) -> str:
    return f"organisation:{world.organisation.public_id}"


def test_choose_look_and_send(world):
    asked = ask(
        world.home, contact_kind=ContactKind.PHONE, contact="0151 23456789", purposes={Purpose.ANSWER}
    )
    client, data = world.client("staff"), filled()

    found = client.get(address(world, asked.enquiry) + "?q=beispielverein").content.decode()
    form = client.get(address(world, asked.enquiry, to_organisation(world))).content.decode()
    look = client.post(address(world, asked.enquiry, to_organisation(world)), data | {"preview": "1"})
    with centre_scope(world.home):
        before = Referral.objects.count()
    sent = client.post(address(world, asked.enquiry, to_organisation(world)), data)
    again = client.post(address(world, asked.enquiry, to_organisation(world)), data)

    assert f"?to={to_organisation(world)}" in found
    assert f'value="{world.organisation.email}"' in form
    shown = (
        look.content.decode().partition('class="vk-box vk-referral-preview"')[2].partition("</section>")[0]
    )
    assert "Де я можу вивчати" in shown
    assert "Bitte vormittags." in shown
    assert "0151" not in shown
    assert before == 0
    assert sent["Location"] == again["Location"]
    with centre_scope(world.home):
        [row] = Referral.objects.select_related("enquiry")
        assert [one.key for one in row.passed] == ["question", "language", "note"]
        assert (row.enquiry.state, row.enquiry.due_at) == (EnquiryState.WAITING, None)
        assert EnquiryConsent.objects.filter(
            enquiry=row.enquiry, purpose=Purpose.REFER, withdrawn_at=None
        ).exists()
    page = client.get(sent["Location"]).content.decode()
    assert "Bitte vormittags." in page
    enquiry_page = reverse("enquiries:desk_enquiry", args=[world.home.slug, asked.enquiry.public_id])
    assert sent["Location"] in client.get(enquiry_page).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "x"}, {"email": ""}, {"until": "2020-01-01"}, {"until": "9999-12-31"}, {"until": "x"}, {"ground": ""},
        {"ground": "consent"}, {"ground": "invented"}, {"ground": "danger"}, {"fields_passed": ["pin_hash"]},
        {"fields_passed": [], "note": ""}, {"note": "x" * 2001},
    ],
)  # fmt: skip
def test_what_is_wrong_sends_nothing_and_keeps_what_was_typed(world, wrong):
    asked = ask(world.home)
    answer = world.client("staff").post(
        address(world, asked.enquiry, to_organisation(world)), filled(**wrong)
    )
    assert answer.status_code == 400
    assert "traeger@example.org" in answer.content.decode() or "email" in wrong
    with centre_scope(world.home):
        assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "to", ["organisation:x", "centre:kreis-nirgendwo", "person:1", "\x00", "centre:kreis-kleve", "FOREIGN"]
)
def test_an_unknown_receiver_leads_back_to_the_choice(world, to):
    to = f"organisation:{world.foreign_organisation.public_id}" if to == "FOREIGN" else to
    asked = ask(world.home)
    answer = world.client("staff").post(address(world, asked.enquiry, to), filled())
    assert answer.status_code == 200
    with centre_scope(world.home):
        assert not Referral.objects.exists()


def test_another_centre_gets_a_link_and_sees_no_row(world):
    asked = ask(world.home)
    sent = world.client("staff").post(address(world, asked.enquiry, "centre:kreis-wesel"), filled())
    assert sent.status_code == 302
    with centre_scope(world.foreign):
        assert not Referral.objects.exists()
    foreign = sent["Location"].replace("kreis-kleve", "kreis-wesel")
    assert world.client(world.stranger).get(foreign).status_code == 404


def test_an_appointment_with_somebody_who_is_not_in_the_register(world):
    asked = ask(world.home)
    client = world.client("staff")
    assert client.post(address(world, asked.enquiry, "appointment"), filled()).status_code == 400
    sent = client.post(address(world, asked.enquiry, "appointment"), filled(name="Praxis Beispiel"))
    assert "Praxis Beispiel" in client.get(sent["Location"]).content.decode()


def test_a_closed_enquiry_is_not_passed_on(world):
    asked = ask(world.home)
    with centre_scope(world.home):
        actions.close_enquiry(by=BOB, enquiry=asked.enquiry, outcome="helped")
    answer = world.client("staff").post(address(world, asked.enquiry, to_organisation(world)), filled())
    assert answer.status_code == 409


@pytest.mark.parametrize("ground", ["consent", "danger", "other", "invented"])
def test_without_consent_and_reason_nothing_is_passed_on(world, ground):
    with pytest.raises(NoConsentError):
        refer(ask(world.home), ground=ground, reason=" ")


def test_buttons_of_one_referral(world):
    found = refer(ask(world.home))
    client = world.client("staff")
    act = reverse("enquiries:desk_referral_act", args=[world.home.slug, found.public_id])
    soon = (timezone.localdate() + dt.timedelta(days=20)).isoformat()

    for wrong in ({}, {"do": "x"}, {"do": "answer"}, {"do": "extend", "until": "x"}, {"do": "resend", "email": "x"},
                  {"do": "finish", "outcome": "x"}):  # fmt: skip
        assert client.post(act, wrong).status_code == 400
    for right in ({"do": "answer", "text": "A1"}, {"do": "extend", "until": soon},
                  {"do": "resend", "email": "neu@example.org"}, {"do": "see"},
                  {"do": "finish", "outcome": "solved"}, {"do": "withdraw"}):  # fmt: skip
        assert client.post(act, right).status_code == 302

    with centre_scope(world.home):
        row = Referral.objects.get(pk=found.pk)
    assert (row.state, row.receiver_email, row.link_number) == ("done", "neu@example.org", 2)


def waiting(world) -> dict[str, int]:
    area = world.area("staff")
    with centre_scope(world.home):
        items = [item for source in registry.today for item in source(area)]
    return {item.url.partition("?group=")[2]: item.count for item in items if "referrals" in item.url}


def test_what_came_back_waits_on_the_start_page_until_it_is_seen(world):
    back, asks, moved = (refer(ask(world.home)) for _n in range(3))
    with centre_scope(world.home):
        actions.refuse_referral(by=BOB, referral=back, refusal="full")
        actions.refuse_referral(by=BOB, referral=moved, refusal="full")
        actions.ask_back(by=BOB, referral=asks, text="Wie alt?")
    assert waiting(world) == {"asked": 1, "back": 2}

    with centre_scope(world.home):
        actions.see_referral(by=BOB, referral=back)
    refer(actions.Asked(moved.enquiry, "", ""))
    assert waiting(world) == {"asked": 1, "back": 0}


def test_list_filters_and_costs_the_same_for_one_and_three(world):
    client, base = world.client("staff"), reverse("enquiries:desk_referrals", args=[world.home.slug])
    client.get(base)
    counts = set()
    for _n in range(2):
        refer(ask(world.home, topics=("school-entry",)))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(base).status_code == 200
        counts.add(len(queries))
        refer(ask(world.home))
    assert len(counts) == 1, counts
    assert len(client.get(f"{base}?topic=school-entry").context["rows"]) == 2
    assert len(client.get(f"{base}?receiver={to_organisation(world)}&group=waiting").context["rows"]) == 4
    assert len(client.get(f"{base}?receiver=organisation:x").context["rows"]) == 0
    assert len(client.get(f"{base}?receiver=other&group=x").context["rows"]) == 0


def test_figures_by_topic_and_receiver(world):
    first, second, _third = (
        refer(ask(world.home, topics=("school-entry", "work-search"))) for _n in range(3)
    )
    refer(ask(world.foreign, topics=("school-entry",)))
    with centre_scope(world.home):
        for row in (first, second):
            actions.accept_referral(by=BOB, referral=row)
            actions.finish_referral(by=BOB, referral=row, outcome="absent")
        actions.say_visit(by=BOB, referral=first, outcome="solved")
        now = timezone.now()
        with CaptureQueriesContext(connection) as queries:
            tables = referral_tables(world.home, now - dt.timedelta(days=1), now + dt.timedelta(days=1))

    assert len(queries) == 1
    assert [line.key for line in tables.topics] == ["school-entry", "work-search"]
    for line in (tables.topics[0], tables.receivers[0]):
        assert (line.total, line.running, line.accepted, line.known, line.came, line.solved) == (
            3,
            1,
            2,
            2,
            1,
            1,
        )
    page = (
        world.client("staff")
        .get(reverse("enquiries:desk_statistics", args=[world.home.slug]))
        .content.decode()
    )
    assert f"?receiver=organisation%3A{world.organisation.public_id}" in page


def ended_referrals(world) -> list[actions.Asked]:
    """Solved as the person says and absent as the receiver says, handed back, refused by a person, by a centre."""
    rows = [
        ask(world.home, topics=topics)
        for topics in (["school-entry", "work-search"], ["school-entry"], [], [])
    ]
    somebody = actions.Receiver(ReferralKind.ORGANISATION, "kontakt@example.org", name="Frau Beispiel")
    elsewhere = actions.Receiver(ReferralKind.CENTRE, "ki@example.org", centre=world.foreign)
    first, back = refer(rows[0]), refer(rows[1])
    refused, theirs = refer(rows[2], receiver=somebody), refer(rows[3], receiver=elsewhere)
    with centre_scope(world.home):
        for row in (first, back):
            actions.accept_referral(by=BOB, referral=row)
        actions.finish_referral(by=BOB, referral=first, outcome="absent")
        actions.say_visit(by=BOB, referral=first, outcome="solved")
        actions.hand_back_referral(by=BOB, referral=back)
        actions.refuse_referral(by=BOB, referral=refused, refusal="full")
        actions.finish_referral(by=BOB, referral=theirs, outcome="partly")
    return rows


def test_figures_of_deleted_enquiries_are_the_same(world):
    month = timezone.localdate().replace(day=1)
    rows = [*ended_referrals(world), *ended_referrals(world)]
    with centre_scope(world.home):
        before = referral_tables(world.home, *moments(month, month))
        for asked in rows[1:]:
            actions.erase_enquiry(by=BOB, enquiry=asked.enquiry)
            assert referral_tables(world.home, *moments(month, month)) == before
        assert Referral.objects.count() == 1
        assert sorted(ReferralFact.objects.values_list("count", flat=True)) == [1, 2, 2, 2]
        assert not referral_tables(world.home, *moments(*[month - dt.timedelta(days=31)] * 2)).receivers
    counts = {line.key.partition(":")[0]: (line.total, line.solved, line.back) for line in before.receivers}
    assert counts == {"organisation": (4, 2, 2), "centre": (2, 0, 0), "other": (2, 0, 2)}


def test_what_still_runs_ends_with_its_enquiry(world):
    asked = ask(world.home)
    refer(asked)
    with centre_scope(world.home):
        actions.erase_enquiry(by=BOB, enquiry=asked.enquiry)
        assert [(fact.state, fact.outcome, fact.count) for fact in ReferralFact.objects.all()] == [
            ("withdrawn", "", 1)
        ]
