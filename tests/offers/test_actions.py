"""Every state × action pair, what actions change, what they refuse, and who hears of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.offers.factories import ALICE, draft, text
from vielklang.offers import actions
from vielklang.offers.actions import WrongStateError
from vielklang.offers.drafts import DateDraft, HoursDraft, PlaceDraft
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer, OfferOccurrence, OfferText
from vielklang.offers.rows import draft_of
from vielklang.offers.signals import offer_changed, offers_changed
from vielklang.offers.validation import InvalidOfferError

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)

ACTIONS: dict[str, Callable[[Offer], object]] = {
    "publish": lambda offer: actions.publish_offer(by=ALICE, offer=offer, now=NOW),
    "withdraw": lambda offer: actions.withdraw_offer(by=ALICE, offer=offer, now=NOW),
    "archive": lambda offer: actions.archive_offer(by=ALICE, offer=offer, now=NOW),
    "confirm": lambda offer: actions.confirm_offer(by=ALICE, offer=offer, now=NOW),
    "update": lambda offer: actions.update_offer(by=ALICE, offer=offer, draft=draft_of(offer), now=NOW),
    "set text": lambda offer: actions.set_offer_text(by=ALICE, offer=offer, text=text("en"), now=NOW),
}
SAME = "same"
RESULTS = {
    # action: state after it from draft, published, suspended, archived; None: refused
    "publish": (OfferStatus.PUBLISHED, None, OfferStatus.PUBLISHED, None),
    "withdraw": (None, OfferStatus.SUSPENDED, None, None),
    "archive": (OfferStatus.ARCHIVED, OfferStatus.ARCHIVED, OfferStatus.ARCHIVED, None),
    "confirm": (None, SAME, SAME, None),
    "update": (SAME, SAME, SAME, None),
    "set text": (SAME, SAME, SAME, None),
}


def in_state(status: OfferStatus) -> Offer:
    offer = actions.create_offer(by=ALICE, draft=draft(), now=NOW)
    if status in {OfferStatus.PUBLISHED, OfferStatus.SUSPENDED}:
        offer = actions.publish_offer(by=ALICE, offer=offer, now=NOW)
    if status == OfferStatus.SUSPENDED:
        offer = actions.withdraw_offer(by=ALICE, offer=offer, now=NOW)
    if status == OfferStatus.ARCHIVED:
        offer = actions.archive_offer(by=ALICE, offer=offer, now=NOW)
    return offer


@pytest.mark.parametrize("position", range(4), ids=[status.value for status in OfferStatus])
@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_in_every_state(action: str, position: int):
    before, after = list(OfferStatus)[position], RESULTS[action][position]
    offer = in_state(before)

    if after is None:
        with pytest.raises(WrongStateError, match=before.value):
            ACTIONS[action](offer)
        after = SAME
    else:
        ACTIONS[action](offer)

    offer.refresh_from_db()
    assert offer.status == (before if after == SAME else after)


def test_create_stores_all_parts():
    made = draft(
        phone="0221 4710 123",
        places=(PlaceDraft(name="Haus", town="Kleve", lat=51.8, lon=6.1),),
        hours=(HoursDraft(weekday=0, opens=dt.time(9), closes=dt.time(12), place=0),),
        texts=(text(), text("ar")),
    )

    offer = actions.create_offer(by=ALICE, draft=made)

    assert offer.phone == "+492214710123"
    assert offer.hours.get().place == offer.places.get()
    assert {row.language: row.author for row in offer.texts.all()} == {"de": ALICE.name, "ar": ALICE.name}
    assert not offer.is_example


def test_draft_of_is_the_draft_again():
    made = draft(
        phone="+492214710123",
        languages=("de", "fa"),
        places=(PlaceDraft(name="Haus", town="Kleve"), PlaceDraft(name="Hof", town="Goch")),
        hours=(HoursDraft(weekday=4, opens=dt.time(9), closes=dt.time(12), place=1),),
        dates=(DateDraft(starts_at=NOW, duration=dt.timedelta(hours=1), rrule="FREQ=WEEKLY"),),
    )
    offer = actions.create_offer(by=ALICE, draft=made)

    assert draft_of(Offer.objects.get(pk=offer.pk)) == made


def test_update_replaces_facts_and_keeps_state_confirmation_and_other_texts():
    offer = actions.create_offer(by=ALICE, draft=draft(texts=(text(), text("en"))))
    actions.publish_offer(by=ALICE, offer=offer)
    confirmed = actions.confirm_offer(by=ALICE, offer=offer, now=NOW)
    changed = replace(
        draft_of(confirmed), capacity="full", texts=(text(),), last_confirmed_at=None, last_confirmed_by=""
    )

    updated = actions.update_offer(by=ALICE, offer=confirmed, draft=changed)

    assert (updated.capacity, updated.status) == ("full", OfferStatus.PUBLISHED)
    assert updated.last_confirmed_at == NOW
    assert updated.texts.count() == 2


def test_update_recounts_dates():
    series = DateDraft(starts_at=NOW, duration=dt.timedelta(hours=1), rrule="FREQ=WEEKLY;COUNT=3")
    offer = actions.create_offer(by=ALICE, draft=draft(dates=(series,)), now=NOW)
    assert offer.occurrences.count() == 3

    actions.update_offer(by=ALICE, offer=offer, draft=replace(draft_of(offer), dates=()), now=NOW)

    assert offer.occurrences.count() == 0


def test_changed_source_text_leaves_translations_behind_until_set_again():
    offer = actions.create_offer(by=ALICE, draft=draft(texts=(text(), text("en"))))

    actions.set_offer_text(by=ALICE, offer=offer, text=text(summary="Neu."))
    offer.refresh_from_db()
    assert offer.content_revision == 2
    assert offer.texts.get(language="en").source_revision == 1

    actions.set_offer_text(by=ALICE, offer=offer, text=text("en"))
    assert offer.texts.get(language="en").source_revision == 2


def test_unchanged_source_text_is_no_new_revision():
    offer = actions.create_offer(by=ALICE, draft=draft())

    actions.set_offer_text(by=ALICE, offer=offer, text=text())

    offer.refresh_from_db()
    assert offer.content_revision == 1


@pytest.mark.parametrize("missing", ["summary", "description"])
def test_publish_needs_a_whole_source_text(missing: str):
    offer = actions.create_offer(by=ALICE, draft=draft(texts=(text(**{missing: ""}),)))

    with pytest.raises(InvalidOfferError, match=missing):
        actions.publish_offer(by=ALICE, offer=offer)


def test_a_public_offer_cannot_lose_its_source_text():
    offer = in_state(OfferStatus.PUBLISHED)

    with pytest.raises(InvalidOfferError, match="summary"):
        actions.set_offer_text(by=ALICE, offer=offer, text=text(summary=""))
    with pytest.raises(InvalidOfferError, match="draft"):
        actions.update_offer(by=ALICE, offer=offer, draft=draft(texts=(text(status="draft"),)))


def test_create_offers_is_all_or_nothing():
    with pytest.raises(InvalidOfferError) as caught:
        actions.create_offers(by=ALICE, drafts=[draft(), draft(topics=("astrology",))])

    assert caught.value.position == 1
    assert Offer.objects.count() == 0


def test_create_offers_equals_create_offer():
    made = draft(dates=(DateDraft(starts_at=NOW, duration=dt.timedelta(hours=1)),))

    one = actions.create_offer(by=ALICE, draft=made, now=NOW)
    many = actions.create_offers(by=ALICE, drafts=[made, made], now=NOW)

    assert [draft_of(offer) for offer in many] == [draft_of(one)] * 2
    assert OfferOccurrence.objects.count() == 3
    assert OfferText.objects.count() == 3


def test_listeners_hear_after_commit(django_capture_on_commit_callbacks):
    heard: list[object] = []

    def one(sender: object, offer_id: int, **kwargs: object) -> None:
        heard.append(offer_id)

    def many(sender: object, offer_ids: tuple[int, ...], **kwargs: object) -> None:
        heard.append(offer_ids)

    offer_changed.connect(one)
    offers_changed.connect(many)
    try:
        with django_capture_on_commit_callbacks() as callbacks:
            offer = actions.create_offer(by=ALICE, draft=draft())
            pair = actions.create_offers(by=ALICE, drafts=[draft(), draft()])
            assert heard == []
        for callback in callbacks:
            callback()
    finally:
        offer_changed.disconnect(one)
        offers_changed.disconnect(many)

    assert heard == [offer.pk, tuple(row.pk for row in pair)]


def test_refresh_moves_the_window_of_dates():
    series = DateDraft(starts_at=NOW, duration=dt.timedelta(hours=1), rrule="FREQ=WEEKLY", on_holidays=True)
    offer = actions.create_offer(by=ALICE, draft=draft(dates=(series,)), now=NOW)
    assert offer.occurrences.count() == 13

    later = NOW + dt.timedelta(days=365)
    actions.refresh_occurrences(by=ALICE, now=later)

    first = offer.occurrences.first()
    assert first is not None
    assert later <= first.ends_at <= later + dt.timedelta(days=7)
    assert offer.occurrences.count() == 13
