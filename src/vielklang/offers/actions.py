"""Every write to offers. Others hear of it through offers.signals, after the transaction has committed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import structlog
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.offers.drafts import OfferDraft, TextDraft
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import (
    HoursException,
    Offer,
    OfferDate,
    OfferOccurrence,
    OfferPlace,
    OfferText,
    OpeningHours,
)
from vielklang.offers.rows import TEXT, facts_of, place_rows, text_row, time_rows
from vielklang.offers.schedule import dates_after
from vielklang.offers.signals import offer_changed, offers_changed
from vielklang.offers.validation import (
    InvalidOfferError,
    Problem,
    check_draft,
    check_publishable,
    text_problems,
)

log = structlog.get_logger(__name__)

OCCURRENCES_AHEAD = dt.timedelta(days=90)
_BATCH = 1000

Progress = Callable[[int, int], None]
"""Called with (done, total) while many rows are written."""

_Row = TypeVar("_Row", bound=Model)


class WrongStateError(Exception):
    """The offer's state does not allow the action."""


@transaction.atomic
def create_offer(*, by: Actor, draft: OfferDraft, now: dt.datetime | None = None) -> Offer:
    """Store a checked draft; it is not public yet. Raises `InvalidOfferError`."""
    check_draft(draft)
    moment = now or timezone.now()
    offer = _insert(by, [draft], moment, publish=False)[0]
    _done(by, "offer created", offer)
    return offer


@transaction.atomic
def create_offers(
    *,
    by: Actor,
    drafts: Sequence[OfferDraft],
    publish: bool = False,
    now: dt.datetime | None = None,
    progress: Progress | None = None,
) -> list[Offer]:
    """Store many drafts, checked like one, in few statements; with `publish` they are public at once.

    All or nothing: raises `InvalidOfferError` (with `position`) for the first wrong draft.
    Sends `offers_changed` once.
    """
    moment = now or timezone.now()
    for position, draft in enumerate(drafts):
        check_draft(draft, position)
        if publish:
            check_publishable(draft.source_text, position)
    offers: list[Offer] = []
    for start in range(0, len(drafts), _BATCH // 4):
        part = drafts[start : start + _BATCH // 4]
        offers += _insert(by, part, moment, publish=publish)
        if progress:
            progress(len(offers), len(drafts))
    _announce_many(offer.pk for offer in offers)
    log.info("offers created", by=str(by), count=len(offers))
    return offers


@transaction.atomic
def update_offer(*, by: Actor, offer: Offer, draft: OfferDraft, now: dt.datetime | None = None) -> Offer:
    """Replace facts, places and times by the draft (`rows.draft_of`) and write texts that differ.

    Texts of languages that the draft does not name stay. State and confirmation are not touched.
    Raises `InvalidOfferError`, `WrongStateError`.
    """
    check_draft(draft)
    moment = now or timezone.now()
    row = _locked(offer, but=(OfferStatus.ARCHIVED,), action="update")
    if row.status == OfferStatus.PUBLISHED:
        check_publishable(draft.source_text)
    confirmed = {"last_confirmed_at": row.last_confirmed_at, "last_confirmed_by": row.last_confirmed_by}
    for field, value in (facts_of(draft) | confirmed).items():
        setattr(row, field, value)
    row.save()
    _replace_parts([(row, draft)], moment)
    for text in sorted(draft.texts, key=lambda text: text.language != draft.source_language):
        _write_text(by, row, text, moment)
    _done(by, "offer updated", row)
    return row


@transaction.atomic
def set_offer_text(*, by: Actor, offer: Offer, text: TextDraft, now: dt.datetime | None = None) -> OfferText:
    """Write the text of one language. A changed source text leaves the others behind until they are set.

    Raises `InvalidOfferError`, `WrongStateError`.
    """
    if problems := [Problem(field, reason) for field, reason in text_problems(text)]:
        raise InvalidOfferError(problems)
    row = _locked(offer, but=(OfferStatus.ARCHIVED,), action="set the text of")
    if text.language == row.source_language and row.status == OfferStatus.PUBLISHED:
        check_publishable(text)
    written = _write_text(by, row, text, now or timezone.now())
    _done(by, "offer text set", row, language=text.language)
    return written


@transaction.atomic
def publish_offer(*, by: Actor, offer: Offer, now: dt.datetime | None = None) -> Offer:
    """Make a draft or suspended offer public; needs title, summary and description in the source language.

    Raises `InvalidOfferError`, `WrongStateError`.
    """
    row = _locked(offer, OfferStatus.DRAFT, OfferStatus.SUSPENDED, action="publish")
    check_publishable(row.texts.filter(language=row.source_language).first())
    row.status, row.published_at, row.suspended_at = OfferStatus.PUBLISHED, now or timezone.now(), None
    return _save_state(by, row, "offer published")


@transaction.atomic
def withdraw_offer(*, by: Actor, offer: Offer, now: dt.datetime | None = None) -> Offer:
    """Take a public offer off the guide for now; it can be published again. Raises `WrongStateError`."""
    row = _locked(offer, OfferStatus.PUBLISHED, action="withdraw")
    row.status, row.suspended_at = OfferStatus.SUSPENDED, now or timezone.now()
    return _save_state(by, row, "offer withdrawn")


@transaction.atomic
def archive_offer(*, by: Actor, offer: Offer, now: dt.datetime | None = None) -> Offer:
    """Close an offer for good; it stays for the record and cannot be changed. Raises `WrongStateError`."""
    row = _locked(offer, but=(OfferStatus.ARCHIVED,), action="archive")
    row.status, row.suspended_at, row.archived_at = OfferStatus.ARCHIVED, None, now or timezone.now()
    return _save_state(by, row, "offer archived")


@transaction.atomic
def confirm_offer(*, by: Actor, offer: Offer, now: dt.datetime | None = None) -> Offer:
    """Somebody says that all is still true; nothing else changes. Raises `WrongStateError`."""
    row = _locked(offer, OfferStatus.PUBLISHED, OfferStatus.SUSPENDED, action="confirm")
    row.last_confirmed_at, row.last_confirmed_by = now or timezone.now(), str(by)
    return _save_state(by, row, "offer confirmed")


@transaction.atomic
def remove_example_offers(*, by: Actor) -> int:
    """Delete example offers, all of them; real offers are archived, never deleted. Returns how many."""
    ids = tuple(Offer.objects.filter(is_example=True).values_list("pk", flat=True))
    Offer.objects.filter(pk__in=ids).delete()
    _announce_many(ids)
    log.info("example offers removed", by=str(by), count=len(ids))
    return len(ids)


@transaction.atomic
def refresh_occurrences(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Count out the dates of the next 90 days anew, of all offers. Returns how many dates there are."""
    moment = now or timezone.now()
    offers = Offer.objects.filter(dates__isnull=False).distinct().prefetch_related("dates", "exceptions")
    OfferOccurrence.objects.all().delete()
    count = sum(_count_out(list(part), moment) for part in _parts(offers.order_by("pk")))
    log.info("occurrences refreshed", by=str(by), count=count)
    return count


def _insert(by: Actor, drafts: Sequence[OfferDraft], now: dt.datetime, *, publish: bool) -> list[Offer]:
    state = {"status": OfferStatus.PUBLISHED, "published_at": now} if publish else {}
    rows = [Offer(**facts_of(draft), **state) for draft in drafts]
    offers = _bulk(Offer, rows)
    pairs = list(zip(offers, drafts, strict=True))
    _bulk(OfferText, [text_row(offer, text, by, now) for offer, draft in pairs for text in draft.texts])
    _insert_parts(pairs, now)
    return offers


def _insert_parts(pairs: Sequence[tuple[Offer, OfferDraft]], now: dt.datetime) -> None:
    places = _bulk(OfferPlace, [row for offer, draft in pairs for row in place_rows(offer, draft)])
    by_offer: dict[int, list[OfferPlace]] = {offer.pk: [] for offer, _ in pairs}
    for place in places:
        by_offer[place.offer_id].append(place)
    times = [row for offer, draft in pairs for row in time_rows(offer, draft, by_offer[offer.pk])]
    for model in (OpeningHours, HoursException, OfferDate):
        _bulk(model, [row for row in times if isinstance(row, model)])
    dated = [offer.pk for offer, draft in pairs if draft.dates]
    if dated:
        _count_out(list(Offer.objects.filter(pk__in=dated).prefetch_related("dates", "exceptions")), now)


def _replace_parts(pairs: Sequence[tuple[Offer, OfferDraft]], now: dt.datetime) -> None:
    ids = [offer.pk for offer, _ in pairs]
    for model in (OpeningHours, HoursException, OfferDate, OfferOccurrence, OfferPlace):
        model._default_manager.filter(offer__in=ids).delete()
    _insert_parts(pairs, now)


def _count_out(offers: Sequence[Offer], now: dt.datetime) -> int:
    rows = []
    for offer in offers:
        for span in dates_after(offer, now):
            if span.starts_at > now + OCCURRENCES_AHEAD:
                break
            rows.append(OfferOccurrence(offer=offer, starts_at=span.starts_at, ends_at=span.ends_at))
    return len(_bulk(OfferOccurrence, rows))


def _write_text(by: Actor, offer: Offer, text: TextDraft, now: dt.datetime) -> OfferText:
    """Store a text unless nothing changed; `offer` is locked."""
    stored = offer.texts.filter(language=text.language).first()
    is_source = text.language == offer.source_language
    new = text_row(offer, text, by, now)
    if stored is not None:
        if all(getattr(stored, name) == getattr(new, name) for name in TEXT) and (
            is_source or stored.source_revision == offer.content_revision
        ):
            return stored
        new.pk = stored.pk
        if is_source:
            offer.content_revision += 1
            offer.save(update_fields=["content_revision", "updated_at"])
            new.source_revision = offer.content_revision
    new.save()
    return new


def _locked(offer: Offer, *states: OfferStatus, but: Sequence[OfferStatus] = (), action: str) -> Offer:
    row = Offer.objects.select_for_update().get(pk=offer.pk)
    if row.status in but or (states and row.status not in states):
        raise WrongStateError(f"cannot {action} an offer that is {row.status}")
    return row


def _save_state(by: Actor, offer: Offer, event: str) -> Offer:
    offer.save()
    _done(by, event, offer)
    return offer


def _done(by: Actor, event: str, offer: Offer, **details: str) -> None:
    log.info(event, by=str(by), offer=str(offer.public_id), **details)
    offer_id = offer.pk
    transaction.on_commit(lambda: offer_changed.send(sender=Offer, offer_id=offer_id))


def _announce_many(ids: Iterable[int]) -> None:
    offer_ids = tuple(ids)
    transaction.on_commit(lambda: offers_changed.send(sender=Offer, offer_ids=offer_ids))


def _bulk(model: type[_Row], rows: Sequence[_Row]) -> list[_Row]:
    return model._default_manager.bulk_create(rows, batch_size=_BATCH)


def _parts(offers: Iterable[Offer], size: int = 500) -> Iterable[Sequence[Offer]]:
    rows = list(offers)
    return (rows[start : start + size] for start in range(0, len(rows), size))
