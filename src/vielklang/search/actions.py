"""Every write of the search: the index and the count of misses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.texts import TextStatus
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.search.indexing import REMOTE, Source, SourceText, write
from vielklang.search.models import SearchDocument, SearchMiss

log = structlog.get_logger("vielklang.search")

_BATCH = 200


def index_offers(
    *,
    by: Actor,
    offer_ids: Sequence[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Bring the index in step with these offers (`None`: all); one transaction per 200 offers, safe to repeat.

    Offers that are not published leave the index; unchanged ones are not touched. Returns how many were written.
    """
    published = Offer.objects.filter(status=OfferStatus.PUBLISHED)
    if offer_ids is not None:
        published = published.filter(pk__in=offer_ids)
    ids = list(published.order_by("pk").values_list("pk", flat=True))
    removed = _remove_others(offer_ids, ids)
    written = 0
    for start in range(0, len(ids), _BATCH):
        written += _index_batch(ids[start : start + _BATCH])
        if progress:
            progress(min(start + _BATCH, len(ids)), len(ids))
    if written > _BATCH:
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE search_searchdocument; ANALYZE search_searchpassage; ANALYZE search_searchsignature"
            )
    log.info("offers indexed", by=str(by), written=written, removed=removed, looked_at=len(ids))
    return written


@transaction.atomic
def count_miss(*, by: Actor, word: str, language: str, centre_id: int | None) -> None:
    """One more search for this word found nothing today."""
    miss, created = SearchMiss.objects.get_or_create(
        word=word[:80],
        language=language[:12],
        centre=Centre.objects.filter(pk=centre_id).first() if centre_id else None,
        day=timezone.localdate(),
    )
    if not created:
        SearchMiss.objects.filter(pk=miss.pk).update(count=F("count") + 1)


def source_of(offer: Offer) -> Source:
    """What the index shall hold about an offer with its texts, places and organisation loaded."""
    texts = [text for text in offer.texts.all() if text.status in TextStatus.shown()]
    texts.sort(
        key=lambda text: (text.language != "de", text.language != offer.source_language, text.language)
    )
    places = [place for place in offer.places.all() if place.lat is not None and place.lon is not None]
    towns = dict.fromkeys(place.town for place in places if place.town)
    return Source(
        texts=tuple(
            SourceText(t.language, t.title, f"{t.summary}\n{t.description}\n{t.conditions}".strip())
            for t in texts
        ),
        offer_id=offer.pk,
        centre_id=offer.centre_id,
        municipality_key=offer.municipality_id or "",
        points=tuple(value for place in places for value in (place.lat, place.lon) if value is not None),
        area=offer.area,
        is_remote=bool(REMOTE & set(offer.delivery)),
        topics=tuple(offer.topics),
        names=(offer.organisation.name, *towns),
    )


@transaction.atomic
def _index_batch(ids: Sequence[int]) -> int:
    rows = SearchDocument.objects.filter(offer_id__in=ids).values_list("offer_id", "fingerprint")
    known: dict[int | None, str] = dict(rows)
    return write([source for source in _sources(ids) if known.get(source.offer_id) != source.fingerprint()])


def _sources(ids: Sequence[int]) -> Iterator[Source]:
    offers = (
        Offer.objects.filter(pk__in=ids).select_related("organisation").prefetch_related("texts", "places")
    )
    for offer in offers.order_by("pk"):
        source = source_of(offer)
        if source.texts:
            yield source


def _remove_others(offer_ids: Sequence[int] | None, published: Sequence[int]) -> int:
    stale = SearchDocument.objects.filter(offer__isnull=False).exclude(offer_id__in=published)
    if offer_ids is not None:
        stale = stale.filter(offer_id__in=offer_ids)
    return stale.delete()[0]
