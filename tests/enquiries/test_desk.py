"""The inbox: what stands in which tab, filters, order, numbers; enquiries by telephone; the centre's rules."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.enquiries.factories import BOB, ask
from tests.offers.factories import municipality
from tests.world import World, make_world
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.enums import Channel, ContactKind, EnquiryState, Outcome, Purpose
from vielklang.enquiries.models import Enquiry, EnquiryContact, EnquiryRules
from vielklang.enquiries.rules import enquiry_by_code

pytestmark = pytest.mark.django_db
LONG_AGO = dt.timedelta(days=20)


@pytest.fixture
def world() -> World:
    return make_world()


def address(world: World, name: str = "list", *args: object) -> str:
    return reverse(f"enquiries:desk_{name}", args=[world.home.slug, *args])


def shown(world: World, query: str = "", role: str = "staff") -> list[str]:
    page = world.client(role).get(f"{address(world)}?{query}")
    assert page.status_code == 200
    return [row.words for row in page.context["rows"]]


def asked_long_ago(world: World, **values: object) -> Enquiry:
    enquiry = ask(world.home, **values).enquiry
    with centre_scope(world.home):
        Enquiry.objects.filter(pk=enquiry.pk).update(
            created_at=timezone.now() - LONG_AGO, due_at=timezone.now() - LONG_AGO / 2
        )
    return enquiry


def test_urgent_ones_come_first_then_what_is_due_first(world):
    ask(world.home, text="gewöhnlich")
    asked_long_ago(world, text="überfällig")
    ask(world.home, text="dringend", is_urgent=True)
    ask(world.foreign, text="fremd", is_urgent=True)

    assert shown(world) == ["dringend", "überfällig", "gewöhnlich"]


def test_every_tab_has_its_enquiries(world):
    new, mine, waiting, closed = (ask(world.home, text=text).enquiry for text in ("a", "b", "c", "d"))
    asked_long_ago(world, text="e")
    with centre_scope(world.home):
        actions.take_enquiry(by=BOB, enquiry=mine, person=world.people["staff"])
        actions.answer_enquiry(by=BOB, enquiry=waiting, german="Ja.")
        actions.close_enquiry(by=BOB, enquiry=closed, outcome=Outcome.HELPED)

    tabs = {
        tab: sorted(shown(world, f"tab={tab}"))
        for tab in ("open", "new", "mine", "overdue", "waiting", "closed")
    }

    assert tabs == {
        "open": ["a", "b", "e"], "new": ["a", "e"], "mine": ["b"], "overdue": ["e"], "waiting": ["c"],
        "closed": ["d"],
    }  # fmt: skip
    page = world.client("staff").get(address(world))
    assert [tab["count"] for tab in page.context["tabs"]] == [3, 2, 1, 1, 1, 1]
    assert shown(world, "tab=answered") == ["c"]
    assert new.state == EnquiryState.NEW


def test_filters_stand_in_the_address(world):
    ask(world.home, text="a", language="ar", topics=["debt-advice"], municipality=municipality())
    ask(world.home, text="b", is_urgent=True)

    assert shown(world, "language=ar&topic=debt-advice&municipality=05154036") == ["a"]
    assert shown(world, "urgent=on") == ["b"]
    assert shown(world, "language=tr") == []
    assert sorted(shown(world, "language=klingonisch&topic=x&tab=y&page=99")) == ["a", "b"]


def test_enquiries_are_found_by_their_number_and_by_words(world):
    enquiry = ask(world.home, text="geheim").enquiry
    ask(world.home, text="b")
    number = enquiry.public_id.hex[:8]

    assert shown(world, f"text=%23{number.upper()}") == ["geheim"]
    assert shown(world, "text=Geheim") == ["geheim"]
    assert shown(world, "text=anderes") == []
    page = world.client("staff").get(reverse("accounts:search", args=[world.home.slug]), {"q": number})
    assert address(world, "enquiry", enquiry.public_id) in page.content.decode()


def test_words_are_shortened_and_keep_their_direction(world):
    ask(world.home, language="ar", text="أين أتعلم الألمانية؟ " * 20)

    page = world.client("staff").get(address(world)).content.decode()

    assert '<bdi lang="ar" dir="rtl">أين' in page
    assert len(shown(world)[0]) < 120


def test_the_inbox_costs_the_same_for_one_and_three(world):
    client, counts = world.client("staff"), []
    client.get(address(world))  # the session's first request writes
    for more in (1, 2):
        for _n in range(more):
            enquiry = ask(world.home, municipality=municipality(), topics=["debt-advice"]).enquiry
            with centre_scope(world.home):
                actions.take_enquiry(by=BOB, enquiry=enquiry, person=world.people["lead"])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(world)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_start_page_names_urgent_and_overdue_ones_and_mine(world):
    asked_long_ago(world)
    enquiry = ask(world.home, is_urgent=True).enquiry
    with centre_scope(world.home):
        actions.take_enquiry(by=BOB, enquiry=enquiry, person=world.people["staff"])

    page = world.client("staff").get(reverse("accounts:desk", args=[world.home.slug]))

    items = [
        (item.count, item.overdue, item.url.rpartition("/")[2])
        for item in page.context["waiting"]
        if "/enquiries/" in item.url
    ]
    assert items == [(1, 0, "?urgent=on"), (2, 1, ""), (1, 0, "?tab=mine")]
    assert [figure.value for figure in page.context["figures"] if "/enquiries/" in figure.url] == ["1", "0"]


@pytest.mark.parametrize("role", ["editor", "translator", "funding"])
def test_others_see_nothing_of_it(world, role):
    ask(world.home, is_urgent=True)
    page = world.client(role).get(reverse("accounts:desk", args=[world.home.slug]))

    assert "/enquiries/" not in page.content.decode()


def spoken(**values: object) -> dict[str, object]:
    words = {
        "once": "1", "question": "Wo finde ich einen Kurs?", "written_in": "de", "language": "ar", "channel": "phone",
        "contact_kind": "code", "municipality": "05154036", "topic": "debt-advice",
    }  # fmt: skip
    return words | values


def test_an_enquiry_by_telephone_needs_no_name_and_shows_its_code_once(world):
    client = world.client("staff")

    answer = client.post(address(world, "new"), spoken(is_urgent="on"))

    page = answer.content.decode()
    code, pin = re.findall(r'<dd class="vk-ltr" dir="ltr">([\d-]+)</dd>', page)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "/ar/" in page
    assert "<svg" in page
    assert 'lang="ar" dir="rtl"' in page
    found = enquiry_by_code(code, pin)
    assert found is not None
    assert (found.channel, found.language, found.is_urgent, found.topics) == (
        Channel.PHONE, "ar", True, ["debt-advice"],
    )  # fmt: skip
    with centre_scope(world.home):
        assert found.messages.get().language == "de"
        assert not EnquiryContact.objects.exists()


def test_the_same_form_sent_twice_writes_once(world):
    client = world.client("staff")
    client.post(address(world, "new"), spoken())

    again = client.post(address(world, "new"), spoken())

    with centre_scope(world.home):
        enquiry = Enquiry.objects.get()
    assert again.headers["Location"] == address(world, "enquiry", enquiry.public_id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": " "},
        {"question": "x" * 4001},
        {"language": "klingonisch"},
        {"contact_kind": "email", "contact": "keine", "purposes": ["answer"]},
        {"contact_kind": "phone", "contact": "", "purposes": ["answer"]},
        {"contact_kind": "phone", "contact": "02821 1000"},
        {"contact": "02821 1000"},
        {"municipality": "05111000"},
        {"channel": "guide"},
    ],
)
def test_what_is_wrong_is_said_and_kept(world, wrong):
    answer = world.client("staff").post(address(world, "new"), spoken(**wrong, name="Olena"))

    assert answer.status_code == 400
    assert "Olena" in answer.content.decode()
    with centre_scope(world.home):
        assert not Enquiry.objects.exists()


def test_consents_are_kept_as_they_were_said(world):
    world.client("staff").post(
        address(world, "new"),
        spoken(contact_kind="phone", contact="0151 000", name="Olena", purposes=["answer", "refer"]),
    )
    with centre_scope(world.home):
        enquiry = Enquiry.objects.get()
        assert {row.purpose for row in enquiry.consents.all()} == {Purpose.ANSWER, Purpose.REFER}
        assert (enquiry.contact.kind, enquiry.contact.value) == (ContactKind.PHONE, "0151 000")


def test_the_lead_sets_the_rules_and_that_is_recorded(world):
    client = world.client("lead")
    assert client.post(address(world, "rules"), {"answer_within_days": "0"}).status_code == 400

    rules = {"answer_within_days": "5", "urgent_within_days": "2", "escalate_after_days": "4"}
    assert client.post(address(world, "rules"), rules | {"urgent_within_days": "6"}).status_code == 400
    client.post(address(world, "rules"), rules | {"takes_enquiries": ""})

    with centre_scope(world.home):
        rules = EnquiryRules.objects.get()
        assert (rules.answer_within_days, rules.urgent_within_days, rules.takes_enquiries) == (5, 2, False)
        assert AuditEntry.objects.get(event="enquiry rules set").details["answer_within_days"] == 5


def test_one_entry_of_the_menu_is_the_current_one(world):
    for name in ("list", "statistics", "rules"):
        page = world.client("lead").get(address(world, name))
        current = [
            entry["url"]
            for entries in page.context["area_menu"].values()
            for entry in entries
            if entry["is_current"]
        ]
        assert current == [address(world, name)]


def test_held_ones_are_marked_and_found(world):
    first, second = ask(world.home, text="gehalten").enquiry, ask(world.home, text="frei").enquiry
    with centre_scope(world.home):
        actions.hold_enquiry(by=BOB, enquiry=first, reason="Beispiel")
    page = world.client("staff").get(address(world)).content.decode()

    assert len(re.findall(r"vk-chip--accent[^/]*<svg", page)) == 1
    assert shown(world, "held=on") == ["gehalten"]
    assert shown(world, "held=on&tab=closed") == []
    with centre_scope(world.home):
        actions.lift_hold(by=BOB, enquiry=first, reason="Beispiel")
        actions.hold_enquiry(by=BOB, enquiry=second, reason="Beispiel")
    assert shown(world, "held=on") == ["frei"]


def test_the_inbox_costs_the_same_with_one_held_and_three(world):
    client, counts = world.client("staff"), set()
    client.get(address(world))
    for more in (1, 2):
        for _n in range(more):
            enquiry = ask(world.home).enquiry
            with centre_scope(world.home):
                actions.hold_enquiry(by=BOB, enquiry=enquiry, reason="Beispiel")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(world)).status_code == 200
        counts.add(len(queries))
    assert len(counts) == 1, counts
