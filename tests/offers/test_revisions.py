"""Changes by people: what is public stays until a change is published, nothing is overwritten silently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.offers.factories import draft, organisation, text
from vielklang.core.actor import Actor, ActorKind
from vielklang.core.models import AuditEntry
from vielklang.core.permissions import Grant, Role
from vielklang.core.scope import centre_scope, organisation_scope
from vielklang.offers import actions
from vielklang.offers.actions import EditConflict, WrongStateError
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.rows import draft_of
from vielklang.offers.snapshots import snapshot
from vielklang.offers.validation import InvalidOfferError

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer() -> Offer:
    made = draft()
    maker = Actor(ActorKind.SYSTEM, "Anlage")
    return actions.publish_offer(by=maker, offer=actions.create_offer(by=maker, draft=made))


@pytest.fixture(autouse=True)
def _at_the_desk(offer: Offer) -> Iterator[None]:
    with centre_scope(offer.centre):
        yield


@pytest.fixture
def alice(offer: Offer) -> Actor:
    """An editor of the centre: publishes."""
    grants = frozenset({Grant(Role.EDITOR, centre_id=offer.centre_id)})
    return Actor(ActorKind.PERSON, "KI Kreis Kleve", user_id=1, person="Alice Beispiel", grants=grants)


@pytest.fixture
def bob(offer: Offer) -> Actor:
    """Edits for the organisation: what he changes is reviewed."""
    grants = frozenset({Grant(Role.ORGANISATION_EDITOR, organisation_id=offer.organisation_id)})
    return Actor(ActorKind.PERSON, "Beispielverein", user_id=2, person="Bob Beispiel", grants=grants)


def fresh(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


def change(offer: Offer, **values: Any) -> Any:
    return replace(draft_of(fresh(offer)), **values)


def states(offer: Offer) -> dict[int, str]:
    return {row.number: row.state for row in OfferRevision.objects.filter(offer=offer).order_by("number")}


def test_a_carriers_change_waits_and_the_public_content_stays(offer: Offer, bob: Actor, alice: Actor):
    revision = actions.save_revision(
        by=bob, offer=offer, draft=change(offer, phone="+492214710123"), base_number=1, note="Neue Nummer"
    )
    assert (revision.state, revision.number, revision.author) == ("in_review", 2, "Bob Beispiel")
    assert fresh(offer).phone == ""

    published = actions.publish_revision(by=alice, revision=revision, seen_number=2)

    assert fresh(offer).phone == "+492214710123"
    assert (published.state, published.author, published.decided_by) == (
        "published", "Bob Beispiel", "Alice Beispiel",
    )  # fmt: skip
    assert states(offer) == {1: "superseded", 2: "published"}


def test_who_may_publish_saves_at_once(offer: Offer, alice: Actor):
    revision = actions.save_revision(
        by=alice, offer=offer, draft=change(offer, capacity="full"), base_number=1
    )
    assert revision.state == "published"
    assert fresh(offer).capacity == "full"
    assert states(offer) == {1: "superseded", 2: "published"}


def test_a_trusted_carrier_saves_at_once(offer: Offer, bob: Actor):
    offer.organisation.publishes_directly = True
    offer.organisation.save()
    actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="full"), base_number=1)
    assert fresh(offer).capacity == "full"


def test_a_draft_is_changed_directly_and_keeps_what_it_was(bob: Actor):
    new = actions.create_offer(by=bob, draft=draft(organisation=organisation(name="Zweiter Beispielverein")))
    actions.save_revision(by=bob, offer=new, draft=change(new, capacity="few"), base_number=1)
    assert fresh(new).capacity == "few"
    assert states(new) == {1: "superseded", 2: "published"}


def test_a_newer_proposal_takes_the_place_of_the_older(offer: Offer, bob: Actor):
    actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="few"), base_number=1)
    actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="full"), base_number=2)
    assert states(offer) == {1: "published", 2: "superseded", 3: "in_review"}


def test_the_second_of_two_editors_is_told(offer: Offer, alice: Actor, bob: Actor):
    actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="few"), base_number=1)

    with pytest.raises(EditConflict) as caught:
        actions.save_revision(by=alice, offer=offer, draft=change(offer, capacity="full"), base_number=1)

    conflict = caught.value
    assert (conflict.who, conflict.number) == ("Bob Beispiel", 2)
    assert (conflict.theirs["capacity"], conflict.base and conflict.base["capacity"]) == ("few", "unknown")
    assert states(offer) == {1: "published", 2: "in_review"}
    assert fresh(offer).capacity == "unknown"


def test_a_change_past_the_editor_is_noticed_too(offer: Offer, alice: Actor):
    importer = Actor(ActorKind.IMPORT, "Beispielimport")
    changed = replace(change(offer, capacity="few"), texts=(text(summary="Neu."),))
    actions.update_offer(by=importer, offer=offer, draft=changed)

    with pytest.raises(EditConflict) as caught:
        actions.save_revision(by=alice, offer=offer, draft=change(offer, capacity="full"), base_number=1)

    assert caught.value.who == "Beispielimport"
    assert caught.value.theirs["texts"][0]["summary"] == "Neu."


def test_saving_on_what_was_just_put_in_force_is_no_conflict(offer: Offer, alice: Actor, bob: Actor):
    revision = actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="few"), base_number=1)
    actions.publish_revision(by=alice, revision=revision)

    actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="full"), base_number=2)

    assert OfferRevision.objects.get(offer=offer, state="in_review").content["capacity"] == "full"


def test_a_reviewer_publishes_only_what_was_looked_at(offer: Offer, alice: Actor, bob: Actor):
    revision = actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="few"), base_number=1)
    actions.update_offer(
        by=Actor(ActorKind.IMPORT, "Beispielimport"), offer=offer, draft=change(offer, interpreting=True)
    )
    with pytest.raises(EditConflict):
        actions.publish_revision(by=alice, revision=revision, seen_number=2)


def test_a_rejected_revision_says_why(offer: Offer, alice: Actor, bob: Actor):
    revision = actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="few"), base_number=1)
    rejected = actions.reject_revision(by=alice, revision=revision, reason="Bitte am Telefon klären")
    assert (rejected.state, rejected.reason) == ("rejected", "Bitte am Telefon klären")
    assert fresh(offer).capacity == "unknown"
    for again in (actions.publish_revision, actions.discard_revision):
        with pytest.raises(WrongStateError):
            again(by=alice, revision=rejected)


def test_any_revision_can_be_restored(offer: Offer, alice: Actor):
    actions.save_revision(by=alice, offer=offer, draft=change(offer, capacity="full"), base_number=1)

    restored = actions.restore_revision(by=alice, offer=offer, number=1, base_number=2)

    assert (fresh(offer).capacity, restored.number) == ("unknown", 3)
    assert states(offer) == {1: "superseded", 2: "superseded", 3: "published"}


def test_translations_stay_when_a_revision_is_put_in_force(offer: Offer, alice: Actor):
    actions.set_offer_text(by=alice, offer=offer, text=text("ar"))
    changed = change(offer, texts=(text(summary="Neu."),))
    actions.save_revision(by=alice, offer=offer, draft=changed, base_number=1)
    assert {row.language for row in fresh(offer).texts.all()} == {"de", "ar"}


def test_what_is_typed_is_kept_for_each_person(offer: Offer, alice: Actor, bob: Actor):
    for typed in ("e", "ein", "ein Wort"):
        actions.keep_working(
            by=alice, centre=offer.centre, offer=offer, form_data={"title": [typed]}, base_number=1
        )
    actions.keep_working(by=bob, centre=offer.centre, offer=offer, form_data={"title": ["anders"]})

    kept = {row.author: row.form_data["title"] for row in OfferRevision.objects.filter(state="working")}
    assert kept == {"Alice Beispiel": ["ein Wort"], "Bob Beispiel": ["anders"]}
    assert fresh(offer).edition == 1

    actions.save_revision(by=alice, offer=offer, draft=change(offer, capacity="full"), base_number=1)
    assert [row.author for row in OfferRevision.objects.filter(state="working")] == ["Bob Beispiel"]


def test_a_new_offer_is_kept_before_it_exists(offer: Offer, alice: Actor):
    first = actions.keep_working(by=alice, centre=offer.centre, form_data={"title": ["Neu"]})
    second = actions.keep_working(by=alice, centre=offer.centre, form_data={"title": ["Neues"]})
    assert first.pk == second.pk
    actions.discard_revision(by=alice, revision=second)
    assert not OfferRevision.objects.filter(state="working").exists()


def test_submitting_work_uses_its_base(offer: Offer, bob: Actor):
    kept = actions.keep_working(
        by=bob, centre=offer.centre, offer=offer, form_data={"capacity": ["few"]}, base_number=1
    )
    revision = actions.submit_revision(by=bob, revision=kept, draft=change(offer, capacity="few"))
    assert (revision.pk, revision.state, revision.form_data) == (kept.pk, "in_review", None)


def test_taking_back_leaves_the_public_content(offer: Offer, bob: Actor):
    revision = actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="few"), base_number=1)
    actions.discard_revision(by=bob, revision=revision)
    assert states(offer) == {1: "published", 2: "superseded"}


def test_an_invalid_draft_writes_nothing(offer: Offer, alice: Actor):
    with pytest.raises(InvalidOfferError):
        actions.save_revision(by=alice, offer=offer, draft=change(offer, topics=()), base_number=1)
    assert fresh(offer).edition == 1
    assert not OfferRevision.objects.exists()


def test_an_archived_offer_takes_no_revision(offer: Offer, alice: Actor):
    changed = change(offer, capacity="full")
    actions.archive_offer(by=alice, offer=offer, reason="Beendet")
    with pytest.raises(WrongStateError):
        actions.save_revision(by=alice, offer=offer, draft=changed, base_number=1)


def test_saving_confirms_nothing_and_stands_in_the_audit(offer: Offer, bob: Actor):
    actions.save_revision(by=bob, offer=offer, draft=change(offer, capacity="few"), base_number=1)
    assert fresh(offer).last_confirmed_at is None
    entry = AuditEntry.objects.get(event="revision submitted")
    assert (entry.actor_name, entry.subject_id) == ("Bob Beispiel", str(offer.public_id))
    assert entry.at - dt.timedelta(minutes=1) < OfferRevision.objects.get(number=2).created_at


def test_letters_that_come_after_saving_are_left_out(offer: Offer, alice: Actor, bob: Actor):
    actions.save_revision(by=alice, offer=offer, draft=change(offer, capacity="full"), base_number=1)

    late = {"centre": offer.centre, "offer": fresh(offer), "form_data": {"title": ["spät"]}, "base_number": 1}
    assert actions.keep_working(by=alice, **late) is None
    assert actions.keep_working(by=bob, **late) is not None


def test_the_database_keeps_one_working_revision_per_person(offer: Offer, alice: Actor):
    actions.keep_working(by=alice, centre=offer.centre, form_data={"title": ["Neu"]})
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferRevision.objects.create(centre=offer.centre, author="Alice", author_user_id=alice.user_id)


def test_what_was_corrected_while_a_change_waited_stays(offer: Offer, alice: Actor, bob: Actor):
    revision = actions.save_revision(
        by=bob, offer=offer, draft=change(offer, email="neu@example.org"), base_number=1
    )
    actions.update_offer(by=alice, offer=offer, draft=change(offer, phone="+492214710123"))
    actions.set_offer_text(by=alice, offer=offer, text=text(summary="Richtig."))

    published = actions.publish_revision(by=alice, revision=revision, seen_number=fresh(offer).edition)

    row = fresh(offer)
    assert (row.email, row.phone) == ("neu@example.org", "+492214710123")
    assert row.texts.get(language="de").summary == "Richtig."
    assert published.content == snapshot(draft_of(row))


def test_the_same_field_changed_twice_is_a_conflict_that_names_it(offer: Offer, alice: Actor, bob: Actor):
    revision = actions.save_revision(
        by=bob, offer=offer, draft=change(offer, phone="+492214710111", capacity="few"), base_number=1
    )
    actions.update_offer(by=alice, offer=offer, draft=change(offer, phone="+492214710123"))

    with pytest.raises(EditConflict) as caught:
        actions.publish_revision(by=alice, revision=revision, seen_number=fresh(offer).edition)

    assert caught.value.fields == ("phone",)
    assert (fresh(offer).phone, fresh(offer).capacity) == ("+492214710123", "unknown")


def test_a_newer_proposal_does_not_take_back_what_was_corrected(offer: Offer, alice: Actor, bob: Actor):
    proposal = change(offer, email="neu@example.org")
    actions.save_revision(by=bob, offer=offer, draft=proposal, base_number=1)
    actions.update_offer(by=alice, offer=offer, draft=change(offer, phone="+492214710123"))
    second = actions.save_revision(
        by=bob, offer=offer, draft=replace(proposal, capacity="few"), base_number=fresh(offer).edition
    )

    actions.publish_revision(by=alice, revision=second)

    row = fresh(offer)
    assert (row.email, row.phone, row.capacity) == ("neu@example.org", "+492214710123", "few")


def test_a_carrier_cannot_read_what_is_typed_at_the_desk(offer: Offer, alice: Actor, bob: Actor):
    typed = {
        "centre": offer.centre,
        "offer": offer,
        "form_data": {"title": ["Halb getippt"]},
        "base_number": 1,
    }
    actions.keep_working(by=alice, **typed)

    with organisation_scope(offer.organisation):
        actions.keep_working(by=bob, organisation=offer.organisation, **typed)
        assert [row.author for row in OfferRevision.objects.all()] == ["Bob Beispiel"]

    saved = actions.save_revision(by=alice, offer=offer, draft=change(offer, capacity="few"), base_number=1)
    assert saved.organisation == offer.organisation


def test_without_an_account_nothing_is_kept_that_others_would_share(offer: Offer):
    for kind in (ActorKind.LINK, ActorKind.SYSTEM):
        with pytest.raises(ValueError, match="account"):
            actions.keep_working(
                by=Actor(kind, "Beispielverein"),
                centre=offer.centre,
                offer=offer,
                form_data={},
                base_number=1,
            )


def test_work_of_one_person_in_two_places_is_kept_apart(offer: Offer, alice: Actor):
    typed = {"by": alice, "centre": offer.centre, "offer": offer, "base_number": 1}
    actions.keep_working(form_data={"title": ["Träger"]}, organisation=offer.organisation, **typed)
    actions.keep_working(form_data={"title": ["Zentrum"]}, **typed)

    actions.save_revision(by=alice, offer=offer, draft=change(offer, capacity="few"), base_number=1)

    left = OfferRevision.objects.get(state="working")
    assert (left.organisation, left.form_data) == (offer.organisation, {"title": ["Träger"]})
