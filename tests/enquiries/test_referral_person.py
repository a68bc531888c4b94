"""What the person sees and says of referrals on the status page, in their language."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.enquiries.factories import BOB, ask, refer
from vielklang.core.actor import SYSTEM
from vielklang.core.models import OutgoingMail
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.actions import Asked
from vielklang.enquiries.actions.regrouping import merge_enquiries
from vielklang.enquiries.enums import ContactKind, Purpose
from vielklang.enquiries.models import Referral
from vielklang.enquiries.models.referral import Appointment
from vielklang.enquiries.queries_referrals import passable
from vielklang.enquiries.retention import forget_enquiries
from vielklang.upkeep import limits as counting

pytestmark = pytest.mark.django_db
WHEN = timezone.now().replace(hour=9, minute=30, second=0, microsecond=0) + dt.timedelta(days=5)


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    counting.storage.reset()


def asked(world, **values: Any) -> Asked:
    contact = {"contact_kind": ContactKind.EMAIL, "contact": "ich@example.org", "name": "Olena"}
    return ask(world.home, **contact | {"purposes": {Purpose.ANSWER, Purpose.REFER}} | values)


def post(language: str = "uk", **data: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(f"/{language}/answer/", data)


def opened(one: Asked, language: str = "uk") -> Any:
    return post(language, code=one.code, pin=one.pin)


def pass_in(answer: Any) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def say(one: Asked, **data: Any) -> Any:
    return post(**{"pass": pass_in(opened(one)), **data})


def now(world, referral: Referral) -> Referral:
    with centre_scope(world.home):
        return Referral.objects.get(pk=referral.pk)


def propose(world, referral: Referral, place: str = "Rathaus, Zimmer 3") -> None:
    with centre_scope(world.home):
        actions.propose_appointment(by=BOB, referral=referral, appointment=Appointment(WHEN, place, True))


def test_the_person_reads_who_knows_what(world):
    one = asked(world, language="ar")
    refer(one, ground="consent")

    html = opened(one, "ar").content.decode()

    assert '<bdi lang="de">Beispielverein Kreis Kleve</bdi>' in html
    assert 'href="#consents-heading"' in html
    assert "traeger@example.org" not in html


def test_the_proposed_appointment_is_answered(world):
    one = asked(world)
    found = refer(one, ground="consent")
    propose(world, found)
    assert "Rathaus, Zimmer 3" in opened(one).content.decode()

    assert say(one, do="appointment", referral=found.public_id, comes="perhaps").status_code == 400
    assert say(one, do="appointment", referral=found.public_id, comes="yes").status_code == 200
    assert say(one, do="appointment", referral=found.public_id, comes="no").status_code == 200

    after = now(world, found)
    assert (after.state, after.is_appointment_agreed) == ("accepted", True)
    with centre_scope(world.home):
        keys = OutgoingMail.objects.filter(key__contains=str(found.public_id)).values_list("key", flat=True)
        assert sum(":appointment:" in key and "person" not in key for key in keys) == 1
        assert sum("person:appointment" in key for key in keys) == 1


def test_an_appointment_that_does_not_suit_is_gone(world):
    one = asked(world)
    found = refer(one)
    propose(world, found)

    assert say(one, do="appointment", referral=found.public_id, comes="no").status_code == 200

    assert now(world, found).appointment is None
    assert "Rathaus" not in opened(one).content.decode()


def test_one_tap_for_the_outcome(world):
    one = asked(world)
    found = refer(one)
    assert say(one, do="visit", referral=found.public_id, outcome="solved").status_code == 400
    with centre_scope(world.home):
        actions.accept_referral(by=BOB, referral=found)
        actions.finish_referral(by=BOB, referral=found, outcome="absent")

    assert say(one, do="visit", referral=found.public_id, outcome="invented").status_code == 400
    assert say(one, do="visit", referral=found.public_id, outcome="solved").status_code == 200

    assert (now(world, found).person_outcome, now(world, found).receiver_outcome) == ("solved", "absent")


@pytest.mark.parametrize("do", [{"do": "appointment", "comes": "yes"}, {"do": "visit", "outcome": "solved"}])
@pytest.mark.parametrize("whose", ["another", "nobody", "broken"])
def test_only_ones_own_referral_is_answered(world, do, whose):
    one, other = asked(world), refer(asked(world))
    propose(world, other)
    named = {"another": other.public_id, "nobody": uuid.uuid4(), "broken": "x" * 500}[whose]

    assert say(one, referral=named, **do).status_code == 400
    assert now(world, other).state == "proposed"


def test_consent_taken_back_ends_what_rests_on_it(world):
    one = asked(world)
    agreed, danger = refer(one, ground="consent"), refer(one, ground="danger", reason="Beispiel")

    assert say(one, do="withdraw", purpose="refer").status_code == 200

    assert (now(world, agreed).state, now(world, danger).state) == ("withdrawn", "sent")
    html = opened(one).content.decode()
    assert "Beispielverein" in html


def test_an_appointment_after_the_end_is_too_late(world):
    one = asked(world)
    found = refer(one)
    propose(world, found)
    with time_machine.travel(now(world, found).expires_at + dt.timedelta(hours=1)):
        page = opened(one)
        assert "Rathaus" not in page.content.decode()
        assert say(one, do="appointment", referral=found.public_id, comes="yes").status_code == 200
    assert now(world, found).state == "proposed"


def test_name_and_contact_go_with_the_contact(world):
    one = asked(world)
    with centre_scope(world.home):
        everything = passable(one.enquiry)
    found = refer(one, passed=everything)

    say(one, do="withdraw", purpose="answer")

    after = now(world, found)
    assert "contact" in after.passed_fields
    assert {row.key for row in after.passed} == {row.key for row in everything} - {"name", "contact"}
    assert "ich@example.org" not in after.passed_json


def test_name_and_contact_go_when_their_time_is_over(world):
    one = asked(world)
    with centre_scope(world.home):
        found = refer(one, passed=passable(one.enquiry))
        closed = timezone.now() - relativedelta(months=11)
        actions.close_enquiry(by=BOB, enquiry=one.enquiry, outcome="helped", now=closed)
    forget_enquiries(by=SYSTEM, centre=world.home, now=timezone.now())
    assert "ich@example.org" not in now(world, found).passed_json


def test_looking_costs_the_same_for_one_and_three(world):
    counts = set()
    for count in (1, 3):
        one = asked(world)
        for _n in range(count):
            propose(world, refer(one))
        with CaptureQueriesContext(connection) as queries:
            assert opened(one).status_code == 200
        counts.add(len(queries))
    assert len(counts) == 1, counts


def test_merged_enquiries_take_their_referrals_along(world):
    one, other = asked(world), asked(world)
    found = refer(other, ground="consent")
    with centre_scope(world.home):
        kept = merge_enquiries(by=BOB, one=one.enquiry, other=other.enquiry)

    assert now(world, found).enquiry_id == kept.pk
    for code in (one, other):
        assert "Beispielverein" in opened(code).content.decode()
    assert say(one, do="withdraw", purpose="refer").status_code == 200
    assert now(world, found).state == "withdrawn"


def test_nothing_of_a_referral_stays_when_its_enquiry_is_erased(world):
    one = asked(world)
    found = refer(one)
    with centre_scope(world.home):
        actions.ask_back(by=BOB, referral=found, text="Wie alt?")
        actions.erase_enquiry(by=BOB, enquiry=one.enquiry)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        for table in ("referral", "referralmessage", "referralevent"):
            cursor.execute(f"SELECT count(*) FROM enquiries_{table}")
            assert cursor.fetchone()[0] == 0, table
        cursor.execute("SET ROLE vielklang_web")
