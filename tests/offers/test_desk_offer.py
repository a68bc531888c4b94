"""An offer's page, its versions and decisions, the review queue, the start page and the search."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from tests.offers.factories import draft, text
from tests.world import World
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers import actions
from vielklang.offers.actions import publish_offer, suspend_offer
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.rows import draft_of
from vielklang.offers.rules import acts_for

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def url(world: World, name: str, *args: object) -> str:
    return reverse(f"offers:desk_{name}", args=[world.home.slug, *args])


def propose(world: World, **values: object) -> OfferRevision:
    """A change by the carrier that waits."""
    offer = Offer.objects.get(pk=world.offer.pk)
    with centre_scope(world.home):
        return actions.save_revision(
            by=world.actor("organisation_editor"),
            offer=offer,
            draft=replace(draft_of(offer), **values),  # type: ignore[arg-type]
            base_number=offer.edition,
            note="Beispieländerung",
        )


def decide(world: World, role: str, number: int, **data: str):
    address = url(world, "decide", world.offer.public_id, number)
    return world.client(role).post(address, data, follow=True, headers=ENGLISH)


def test_the_page_shows_facts_history_and_what_waits(world: World):
    suspend_offer(by=SYSTEM, offer=world.offer, reason="Beispiel")
    publish_offer(by=SYSTEM, offer=world.offer)
    propose(world, capacity="full", texts=(text(description="Neu gesagt."),))
    page = (
        world.client("editor")
        .get(url(world, "offer", world.offer.public_id), headers=ENGLISH)
        .content.decode()
    )
    assert "waits for review since" in page
    assert "Länger gesagt." in page
    assert "Neu gesagt." not in page
    assert "published" in page
    assert "Debt" in page or "debt" in page


def test_a_version_shows_what_it_would_change(world: World):
    revision = propose(world, capacity="full", texts=(text(description="Anders gesagt."),))
    page = (
        world.client("editor")
        .get(url(world, "revision", world.offer.public_id, revision.number), headers=ENGLISH)
        .content.decode()
    )
    assert "<del>Länger</del><ins>Anders</ins> gesagt." in page
    assert "Please ask" in page
    assert "Full" in page
    assert 'value="publish"' in page


def test_publishing_leads_on_to_the_queue(world: World):
    revision = propose(world, capacity="full")
    answer = decide(world, "editor", revision.number or 0, do="publish", edition="2")
    assert answer.redirect_chain[-1][0] == url(world, "review")
    assert Offer.objects.get(pk=world.offer.pk).capacity == "full"


def test_refusing_needs_a_reason_that_its_author_reads(world: World):
    revision = propose(world, capacity="full")
    decide(world, "editor", revision.number or 0, do="reject")
    with centre_scope(world.home):
        assert OfferRevision.objects.get(number=revision.number).state == "in_review"

    decide(world, "editor", revision.number or 0, do="reject", reason="Stimmt das?")
    partner = reverse("offers:partner_offer", args=[world.organisation.public_id, world.offer.public_id])
    assert "Stimmt das?" in world.client("organisation_editor").get(partner).content.decode()
    start = reverse("accounts:partner", args=[world.organisation.public_id])
    page = world.client("organisation_editor").get(start, headers=ENGLISH).content.decode()
    assert "change of yours was not taken over" in page


def test_a_conflict_names_the_field_and_the_page_shows_what_else_was_corrected(world: World):
    revision = propose(world, phone="+492214710111")
    offer = Offer.objects.get(pk=world.offer.pk)
    corrected = replace(draft_of(offer), phone="+492214710123", interpreting=True)
    actions.update_offer(by=SYSTEM, offer=offer, draft=corrected)

    shown = world.client("editor").get(
        url(world, "revision", offer.public_id, revision.number), headers=ENGLISH
    )
    page = decide(world, "editor", revision.number or 0, do="publish").content.decode()

    assert [row.field for row in shown.context["differences"]] == ["phone"]
    assert "changed the same: Telephone." in page
    assert Offer.objects.get(pk=offer.pk).phone == "+492214710123"


def test_a_stale_page_publishes_nothing(world: World):
    revision = propose(world, capacity="full")
    with centre_scope(world.home):
        actions.update_offer(
            by=SYSTEM, offer=world.offer, draft=replace(draft_of(world.offer), interpreting=True)
        )
    page = decide(world, "editor", revision.number or 0, do="publish", edition="2").content.decode()
    assert "Nothing was changed" in page
    assert Offer.objects.get(pk=world.offer.pk).capacity == "unknown"


def test_a_carrier_decides_nothing_but_takes_its_own_back(world: World):
    revision = propose(world, capacity="full")
    address = reverse(
        "offers:partner_decide", args=[world.organisation.public_id, world.offer.public_id, revision.number]
    )
    client = world.client("organisation_editor")
    client.post(address, {"do": "publish"})
    assert Offer.objects.get(pk=world.offer.pk).capacity == "unknown"
    assert (
        "was taken back"
        in client.post(address, {"do": "take_back"}, follow=True, headers=ENGLISH).content.decode()
    )


def test_an_old_version_is_restored(world: World):
    revision = propose(world, capacity="full")
    decide(world, "editor", revision.number or 0, do="publish")
    page = decide(world, "editor", 1, do="restore").content.decode()
    assert "Version 1 was restored" in page
    assert Offer.objects.get(pk=world.offer.pk).capacity == "unknown"


def test_the_queue_holds_new_offers_and_changes(world: World):
    propose(world, capacity="full")
    made = draft(centre=world.home, organisation=world.organisation, texts=(text(title="Ganz neu"),))
    actions.submit_offer(by=SYSTEM, offer=actions.create_offer(by=SYSTEM, draft=made))
    page = world.client("editor").get(url(world, "review")).content.decode()
    assert "Ganz neu" in page
    assert "Beispieländerung" in page
    assert world.foreign_offer.public_id.hex not in page.replace("-", "")


def test_today_names_what_waits(world: World):
    propose(world, capacity="full")
    made = draft(centre=world.home, organisation=world.organisation)
    new = actions.submit_offer(by=SYSTEM, offer=actions.create_offer(by=SYSTEM, draft=made))
    start = reverse("accounts:desk", args=[world.home.slug])
    page = world.client("editor").get(start, headers=ENGLISH).content.decode()
    assert "offer to review" in page
    assert "change of an offer to review" in page
    assert "public offer" in page

    actions.return_offer(by=SYSTEM, offer=new, reason="Zeiten fehlen")
    partner = reverse("accounts:partner", args=[world.organisation.public_id])
    assert (
        "draft was sent back"
        in world.client("organisation_editor").get(partner, headers=ENGLISH).content.decode()
    )
    assert "to review" not in world.client("translator").get(start, headers=ENGLISH).content.decode()


def test_the_search_finds_titles_and_organisations(world: World):
    client = world.client("translator")
    search = reverse("accounts:search", args=[world.home.slug])
    for words in ("Titel", "Beispielverein"):
        assert str(world.offer.public_id) in client.get(search, {"q": words}).content.decode()
    assert str(world.foreign_offer.public_id) not in client.get(search, {"q": "Titel"}).content.decode()


@pytest.mark.parametrize(
    ("role", "trusted", "acts"),
    [
        ("editor", False, ["confirm", "suspend", "archive"]),
        ("translator", False, []),
        ("organisation_editor", False, ["confirm", "suspend", "archive"]),
        ("organisation_editor", True, ["confirm", "suspend", "archive"]),
    ],
)
def test_buttons_of_a_public_offer(world: World, role: str, trusted: bool, acts: list[str]):
    world.offer.organisation.publishes_directly = trusted
    assert acts_for(world.area(role), world.offer) == acts


@pytest.mark.parametrize(
    ("role", "trusted", "acts"),
    [
        ("editor", False, ["publish", "archive"]),
        ("organisation_editor", False, ["submit", "archive"]),
        ("organisation_editor", True, ["publish", "archive"]),
    ],
)
def test_buttons_of_a_draft(world: World, role: str, trusted: bool, acts: list[str]):
    made = draft(centre=world.home, organisation=world.organisation)
    offer = actions.create_offer(by=SYSTEM, draft=made)
    offer.organisation.publishes_directly = trusted
    assert acts_for(world.area(role), offer) == acts


def test_names_of_colleagues_stay_at_the_desk(world: World):
    with centre_scope(world.home):
        actions.confirm_offer(by=world.actor("editor"), offer=world.offer)
    name = world.people["editor"].name
    at_desk = world.client("editor").get(url(world, "offer", world.offer.public_id)).content.decode()
    partner = reverse("offers:partner_offer", args=[world.organisation.public_id, world.offer.public_id])
    at_carrier = world.client("organisation_editor").get(partner).content.decode()
    assert name in at_desk
    assert name not in at_carrier
