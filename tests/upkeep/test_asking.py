"""Asking on a schedule that stops: who gets which mail when, nobody twice, and what follows silence."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.offers.factories import ALICE
from tests.upkeep.factories import due, mails_of, make_offer, today
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import confirm_offer
from vielklang.offers.models import Offer
from vielklang.organisations.models import ContactPerson, Organisation
from vielklang.upkeep.actions.asking import set_rules, steps_reached
from vielklang.upkeep.models import AutomaticSuspension, PersonalLink, Reminder, ReminderStop
from vielklang.upkeep.queries import unanswered
from vielklang.upkeep.rounds import ask_carriers

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(world) -> Offer:
    due(world.foreign_offer, None)
    due(world.offer, None)
    return make_offer(world.organisation, title="Sprachcafé")


def ask(world, days: int = 0):
    return ask_carriers(by=SYSTEM, centre=world.home, today=today() + dt.timedelta(days=days))


def keys(world) -> list[str]:
    return [mail.key for mail in mails_of(world.home) if mail.key.startswith("reminder:")]


def test_one_mail_names_all_due_offers(world, offer):
    make_offer(world.organisation, title="Hausaufgabenhilfe", due_since=3)
    make_offer(world.organisation, title="Noch lange gut", due_since=None)

    ask(world)

    (mail,) = mails_of(world.home)
    assert mail.to == world.organisation.email
    assert "Sprachcafé" in mail.text
    assert "Hausaufgabenhilfe" in mail.text
    assert "Noch lange gut" not in mail.text
    assert "/link/" in mail.text
    assert mail.headers["List-Unsubscribe"].startswith("<http")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_same_day_again_sends_nothing(world, offer):
    assert ask(world)["mails"] == 1
    assert ask(world)["mails"] == 0
    assert len(keys(world)) == 1


def test_the_schedule_stops(world, offer):
    sent = [day for day in range(0, 120) if ask(world, day)["mails"]]

    assert sent == [0, 14, 28]


def test_a_job_that_slept_begins_with_the_first_mail(world, offer):
    due(offer, 200)

    sent = [day for day in range(0, 60) if ask(world, day)["mails"]]

    assert sent == [0, 14, 28]


def test_confirming_ends_the_round(world, offer):
    ask(world)
    confirm_offer(by=ALICE, offer=offer, by_carrier=True)

    assert [day for day in range(1, 60) if ask(world, day)["mails"]] == []


def test_another_offer_that_falls_due_begins_its_own_round_but_no_flood(world, offer):
    make_offer(world.organisation, title="Zweites", due_since=-2)

    sent = [day for day in range(0, 60) if ask(world, day)["mails"]]

    assert sent == [0, 5, 14, 19, 28, 33]


def test_a_pause_is_respected_and_the_round_begins_anew(world, offer):
    Offer.objects.filter(pk=offer.pk).update(
        pause_from=today() + dt.timedelta(days=10), pause_until=today() + dt.timedelta(days=40)
    )

    sent = [day for day in range(0, 100) if ask(world, day)["mails"]]

    assert sent == [0, 41, 55, 69]


def test_offers_that_are_over_are_not_asked_about(world, offer):
    Offer.objects.filter(pk=offer.pk).update(valid_until=today() - dt.timedelta(days=1))

    assert ask(world)["mails"] == 0


def test_contact_persons_are_asked_instead_of_the_general_address(world, offer):
    with centre_scope(world.home):
        for name, gets in (("Beispiel Eins", True), ("Beispiel Zwei", True), ("Beispiel Drei", False)):
            ContactPerson.objects.create(
                centre=world.home, organisation=world.organisation, name=name,
                email=f"{name.split()[1].lower()}@example.org", receives_reminders=gets,
            )  # fmt: skip

    ask(world)

    assert sorted(mail.to for mail in mails_of(world.home)) == ["eins@example.org", "zwei@example.org"]
    with centre_scope(world.home):
        assert PersonalLink.objects.values("token_hash").distinct().count() == 2


def test_each_centre_asks_about_its_own_offers(world, offer):
    due(world.foreign_offer, 0)

    ask(world)

    assert mails_of(world.foreign) == []


def _stop(world, method: str = "post"):
    (mail,) = (mail for mail in mails_of(world.home) if mail.key.startswith("reminder:"))
    address = mail.headers["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    strict = Client(enforce_csrf_checks=True)  # a mail program has no cookie
    if method == "get":
        return strict.get(path)
    return strict.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")


def test_stop_in_one_click_and_the_centre_is_told(world, offer):
    world.home.email = "ki@example.org"
    world.home.save()
    ask(world)

    assert _stop(world, "get").status_code == 200
    with centre_scope(world.home):
        assert not ReminderStop.objects.exists(), "looking stops nothing"
    assert _stop(world).status_code == 200
    assert _stop(world).status_code == 200

    assert ask(world, 14)["mails"] == 0
    told = [mail for mail in mails_of(world.home) if mail.key.startswith("stopped:")]
    assert [mail.to for mail in told] == ["ki@example.org"]
    with centre_scope(world.home):
        (row,) = unanswered(world.home, today())
    assert (row.organisation, row.can_be_asked) == (world.organisation, False)


def test_a_forged_stop_address_stops_nothing(client, world, offer):
    ask(world)

    assert client.post(reverse("upkeep:link_stop", args=["WyJhIiwiYiJd:forged"])).status_code == 404


def test_silence_becomes_the_centre_s_task(world, offer):
    ask(world)
    with centre_scope(world.home):
        assert unanswered(world.home, today() + dt.timedelta(days=41)) == []
        (row,) = unanswered(world.home, today() + dt.timedelta(days=42))
    assert [found.pk for found in row.offers] == [offer.pk]


def test_without_an_address_the_centre_must_call_at_once(world, offer):
    Organisation.objects.filter(pk=world.organisation.pk).update(email="")

    assert ask(world)["mails"] == 0
    with centre_scope(world.home):
        (row,) = unanswered(world.home, today())
    assert not row.can_be_asked


def _suspends_after(world, days: int) -> None:
    with centre_scope(world.home):
        set_rules(by=SYSTEM, centre=world.home, values={"suspend_after_days": days})


def test_nothing_is_suspended_unless_the_centre_says_so(world, offer):
    for day in range(0, 400, 10):
        ask(world, day)

    assert Offer.objects.get(pk=offer.pk).status == "published"


def test_after_the_centre_s_period_it_is_suspended_and_the_organisation_told(world, offer):
    _suspends_after(world, 60)

    done = {day: ask(world, day)["suspended"] for day in range(0, 70)}

    assert {day for day, count in done.items() if count} == {60}
    found = Offer.objects.get(pk=offer.pk)
    assert found.status == "suspended"
    assert found.status_reason
    (mail,) = [mail for mail in mails_of(world.home) if mail.key.startswith("suspended:")]
    assert "Sprachcafé" in mail.text
    assert "/link/" in mail.text
    with centre_scope(world.home):
        assert AutomaticSuspension.objects.filter(offer=offer, lifted_at=None).count() == 1


def test_nobody_is_suspended_who_was_never_asked(world, offer):
    _suspends_after(world, 60)
    due(offer, 300)
    Organisation.objects.filter(pk=world.organisation.pk).update(email="")

    assert ask(world, 100)["suspended"] == 0


def test_late_first_mail_moves_the_suspension(world, offer):
    _suspends_after(world, 60)
    due(offer, 300)

    assert ask(world)["suspended"] == 0
    assert ask(world, 59)["suspended"] == 0
    assert ask(world, 60)["suspended"] == 1


def test_own_rules_of_a_centre(world, offer):
    with centre_scope(world.home):
        set_rules(by=SYSTEM, centre=world.home, values={"reminder_days": [7, 21], "link_days": 10})

    assert [day for day in range(0, 60) if ask(world, day)["mails"]] == [7, 21]
    with centre_scope(world.home):
        link = PersonalLink.objects.last()
    assert (link.expires_at - link.created_at).days in {9, 10}


def test_steps_are_sent_one_after_the_other():
    day = dt.date(2026, 6, 1)
    sent = [Reminder(cycle=day, step=0, sent_on=dt.date(2026, 6, 20))]

    assert steps_reached({day}, [], [0, 14], day) == {day: 0}
    assert steps_reached({day}, sent, [0, 14], dt.date(2026, 7, 3)) == {}
    assert steps_reached({day}, sent, [0, 14], dt.date(2026, 7, 4)) == {day: 1}
    assert steps_reached({day}, [], [], day) == {}


@pytest.mark.slow
def test_asking_costs_the_same_for_one_and_three_offers_of_an_organisation(world, offer):
    counts = []
    for more in (0, 2):
        for number in range(more):
            make_offer(world.organisation, title=f"Weiteres {number}", due_since=1)
        due(offer, more // 2)  # a round of its own each time
        with centre_scope(world.home):
            Reminder.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert ask(world)["mails"] == 1
        counts.append(len(queries))

    assert counts[0] == counts[1]
