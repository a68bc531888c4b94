"""Changes of many offers in few statements, for imports."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.offers.actions._common import BATCH, WrongStateError, announce_many, log
from vielklang.offers.actions.content import Progress, _replace_parts
from vielklang.offers.drafts import OfferDraft, TextDraft
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer, OfferText
from vielklang.offers.rows import TEXT, facts_of, text_row
from vielklang.offers.validation import check_draft, check_publishable

_PART = 250
_CONFIRMED = ("last_confirmed_at", "last_confirmed_by")
Change = tuple[int, OfferDraft]


@action
def update_offers(
    *, by: Actor, changes: Sequence[Change], now: dt.datetime | None = None, progress: Progress | None = None
) -> int:
    """`update_offer` for many, as (primary key, draft): all or nothing, one audit row, `offers_changed` once.

    The history keeps each changed value. Raises `InvalidOfferError` (with `position`), `WrongStateError`.
    """
    moment = now or timezone.now()
    for start in range(0, len(changes), _PART):
        part = changes[start : start + _PART]
        _update(by, part, start, moment)
        if progress:
            progress(start + len(part), len(changes))
    centres = {draft.centre.pk for _pk, draft in changes}
    record(by=by, event="offers updated", centre_id=min(centres, default=None), count=len(changes))
    announce_many(pk for pk, _draft in changes)
    log.info("offers updated", by=str(by), count=len(changes))
    return len(changes)


def _update(by: Actor, part: Sequence[Change], start: int, now: dt.datetime) -> None:
    ids = [pk for pk, _draft in part]
    offers = Offer.objects.select_for_update(of=("self",)).in_bulk(ids)
    stored: dict[int, dict[str, OfferText]] = defaultdict(dict)
    for text in OfferText.objects.filter(offer__in=ids):
        stored[text.offer_id][text.language] = text
    texts = []
    for position, (pk, draft) in enumerate(part, start=start):
        offer = offers[pk]
        if offer.status == OfferStatus.ARCHIVED:
            raise WrongStateError("cannot update an offer that is archived")
        check_draft(draft, position)
        if offer.status == OfferStatus.PUBLISHED:
            check_publishable(draft.source_text, position)
        for name, value in facts_of(draft).items():
            if name not in _CONFIRMED:
                setattr(offer, name, value)
        offer.edition += 1
        texts += _texts(by, offer, draft, stored[pk], now)
    _store(list(offers.values()), texts, part)
    _replace_parts([(offers[pk], draft) for pk, draft in part], now)


def _texts(
    by: Actor, offer: Offer, draft: OfferDraft, stored: dict[str, OfferText], now: dt.datetime
) -> list[OfferText]:
    """The texts to write, as `update_offer` does: the source first, because others are made from its revision."""
    found = []

    def is_source(text: TextDraft) -> bool:
        return text.language == offer.source_language

    for text in sorted(draft.texts, key=lambda text: not is_source(text)):
        new, old = text_row(offer, text, by, now), stored.get(text.language)
        is_same = old is not None and all(getattr(old, name) == getattr(new, name) for name in TEXT)
        if old is not None and is_same and (is_source(text) or old.source_revision == offer.content_revision):
            continue
        if old is not None and is_source(text):
            offer.content_revision += 1
            offer.title = new.title
            new.source_revision = offer.content_revision
        found.append(new)
    return found


def _store(offers: list[Offer], texts: list[OfferText], part: Sequence[Change]) -> None:
    """Insert … on conflict update: one statement for many rows with many columns."""
    names = {name for _pk, draft in part for name in facts_of(draft) if name not in _CONFIRMED}
    columns = sorted(names | {"title", "content_revision", "edition", "updated_at"})
    Offer.objects.bulk_create(
        offers, batch_size=BATCH, update_conflicts=True, update_fields=columns, unique_fields=["id"]
    )
    OfferText.objects.bulk_create(
        texts,
        batch_size=BATCH,
        update_conflicts=True,
        update_fields=[name for name in TEXT if name != "language"]
        + ["source_revision", "author", "updated_at"],
        unique_fields=["offer", "language"],
    )
