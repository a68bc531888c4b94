"""The receiver's personal link: what it shows, what it does, and that it opens nothing once the referral is over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.enquiries.factories import BOB, ask, refer, token
from vielklang.core.actor import READER, SYSTEM
from vielklang.core.models import AuditEntry, OutgoingMail
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.enums import ContactKind, EnquiryState, PassedField, Purpose, ReferralState
from vielklang.enquiries.models import Enquiry, Referral
from vielklang.enquiries.queries_referrals import passable
from vielklang.enquiries.referral_rounds import run_referrals
from vielklang.upkeep import limits as counting

pytestmark = pytest.mark.django_db
QUESTION = "Де я можу вивчати німецьку мову?"
TOMORROW = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
APPOINTMENT = {"do": "propose", "day": TOMORROW, "time": "10:30", "place": "Rathaus, Zimmer 3"}


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    counting.storage.reset()


def asked(world, **values: Any) -> actions.Asked:
    contact = {"contact_kind": ContactKind.EMAIL, "contact": "ich@example.org", "name": "Olena"}
    return ask(world.home, **contact | {"purposes": {Purpose.ANSWER, Purpose.REFER}} | values)


def url(referral: Referral) -> str:
    return f"/link/referral/{token(referral)}/"


def opened(referral: Referral) -> Client:
    client = Client(headers={"accept-language": "en"})
    assert client.post(url(referral), {"do": "open"}).status_code == 302
    return client


def now(world, referral: Referral) -> Referral:
    with centre_scope(world.home):
        return Referral.objects.select_related("enquiry").get(pk=referral.pk)


def test_only_what_was_passed_on_is_shown_and_only_after_a_tap(world):
    found = refer(asked(world))

    before = Client().get(url(found))
    client = opened(found)
    page = client.get(url(found))

    assert before.status_code == 200
    assert QUESTION not in before.content.decode()
    html = page.content.decode()
    assert QUESTION in html
    assert 'lang="uk"' in html
    for hidden in ("ich@example.org", "Olena", str(found.enquiry.public_id), "Ukrain"):
        assert hidden not in html
    assert page["Cache-Control"] == before["Cache-Control"] == "no-store"
    with centre_scope(world.home):
        assert AuditEntry.objects.filter(event="referral opened").count() == 1


def test_what_is_passed_on_stays_as_it_was_on_sending(world):
    one = asked(world)
    found = refer(one)
    with centre_scope(world.home):
        actions.write_again(by=READER, enquiry=one.enquiry, text="Моя адреса: секрет")

    assert "секрет" not in opened(found).get(url(found)).content.decode()


def test_all_that_is_ticked_is_passed_on(world):
    one = asked(world, topics=("integration-course",))
    with centre_scope(world.home):
        everything = passable(one.enquiry)
    found = refer(one, passed=everything)

    html = opened(found).get(url(found)).content.decode()

    assert {one.key for one in everything} == set(PassedField.values) - {"note", "place"}
    assert all(word in html for word in ("ich@example.org", "Olena", "Ukrainisch"))


@pytest.mark.parametrize("wrong", ["x", "A" * 43, "../../etc", "%00", "ä" * 50, "0" * 4000])
def test_guessed_links_say_nothing(world, wrong):
    refer(asked(world))
    answer = Client().get(f"/link/referral/{wrong}/")
    assert answer.status_code in {400, 404}
    assert QUESTION not in answer.content.decode()


def test_trying_out_links_is_stopped():
    answers = [Client().get(f"/link/referral/{n}/").status_code for n in range(62)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_accepting_gives_time_and_twice_is_once(world):
    found = refer(asked(world))
    client = opened(found)

    assert client.post(url(found), {"do": "accept"}).status_code == 302
    first = now(world, found)
    assert client.post(url(found), {"do": "accept"}).status_code == 302

    assert (first.state, first.enquiry.state) == (ReferralState.ACCEPTED, EnquiryState.WAITING)
    assert now(world, found).accepted_at == first.accepted_at
    assert first.expires_at > found.expires_at
    with centre_scope(world.home):
        assert AuditEntry.objects.filter(event="referral accepted").count() == 1


def test_refusing_needs_a_reason_and_gives_the_question_back(world):
    found = refer(asked(world))
    client = opened(found)

    assert client.post(url(found), {"do": "refuse"}).status_code == 400
    assert client.post(url(found), {"do": "refuse", "refusal": "invented"}).status_code == 400
    answer = client.post(url(found), {"do": "refuse", "refusal": "full", "text": "Ab Mai wieder."})
    again = client.post(url(found), {"do": "refuse", "refusal": "full"})

    assert answer.status_code == 200
    assert again.status_code == 410
    after = now(world, found)
    assert (after.state, after.refusal, after.enquiry.state) == ("refused", "full", EnquiryState.OPEN)
    with centre_scope(world.home):
        assert [row.text for row in after.messages.all()] == ["Ab Mai wieder."]


def test_asking_back_and_the_answer(world):
    found = refer(asked(world))
    client = opened(found)

    assert client.post(url(found), {"do": "ask", "text": " "}).status_code == 400
    for _twice in range(2):
        assert client.post(url(found), {"do": "ask", "text": "Welches Sprachniveau?"}).status_code == 302
    assert now(world, found).state == ReferralState.ASKED
    with centre_scope(world.home):
        actions.answer_receiver(by=BOB, referral=found, text="A1")
        assert AuditEntry.objects.filter(event="referral asked back").count() == 1
    page = client.get(url(found)).content.decode()

    assert now(world, found).state == ReferralState.SENT
    assert page.count("Welches Sprachniveau?") == 1
    assert "A1" in page


def test_an_appointment_is_proposed_and_changed(world):
    found = refer(asked(world))
    client = opened(found)

    for wrong in (
        {"day": "2020-01-01"},
        {"time": "25:00"},
        {"place": ""},
        {"day": "9999-12-31"},
        {"day": "x" * 500},
    ):
        assert client.post(url(found), APPOINTMENT | wrong).status_code == 400
    assert client.post(url(found), APPOINTMENT | {"has_interpreter": "on"}).status_code == 302
    first = now(world, found)
    with centre_scope(world.home):
        actions.answer_appointment(by=READER, referral=found, comes=False)
    assert client.post(url(found), APPOINTMENT | {"time": "15:00"}).status_code == 302

    assert (first.state, first.appointment.place) == (ReferralState.PROPOSED, "Rathaus, Zimmer 3")
    assert first.appointment.has_interpreter
    assert timezone.localtime(now(world, found).appointment.at).hour == 15


def test_the_outcome_is_one_tap_and_ends_access(world):
    found = refer(asked(world))
    client = opened(found)
    client.post(url(found), {"do": "accept"})

    answer = client.post(url(found), {"do": "finish", "outcome": "partly"})

    assert answer.status_code == 200
    after = now(world, found)
    assert (after.state, after.receiver_outcome) == (ReferralState.DONE, "partly")
    assert client.get(url(found)).status_code == 410


ENDS = {
    "withdrawn": lambda row: actions.withdraw_referral(by=BOB, referral=row),
    "refused": lambda row: actions.refuse_referral(by=BOB, referral=row, refusal="other"),
    "returned": lambda row: (
        actions.accept_referral(by=BOB, referral=row), actions.hand_back_referral(by=BOB, referral=row)
    ),
    "done": lambda row: actions.finish_referral(by=BOB, referral=row, outcome="solved"),
    "consent": lambda row: actions.withdraw_consent(by=READER, enquiry=row.enquiry, purpose=Purpose.REFER),
    "resent": lambda row: actions.resend_referral(by=BOB, referral=row, email="andere@example.org"),
}  # fmt: skip


@pytest.mark.parametrize("end", [*ENDS, "expired", "deleted"])
def test_access_ends_at_once(world, end):
    found = refer(asked(world), ground="consent")
    client, address = opened(found), url(found)
    assert QUESTION in client.get(address).content.decode()

    if end in ENDS:
        with centre_scope(world.home):
            ENDS[end](found)
        answers = [
            client.get(address),
            client.post(address, {"do": "accept"}),
            client.post(address, {"do": "open"}),
        ]
    elif end == "deleted":
        with centre_scope(world.home):
            found.enquiry.delete()
        answers = [client.get(address), client.post(address, {"do": "accept"})]
    else:
        with time_machine.travel(found.expires_at + dt.timedelta(seconds=1)):
            answers = [client.get(address), client.post(address, {"do": "accept"}), Client().get(address)]

    expected = 404 if end in {"deleted", "resent"} else 410
    assert {answer.status_code for answer in answers} == {expected}
    for answer in answers:
        html = answer.content.decode()
        assert QUESTION not in html
        assert "ich@example.org" not in html
        assert answer["Cache-Control"] == "no-store"


def test_a_cookie_of_another_link_opens_nothing(world):
    one, other = refer(asked(world)), refer(asked(world))
    client = opened(one)
    mine, theirs = (f"vk_referral_{row.public_id.hex[:12]}" for row in (one, other))
    client.cookies[theirs] = client.cookies[mine].value

    assert QUESTION not in client.get(url(other)).content.decode()
    assert client.post(url(other), {"do": "accept"}).status_code == 200
    assert now(world, other).state == ReferralState.SENT


def test_an_opened_page_closes_after_two_hours(world):
    found = refer(asked(world))
    client = opened(found)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2, minutes=1)):
        assert QUESTION not in client.get(url(found)).content.decode()


def test_nothing_of_person_or_receiver_is_in_the_mail_or_the_audit(world):
    found = refer(asked(world), passed=[])
    keys = [f"enquiry:referral:{found.public_id}:sent:", f"enquiry:referral:{found.public_id}:person:sent:"]
    with centre_scope(world.home):
        mails = {row.key: row for row in OutgoingMail.objects.filter(key__in=keys)}
        audit = str(list(AuditEntry.objects.values_list("subject_label", "details", "actor_name")))
    assert set(mails) == set(keys)
    assert (mails[keys[0]].to, mails[keys[1]].to) == ("traeger@example.org", "ich@example.org")
    assert url(found) in mails[keys[0]].text
    assert token(found) not in mails[keys[1]].text
    for words in (QUESTION, "Olena", "Ukrain"):
        assert all(words not in row.text + row.subject + row.html for row in mails.values())
    for words in (QUESTION, "Olena", "traeger@example.org", "ich@example.org", token(found)):
        assert words not in audit


def test_rounds_remind_ask_and_end(world):
    found = refer(asked(world, purposes={Purpose.ANSWER, Purpose.REFER, Purpose.FOLLOW_UP}))
    start = found.sent_at

    def after(**span: int) -> dict[str, int]:
        return run_referrals(by=SYSTEM, centre=world.home, now=start + dt.timedelta(**span))

    assert after(days=2) == {"expired": 0, "reminded": 0, "asked": 0}
    assert after(days=3)["reminded"] == 1
    assert after(days=3)["reminded"] == 0
    assert after(days=8)["reminded"] == 1
    assert after(days=9)["reminded"] == 0
    assert run_referrals(by=SYSTEM, centre=world.foreign, now=start + dt.timedelta(days=99))["expired"] == 0
    assert after(days=14)["expired"] == 1
    assert (now(world, found).state, now(world, found).enquiry.state) == ("expired", "open")

    second = refer(asked(world, purposes={Purpose.FOLLOW_UP, Purpose.REFER, Purpose.ANSWER}), now=start)
    with centre_scope(world.home):
        actions.accept_referral(by=BOB, referral=second, now=start)
    assert after(days=13)["asked"] == 0
    assert after(days=14)["asked"] == 1
    assert after(days=15)["asked"] == 0
    with centre_scope(world.home):
        keys = set(
            OutgoingMail.objects.filter(key__contains=str(second.public_id)).values_list("key", flat=True)
        )
        assert {key.partition(str(second.public_id))[2] for key in keys} >= {":outcome:", ":person:outcome:"}
    assert after(days=91)["expired"] == 1


def test_who_did_not_agree_is_not_asked_by_mail(world):
    found = refer(asked(world))
    with centre_scope(world.home):
        actions.accept_referral(by=BOB, referral=found)
    run_referrals(by=SYSTEM, centre=world.home, now=timezone.now() + dt.timedelta(days=15))
    with centre_scope(world.home):
        assert not OutgoingMail.objects.filter(key__contains="person:outcome").exists()


def test_a_closed_enquiry_comes_back(world):
    found = refer(asked(world))
    with centre_scope(world.home):
        actions.close_enquiry(by=BOB, enquiry=found.enquiry, outcome="unknown")
        actions.refuse_referral(by=BOB, referral=found, refusal="full")
        assert Enquiry.objects.get(pk=found.enquiry_id).state == EnquiryState.OPEN
