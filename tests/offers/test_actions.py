"""Every state × action pair, what actions change, what they refuse, and who hears of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.apps import apps

from tests.offers.factories import ALICE, draft, text
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.offers import actions
from vielklang.offers.actions import WrongStateError
from vielklang.offers.drafts import DateDraft, HoursDraft, PlaceDraft
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer, OfferOccurrence, OfferText
from vielklang.offers.rows import draft_of
from vielklang.offers.signals import offer_changed, offers_changed
from vielklang.offers.validation import InvalidOfferError

pytestmark = pytest.mark.django_db
OfferEvent = apps.get_model("offers", "OfferEvent")
OfferTextEvent = apps.get_model("offers", "OfferTextEvent")
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)

ACTIONS: dict[str, Callable[[Offer], object]] = {
    "submit": lambda offer: actions.submit_offer(by=ALICE, offer=offer),
    "return": lambda offer: actions.return_offer(by=ALICE, offer=offer, reason="Bitte Zeiten ergänzen."),
    "publish": lambda offer: actions.publish_offer(by=ALICE, offer=offer, now=NOW),
    "suspend": lambda offer: actions.suspend_offer(by=ALICE, offer=offer, reason="Umbau", now=NOW),
    "archive": lambda offer: actions.archive_offer(by=ALICE, offer=offer, reason="Beendet", now=NOW),
    "reopen": lambda offer: actions.reopen_offer(by=ALICE, offer=offer),
    "confirm": lambda offer: actions.confirm_offer(by=ALICE, offer=offer, now=NOW),
    "set rules": lambda offer: actions.set_confirmation_rules(by=ALICE, offer=offer, confirm_every=3),
    "update": lambda offer: actions.update_offer(by=ALICE, offer=offer, draft=draft_of(offer), now=NOW),
    "set text": lambda offer: actions.set_offer_text(by=ALICE, offer=offer, text=text("en"), now=NOW),
}
SAME = "same"
S = OfferStatus
RESULTS = {
    # action: state after it from draft, in review, published, suspended, archived; None: refused
    "submit": (S.IN_REVIEW, None, None, None, None),
    "return": (None, S.DRAFT, None, None, None),
    "publish": (S.PUBLISHED, S.PUBLISHED, None, S.PUBLISHED, None),
    "suspend": (None, None, S.SUSPENDED, None, None),
    "archive": (S.ARCHIVED, S.ARCHIVED, S.ARCHIVED, S.ARCHIVED, None),
    "reopen": (None, None, None, None, S.DRAFT),
    "confirm": (None, None, SAME, SAME, None),
    "set rules": (SAME, SAME, SAME, SAME, None),
    "update": (SAME, SAME, SAME, SAME, None),
    "set text": (SAME, SAME, SAME, SAME, None),
}


def in_state(status: OfferStatus) -> Offer:
    offer = actions.create_offer(by=ALICE, draft=draft(), now=NOW)
    if status in {S.PUBLISHED, S.SUSPENDED}:
        offer = actions.publish_offer(by=ALICE, offer=offer, now=NOW)
    if status == S.IN_REVIEW:
        offer = actions.submit_offer(by=ALICE, offer=offer)
    if status == S.SUSPENDED:
        offer = actions.suspend_offer(by=ALICE, offer=offer, reason="Umbau", now=NOW)
    if status == S.ARCHIVED:
        offer = actions.archive_offer(by=ALICE, offer=offer, reason="Beendet", now=NOW)
    return offer


@pytest.mark.parametrize("before", list(OfferStatus))
@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_in_every_state(action: str, before: OfferStatus):
    after = RESULTS[action][list(OfferStatus).index(before)]
    offer = in_state(before)

    if after is None:
        with pytest.raises(WrongStateError, match=before.value):
            ACTIONS[action](offer)
        after = SAME
    else:
        ACTIONS[action](offer)

    offer.refresh_from_db()
    assert offer.status == (before if after == SAME else after)


@pytest.mark.parametrize("before", list(OfferStatus))
@pytest.mark.parametrize("action", ["publish", "suspend", "archive", "confirm", "submit"])
def test_what_was_done_can_be_put_back(action: str, before: OfferStatus):
    if RESULTS[action][list(OfferStatus).index(before)] is None:
        return
    offer = in_state(before)
    before_step, after_step = step(offer, action)

    back = actions.put_back_offer(by=ALICE, offer=offer, before=before_step, after=after_step)

    assert actions.state_of(back) == before_step


def test_nobody_writes_a_state_past_the_transitions():
    offer = in_state(S.DRAFT)
    with pytest.raises(AttributeError, match="status"):
        offer.status = S.PUBLISHED


def test_every_action_is_in_the_audit_with_its_reason():
    offer = in_state(S.PUBLISHED)
    actions.suspend_offer(by=ALICE, offer=offer, reason="  Umbau bis Mai ", now=NOW)

    with centre_scope(offer.centre):
        rows = list(AuditEntry.objects.filter(subject_id=str(offer.public_id)).order_by("at"))

    assert [row.event for row in rows] == ["offer created", "offer published", "offer suspended"]
    assert rows[-1].details == {"reason": "Umbau bis Mai"}
    assert (rows[-1].actor_name, rows[-1].subject_label) == (ALICE.name, "Titel de")


def test_reasons_are_kept_and_fall_away_with_what_they_explain():
    offer = in_state(S.SUSPENDED)
    assert offer.status_reason == "Umbau"
    assert actions.publish_offer(by=ALICE, offer=offer).status_reason == ""
    gone = actions.archive_offer(by=ALICE, offer=offer, reason="Gibt es nicht mehr", is_gone=True)
    assert (gone.status_reason, gone.is_gone) == ("Gibt es nicht mehr", True)
    again = actions.reopen_offer(by=ALICE, offer=gone)
    assert (again.status_reason, again.is_gone, again.published_at) == ("", False, None)


def test_history_keeps_what_a_row_was_before():
    offer = in_state(S.PUBLISHED)
    actions.set_offer_text(by=ALICE, offer=offer, text=text(summary="Neu."))
    actions.suspend_offer(by=ALICE, offer=offer, reason="Umbau")

    with centre_scope(offer.centre):
        states = list(
            OfferEvent.objects.filter(pgh_obj_id=offer.pk).values_list("status", "pgh_context__action")
        )
        words = OfferTextEvent.objects.get(offer_id=offer.pk)

    assert ("published", "offers.suspend_offer") in states
    assert (words.summary, words.pgh_context["actor"]) == ("Kurz gesagt.", ALICE.name)


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


def step(offer: Offer, action: str) -> tuple[actions.OfferState, actions.OfferState]:
    before = actions.state_of(Offer.objects.get(pk=offer.pk))
    ACTIONS[action](offer)
    return before, actions.state_of(Offer.objects.get(pk=offer.pk))


def test_putting_back_leaves_a_later_confirmation():
    offer = in_state(S.PUBLISHED)
    before, after = step(offer, "suspend")
    later = actions.confirm_offer(by=ALICE, offer=offer, now=NOW + dt.timedelta(days=1))

    back = actions.put_back_offer(by=ALICE, offer=offer, before=before, after=after)

    assert (back.status, back.status_reason) == (S.PUBLISHED, "")
    assert (back.last_confirmed_at, back.confirm_due_on) == (later.last_confirmed_at, later.confirm_due_on)


@pytest.mark.parametrize(("action", "then"), [("confirm", "confirm"), ("suspend", "publish")])
def test_what_somebody_did_since_is_not_put_back(action: str, then: str):
    offer = in_state(S.PUBLISHED)
    before, after = step(offer, action)
    if then == "confirm":
        actions.confirm_offer(by=ALICE, offer=offer, now=NOW + dt.timedelta(days=1))
    else:
        ACTIONS[then](offer)
    now = actions.state_of(Offer.objects.get(pk=offer.pk))

    with pytest.raises(WrongStateError):
        actions.put_back_offer(by=ALICE, offer=offer, before=before, after=after)

    assert actions.state_of(Offer.objects.get(pk=offer.pk)) == now


def test_putting_back_publishes_no_text_that_is_not_whole():
    offer = in_state(S.PUBLISHED)
    before, after = step(offer, "suspend")
    actions.set_offer_text(by=ALICE, offer=offer, text=text(summary=""))

    with pytest.raises(InvalidOfferError):
        actions.put_back_offer(by=ALICE, offer=offer, before=before, after=after)

    assert Offer.objects.get(pk=offer.pk).status == S.SUSPENDED
