"""When an offer is due again, and that only a person's confirmation says "last confirmed"."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.offers.factories import ALICE, draft
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.offers import actions
from vielklang.offers.models import Offer
from vielklang.offers.rows import draft_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
IMPORT = Actor(ActorKind.IMPORT, "Beispielimport")


def published(**values: object) -> Offer:
    return actions.publish_offer(
        by=ALICE, offer=actions.create_offer(by=ALICE, draft=draft(**values)), now=NOW
    )


def test_publication_sets_the_day_once_and_confirms_nothing():
    offer = published()
    assert offer.confirm_due_on == dt.date(2027, 5, 23)
    assert offer.last_confirmed_at is None

    actions.suspend_offer(by=ALICE, offer=offer, reason="Umbau")
    again = actions.publish_offer(by=ALICE, offer=offer, now=NOW + dt.timedelta(days=90))
    assert again.confirm_due_on == dt.date(2027, 5, 23)


@pytest.mark.parametrize(("months", "due"), [(1, "2026-12-23"), (3, "2027-02-23"), (12, "2027-11-23")])
def test_confirmation_moves_the_day_by_the_interval(months: int, due: str):
    offer = actions.set_confirmation_rules(by=ALICE, offer=published(), confirm_every=months)
    confirmed = actions.confirm_offer(by=ALICE, offer=offer, by_carrier=True, now=NOW)
    assert str(confirmed.confirm_due_on) == due
    assert (confirmed.last_confirmed_at, confirmed.last_confirmed_by) == (NOW, ALICE.name)
    assert confirmed.confirmed_by_carrier


def test_the_end_of_a_month_stays_within_it():
    offer = actions.set_confirmation_rules(by=ALICE, offer=published(), confirm_every=3)
    confirmed = actions.confirm_offer(by=ALICE, offer=offer, now=dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC))
    assert confirmed.confirm_due_on == dt.date(2027, 2, 28)


def test_nobody_is_asked_in_a_pause():
    offer = actions.set_confirmation_rules(
        by=ALICE,
        offer=published(),
        confirm_every=6,
        pause_from=dt.date(2027, 5, 1),
        pause_until=dt.date(2027, 8, 31),
    )
    assert offer.confirm_due_on == dt.date(2027, 9, 1)


@pytest.mark.parametrize(("first", "last"), [("2027-05-01", None), ("2027-05-02", "2027-05-01")])
def test_a_pause_has_two_ends_in_order(first: str, last: str | None):
    with pytest.raises(ValueError, match="first and a last day"):
        actions.set_confirmation_rules(
            by=ALICE,
            offer=published(),
            confirm_every=6,
            pause_from=dt.date.fromisoformat(first),
            pause_until=dt.date.fromisoformat(last) if last else None,
        )


def test_an_import_confirms_nothing():
    made = draft(last_confirmed_at=NOW, last_confirmed_by="Anderes Verzeichnis")
    offer = actions.create_offers(by=IMPORT, drafts=[made], publish=True, now=NOW)[0]
    assert (offer.last_confirmed_at, offer.last_confirmed_by) == (None, "")
    assert offer.confirm_due_on == dt.date(2027, 5, 23)

    actions.confirm_offer(by=ALICE, offer=offer, now=NOW)
    later = replace(draft_of(offer), last_confirmed_at=NOW + dt.timedelta(days=9), last_confirmed_by="Import")
    assert actions.update_offer(by=IMPORT, offer=offer, draft=later).last_confirmed_at == NOW


def test_an_empty_save_confirms_nothing():
    offer = published()
    saved = actions.update_offer(by=ALICE, offer=offer, draft=draft_of(offer))
    assert saved.last_confirmed_at is None
    assert saved.confirm_due_on == offer.confirm_due_on


@pytest.mark.parametrize("kind", [ActorKind.SYSTEM, ActorKind.IMPORT, ActorKind.READER])
def test_only_people_confirm(kind: ActorKind):
    offer = published()
    with pytest.raises(ValueError, match="only people"):
        actions.confirm_offer(by=Actor(kind, "Vielklang"), offer=offer, now=NOW)
    assert Offer.objects.get(pk=offer.pk).last_confirmed_at is None


def test_examples_are_confirmed_by_whom_the_example_names():
    offer = actions.create_offers(by=SYSTEM, drafts=[draft(example_type="debt")], publish=True, now=NOW)[0]
    assert actions.confirm_offer(by=SYSTEM, offer=offer, now=NOW).last_confirmed_at == NOW


@pytest.mark.parametrize("example_type", ["", "debt"])
def test_a_draft_confirms_nothing_but_examples(example_type: str):
    made = draft(last_confirmed_at=NOW, last_confirmed_by="Beispielverein", example_type=example_type)
    created = actions.create_offer(by=ALICE, draft=made, now=NOW)
    many = actions.create_offers(by=ALICE, drafts=[made], publish=True, now=NOW)
    assert {offer.last_confirmed_at for offer in (created, *many)} == {NOW if example_type else None}
