"""An offer's content: creating, changing, its texts. Others hear of it through offers.signals."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from django.utils import timezone

from vielklang.core.actor import Actor, ActorKind
from vielklang.core.audit import action, record
from vielklang.offers.actions._common import announce_many, bulk, done, locked, log, next_edition
from vielklang.offers.confirming import due_after
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
from vielklang.offers.validation import (
    InvalidOfferError,
    Problem,
    check_draft,
    check_publishable,
    text_problems,
)

OCCURRENCES_AHEAD = dt.timedelta(days=90)
_PART = 250

Progress = Callable[[int, int], None]
"""Called with (done, total) while many rows are written."""


@action
def create_offer(*, by: Actor, draft: OfferDraft, now: dt.datetime | None = None) -> Offer:
    """Store a checked draft; it is not public yet. Only examples come confirmed. Raises `InvalidOfferError`."""
    check_draft(draft)
    moment = now or timezone.now()
    offer = _insert(by, [draft], moment, publish=False)[0]
    done(by, "offer created", offer)
    return offer


@action
def create_offers(
    *,
    by: Actor,
    drafts: Sequence[OfferDraft],
    publish: bool = False,
    now: dt.datetime | None = None,
    progress: Progress | None = None,
) -> list[Offer]:
    """Store many drafts, checked like one, in few statements; with `publish` they are public at once.

    All or nothing: raises `InvalidOfferError` (with `position`) for the first wrong draft. Nothing is confirmed
    by that: what drafts say of it is left out, but for examples. Sends `offers_changed` once; one audit row per centre.
    """
    moment = now or timezone.now()
    for position, draft in enumerate(drafts):
        check_draft(draft, position)
        if publish:
            check_publishable(draft.source_text, position)
    offers: list[Offer] = []
    for start in range(0, len(drafts), _PART):
        part = drafts[start : start + _PART]
        offers += _insert(by, part, moment, publish=publish)
        if progress:
            progress(len(offers), len(drafts))
    announce_many(offer.pk for offer in offers)
    for centre_id, count in sorted(Counter(offer.centre_id for offer in offers).items()):
        record(by=by, event="offers created", centre_id=centre_id, count=count, published=publish)
    log.info("offers created", by=str(by), count=len(offers))
    return offers


@action
def update_offer(*, by: Actor, offer: Offer, draft: OfferDraft, now: dt.datetime | None = None) -> Offer:
    """Replace facts, places and times by the draft (`rows.draft_of`) and write texts that differ.

    Texts of languages that the draft does not name stay. State and confirmation are not touched. Readers see
    the change at once: people's changes come as a revision (`save_revision`), which calls this.
    Raises `InvalidOfferError`, `WrongStateError`.
    """
    check_draft(draft)
    moment = now or timezone.now()
    row = locked(offer, but=(OfferStatus.ARCHIVED,), action="update")
    if row.status == OfferStatus.PUBLISHED:
        check_publishable(draft.source_text)
    next_edition(row)
    confirmed = {"last_confirmed_at": row.last_confirmed_at, "last_confirmed_by": row.last_confirmed_by}
    for field, value in (facts_of(draft) | confirmed).items():
        setattr(row, field, value)
    row.save()
    _replace_parts([(row, draft)], moment)
    for text in sorted(draft.texts, key=lambda text: text.language != draft.source_language):
        _write_text(by, row, text, moment)
    done(by, "offer updated", row)
    return row


@action
def set_offer_text(*, by: Actor, offer: Offer, text: TextDraft, now: dt.datetime | None = None) -> OfferText:
    """Write the text of one language. A changed source text leaves the others behind until they are set.

    Raises `InvalidOfferError`, `WrongStateError`.
    """
    if problems := [Problem(field, reason) for field, reason in text_problems(text)]:
        raise InvalidOfferError(problems)
    row = locked(offer, but=(OfferStatus.ARCHIVED,), action="set the text of")
    if text.language == row.source_language and row.status == OfferStatus.PUBLISHED:
        check_publishable(text)
    if text.language == row.source_language:
        next_edition(row)
    written = _write_text(by, row, text, now or timezone.now())
    done(by, "offer text set", row, language=text.language)
    return written


def _insert(by: Actor, drafts: Sequence[OfferDraft], now: dt.datetime, *, publish: bool) -> list[Offer]:
    drafts = [
        draft if draft.example_type and by.kind != ActorKind.IMPORT else _unconfirmed(draft)
        for draft in drafts
    ]
    state = {"status": OfferStatus.PUBLISHED, "published_at": now} if publish else {}
    rows = [Offer(**facts_of(draft), **state) for draft in drafts]
    for row in rows if publish else ():
        row.confirm_due_on = due_after(row, row.last_confirmed_at or now)
    offers = bulk(Offer, rows)
    pairs = list(zip(offers, drafts, strict=True))
    bulk(OfferText, [text_row(offer, text, by, now) for offer, draft in pairs for text in draft.texts])
    _insert_parts(pairs, now)
    return offers


def _unconfirmed(draft: OfferDraft) -> OfferDraft:
    return replace(draft, last_confirmed_at=None, last_confirmed_by="")


def _insert_parts(pairs: Sequence[tuple[Offer, OfferDraft]], now: dt.datetime) -> None:
    places = bulk(OfferPlace, [row for offer, draft in pairs for row in place_rows(offer, draft)])
    by_offer: dict[int, list[OfferPlace]] = {offer.pk: [] for offer, _ in pairs}
    for place in places:
        by_offer[place.offer_id].append(place)
    times = [row for offer, draft in pairs for row in time_rows(offer, draft, by_offer[offer.pk])]
    for model in (OpeningHours, HoursException, OfferDate):
        bulk(model, [row for row in times if isinstance(row, model)])
    dated = [offer.pk for offer, draft in pairs if draft.dates]
    if dated:
        count_out(list(Offer.objects.filter(pk__in=dated).prefetch_related("dates", "exceptions")), now)


def _replace_parts(pairs: Sequence[tuple[Offer, OfferDraft]], now: dt.datetime) -> None:
    ids = [offer.pk for offer, _ in pairs]
    for model in (OpeningHours, HoursException, OfferDate, OfferOccurrence, OfferPlace):
        model._default_manager.filter(offer__in=ids).delete()
    _insert_parts(pairs, now)


def count_out(offers: Sequence[Offer], now: dt.datetime) -> int:
    rows = []
    for offer in offers:
        for span in dates_after(offer, now):
            if span.starts_at > now + OCCURRENCES_AHEAD:
                break
            rows.append(OfferOccurrence(offer=offer, starts_at=span.starts_at, ends_at=span.ends_at))
    return len(bulk(OfferOccurrence, rows))


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
            offer.content_revision, offer.title = offer.content_revision + 1, new.title
            offer.save(update_fields=["content_revision", "title", "updated_at"])
            new.source_revision = offer.content_revision
    new.save()
    return new


def parts(offers: Iterable[Offer], size: int = 500) -> Iterable[Sequence[Offer]]:
    rows = list(offers)
    return (rows[start : start + size] for start in range(0, len(rows), size))
