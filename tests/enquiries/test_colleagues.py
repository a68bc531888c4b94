"""Absences with somebody who stands in, mentions, checklists."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.enquiries.factories import BOB, ask
from tests.world import World, make_world
from vielklang.core.actor import READER, SYSTEM
from vielklang.core.models import OutgoingMail
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.absences import away_on
from vielklang.enquiries.actions.absences import enter_absence
from vielklang.enquiries.actions.checklists import save_checklist
from vielklang.enquiries.checklists import progress_of
from vielklang.enquiries.mentions import named_in
from vielklang.enquiries.models import Absence, ChecklistTick, Enquiry, EnquiryRules, Mention
from vielklang.enquiries.queries import edition_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def world() -> World:
    return make_world()


def address(world: World, name: str, *args: object) -> str:
    return reverse(f"enquiries:desk_{name}", args=[world.home.slug, *args])


def away(world: World, days: int = 3, starts: int = 0) -> Absence:
    """The lead is away, staff stands in."""
    first = TODAY() + dt.timedelta(days=starts)
    with centre_scope(world.home):
        return enter_absence(
            by=SYSTEM, centre=world.home, person=world.people["lead"], substitute=world.people["staff"],
            starts_on=first, ends_on=first + dt.timedelta(days=days),
        )  # fmt: skip


def of_lead(world: World, text: str = "Frage") -> Enquiry:
    enquiry = ask(world.home, text=text).enquiry
    with centre_scope(world.home):
        actions.take_enquiry(by=BOB, enquiry=enquiry, person=world.people["lead"])
    return enquiry


def mine(world: World, role: str = "staff") -> list[str]:
    page = world.client(role).get(address(world, "list"), {"tab": "mine"})
    return [row.words for row in page.context["rows"]]


def test_while_somebody_is_away_the_substitute_has_their_enquiries(world):
    of_lead(world)
    assert mine(world) == []
    away(world)
    assert (mine(world), mine(world, "lead")) == (["Frage"], ["Frage"])
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        assert mine(world) == ["Frage"]
    with time_machine.travel(timezone.now() + dt.timedelta(days=4, hours=1)), centre_scope(world.home):
        assert away_on() == {}, "it ends by itself"


def test_who_writes_again_reaches_the_substitute(world):
    enquiry = of_lead(world)
    with centre_scope(world.home):
        actions.answer_enquiry(by=BOB, enquiry=enquiry, german="Ja.")
    away(world)
    with centre_scope(world.home):
        actions.write_again(by=READER, enquiry=enquiry, text="Und wann?")
    assert mine(world) == ["Frage"]
    page = world.client("staff").get(reverse("accounts:desk", args=[world.home.slug])).content.decode()
    assert "?tab=mine" in page


def test_overdue_ones_are_told_to_the_substitute(world):
    enquiry = of_lead(world)
    away(world)
    with centre_scope(world.home):
        Enquiry.objects.filter(pk=enquiry.pk).update(
            created_at=timezone.now() - dt.timedelta(days=3), due_at=timezone.now() - dt.timedelta(minutes=1)
        )
        actions.escalate_enquiries(by=SYSTEM, centre=world.home, now=timezone.now())
        assert OutgoingMail.objects.get().to == world.people["staff"].email


def test_assigning_to_somebody_who_is_away_offers_the_substitute(world):
    enquiry, client = ask(world.home).enquiry, world.client("staff")
    away(world)
    lead, staff = world.people["lead"], world.people["staff"]
    with centre_scope(world.home):
        edition = str(edition_of(Enquiry.objects.select_related("assigned_to").get(pk=enquiry.pk)))
    data = {"edition": edition, "person": str(lead.public_id)}

    page = client.post(address(world, "assign", enquiry.public_id), data)

    assert page.status_code == 200
    assert f'name="person" value="{staff.public_id}"' in page.content.decode()
    with centre_scope(world.home):
        assert Enquiry.objects.get().assigned_to is None
    client.post(address(world, "assign", enquiry.public_id), data | {"despite": "1"})
    with centre_scope(world.home):
        assert Enquiry.objects.select_related("assigned_to").get().assigned_to == lead
    assert staff.name in client.get(address(world, "enquiry", enquiry.public_id)).content.decode()


def test_absences_on_the_desk(world):
    lead, staff = world.people["lead"], world.people["staff"]
    client, day = world.client("staff"), TODAY()
    data = {
        "person": str(staff.public_id), "substitute": str(lead.public_id), "starts_on": day.isoformat(),
        "ends_on": (day + dt.timedelta(days=5)).isoformat(),
    }  # fmt: skip
    for wrong in (
        {"person": str(lead.public_id)}, {"substitute": str(staff.public_id)}, {"substitute": ""},
        {"ends_on": (day - dt.timedelta(days=1)).isoformat()}, {"starts_on": "unsinn"},
    ):  # fmt: skip
        assert client.post(address(world, "absences"), data | wrong).status_code == 400
    assert client.post(address(world, "absences"), data).status_code == 302
    assert client.post(address(world, "absences"), data).status_code == 400, "twice on one day"
    other = away(world, starts=10)
    assert client.post(address(world, "absence_remove", other.public_id)).status_code == 403
    with centre_scope(world.home):
        own = Absence.objects.get(person=staff)
    client.post(address(world, "absence_remove", own.public_id))
    world.client("lead").post(address(world, "absence_remove", other.public_id))
    with centre_scope(world.home):
        assert not Absence.objects.exists()


def note(world: World, enquiry: Enquiry, **data: str) -> None:
    answer = world.client("staff").post(
        address(world, "note", enquiry.public_id), {"note": "Bitte ansehen"} | data
    )
    assert answer.status_code == 302


def today(world: World, role: str = "lead") -> bool:
    page = world.client(role).get(reverse("accounts:desk", args=[world.home.slug]))
    return "/mentions/" in page.content.decode()


@pytest.mark.parametrize("how", ["chosen", "written"])
def test_who_is_mentioned_sees_it_until_they_have_looked(world, how):
    enquiry, lead = ask(world.home).enquiry, world.people["lead"]
    data = {"mention": str(lead.public_id)} if how == "chosen" else {"note": f"@{lead.name}: bitte ansehen"}

    note(world, enquiry, **data)

    assert today(world)
    assert not today(world, "staff")
    assert "vk-chip--accent" in world.client("lead").get(address(world, "mentions")).content.decode()
    world.client("lead").get(address(world, "enquiry", enquiry.public_id))
    assert not today(world)
    note(world, enquiry, **data)
    assert today(world)
    with centre_scope(world.home):
        mails = list(OutgoingMail.objects.all())
    assert [mail.to for mail in mails] == [lead.email, lead.email]
    assert not [mail for mail in mails if "ansehen" in mail.text or enquiry.public_id.hex[:8] in mail.text]


def test_no_mail_where_the_centre_wants_none_and_nobody_mentions_themselves(world):
    enquiry = ask(world.home).enquiry
    with centre_scope(world.home):
        EnquiryRules.objects.create(centre=world.home, mails_mentions=False)
    note(world, enquiry, mention=str(world.people["lead"].public_id))
    note(world, enquiry, mention=str(world.people["staff"].public_id))
    with centre_scope(world.home):
        assert Mention.objects.count() == 1
        assert not OutgoingMail.objects.exists()


def test_names_behind_an_at_sign(world):
    people = [world.people["lead"], world.people["staff"]]
    people[0].name, people[1].name = "Anna Berg", "Bert Tal"
    assert named_in("@anna berg und @Bert: bitte", people) == people
    assert named_in("Anna Berg, mail@bertram.de @Annabell", people) == []
    people[1].name = "Anna Tal"
    assert named_in("@Anna", people) == []


def checklist(world: World, *steps: str, topics: tuple[str, ...] = ("debt-advice",), known=None):
    with centre_scope(world.home):
        return save_checklist(
            by=SYSTEM, centre=world.home, checklist=known, title="Schulden", topics=topics, steps=steps
        )


def test_a_checklist_stands_where_its_topic_is_asked_and_is_ticked(world):
    checklist(world, "Bescheid ansehen", "Termin machen")
    fits, other = ask(world.home, topics=["debt-advice"]).enquiry, ask(world.home).enquiry
    client = world.client("staff")
    assert not client.get(address(world, "enquiry", other.public_id)).context["checklists"]
    [part] = client.get(address(world, "enquiry", fits.public_id)).context["checklists"]
    keys = [str(row.step.public_id) for row in part.steps]

    client.post(address(world, "tick", fits.public_id), {"shown": keys, "done": [keys[0], "unsinn"]})

    [part] = client.get(address(world, "enquiry", fits.public_id)).context["checklists"]
    assert (part.done, part.steps[0].tick.by) == (1, world.people["staff"].name)
    client.post(address(world, "tick", fits.public_id), {"shown": [keys[1]], "done": []})
    with centre_scope(world.home):
        assert ChecklistTick.objects.count() == 1, "what the page did not show stays"
    client.post(address(world, "tick", fits.public_id), {"shown": keys, "done": []})
    with centre_scope(world.home):
        assert not ChecklistTick.objects.exists()


def test_changing_a_list_loses_no_tick(world):
    made = checklist(world, "Alt", "Bleibt")
    enquiry = ask(world.home, topics=["debt-advice"]).enquiry
    with centre_scope(world.home):
        [part] = progress_of(enquiry)
    keys = [str(row.step.public_id) for row in part.steps]
    world.client("staff").post(address(world, "tick", enquiry.public_id), {"shown": keys, "done": keys})

    checklist(world, "Bleibt", "Neu", topics=("violence",), known=made)

    with centre_scope(world.home):
        [part] = progress_of(enquiry)
        assert {row.step.text: bool(row.tick) for row in part.steps} == {
            "Alt": True,
            "Bleibt": True,
            "Neu": False,
        }


def test_checklists_on_the_desk(world):
    client = world.client("staff")
    new = address(world, "checklist_new")
    many = "\n".join(str(number) for number in range(31))
    for wrong in ({}, *({"title": "x", "steps": steps} for steps in ("  ", "y" * 201, many))):
        assert client.post(new, wrong).status_code == 400
    client.post(new, {"title": "Schulden", "steps": "Eins\n\n Zwei \nEins", "topics": ["debt-advice"]})
    page = client.get(address(world, "checklists"))
    [(made, _topics)] = page.context["rows"]
    assert [step.text for step in made.steps.all()] == ["Eins", "Zwei"]
    client.post(address(world, "checklist_remove", made.public_id))
    with centre_scope(world.home):
        assert progress_of(ask(world.home, topics=["debt-advice"]).enquiry) == []
    client.post(address(world, "checklist_remove", made.public_id), {"undo": "1"})
    assert "vk-chip" not in client.get(address(world, "checklists")).content.decode().split("<tbody>")[1]


def test_the_page_costs_the_same_for_one_and_three_lists(world):
    enquiry, client, counts = ask(world.home, topics=["debt-advice"]).enquiry, world.client("staff"), []
    client.get(address(world, "enquiry", enquiry.public_id))
    for more in (1, 2):
        for _n in range(more):
            checklist(world, "a", "b")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(world, "enquiry", enquiry.public_id))
        counts.append(len(queries))
    assert counts[0] == counts[1]
