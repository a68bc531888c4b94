"""Filling the text memory from published texts, and filling texts from it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import connection
from django.db.models import F
from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.core.texts import TextStatus
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer, OfferText
from vielklang.offers.models.texts import PUBLIC_FIELDS
from vielklang.translations.actions.editing import save_draft
from vielklang.translations.enums import Quality
from vielklang.translations.memory import candidates, exact, known_of
from vielklang.translations.models import MemoryPassage, TranslationRecord
from vielklang.translations.passages import pairs, passage_hash
from vielklang.translations.works import Words, Work

_BATCH = 500
_UPSERT = """
INSERT INTO translations_memorypassage
    (source_language, source_hash, source, language, target, quality, used_count, origin, updated_at)
SELECT a, b, c, d, e, f, 0, g, %s FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::text[]) AS new(a, b, c, d, e, f, g)
ON CONFLICT (language, source_hash, source_language) DO UPDATE
    SET target = excluded.target, quality = excluded.quality, origin = excluded.origin,
        updated_at = excluded.updated_at
    WHERE (translations_memorypassage.target, translations_memorypassage.quality)
        IS DISTINCT FROM (excluded.target, excluded.quality)
        AND NOT (translations_memorypassage.quality = 'reviewed' AND excluded.quality = 'human')
"""


@action
def remember_offers(*, by: Actor, offer_ids: Iterable[int] | None = None) -> int:
    """Take the passages of published, up-to-date translations by people into the memory; None: of all offers.

    The same passage with the same translation stays as it is, a reviewed one is replaced by a reviewed one only.
    Returns how many passages were looked at. A few statements for every 500 offers.
    """
    count = 0
    for offers in _parts(offer_ids):
        found: dict[tuple[str, str, str], tuple[str, ...]] = {}
        for offer in offers:
            source = next((x for x in offer.texts.all() if x.language == offer.source_language), None)
            for text in offer.texts.all() if source else ():
                if _is_worth(offer, text):
                    for one, two in _pairs(source, text):
                        _prefer(found, offer, text, one, two)
        _upsert(list(found.values()))
        count += len(found)
    return count


@action
def fill_from_memory(
    *, by: Actor, work: Work, words: Words, version: str, edit_key: uuid.UUID | None
) -> tuple[TranslationRecord, int, int]:
    """Put all fields that the memory knows whole into the draft, where nothing is written yet or nothing was changed
    in a text that is behind.

    Returns the record and how many of the text's passages are known. Raises `EditConflictError`.
    """
    known = known_of(work)
    filled = {
        name: text
        for name, text in known.filled.items()
        if not words.get(name, "").strip() or (work.is_behind and words[name] == work.shown[name])
    }
    words = words | filled
    row = save_draft(by=by, work=work, words=words, version=version, edit_key=edit_key)
    used = exact(work.source_language, work.language, candidates({n: work.source[n] for n in filled}))
    MemoryPassage.objects.filter(pk__in=[passage.pk for passage in used.values()]).update(
        used_count=F("used_count") + 1
    )
    return row, known.known, known.total


def _parts(offer_ids: Iterable[int] | None) -> Iterable[list[Offer]]:
    rows = Offer.objects.filter(status=OfferStatus.PUBLISHED).order_by("pk")
    if offer_ids is not None:
        rows = rows.filter(pk__in=list(offer_ids))
    ids = list(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        part = Offer.objects.filter(pk__in=ids[start : start + _BATCH]).order_by("pk")
        yield list(part.select_related("centre").prefetch_related("texts"))


def _is_worth(offer: Offer, text: OfferText) -> bool:
    return (
        text.language != offer.source_language
        and text.status in (TextStatus.HUMAN, TextStatus.REVIEWED)
        and text.source_revision >= offer.content_revision
    )


def _pairs(source: OfferText | None, text: OfferText) -> Iterable[tuple[str, str]]:
    for name in PUBLIC_FIELDS:
        yield from pairs(getattr(source, name), getattr(text, name))


def _prefer(
    found: dict[tuple[str, str, str], tuple[str, ...]], offer: Offer, text: OfferText, one: str, two: str
) -> None:
    key = (text.language, passage_hash(one), offer.source_language)
    quality = Quality.REVIEWED if text.status == TextStatus.REVIEWED else Quality.HUMAN
    if key in found and found[key][5] == Quality.REVIEWED and quality == Quality.HUMAN:
        return
    found[key] = (key[2], key[1], one, key[0], two, quality.value, offer.centre.name)


def _upsert(rows: list[tuple[str, ...]]) -> None:
    if not rows:
        return
    rows.sort(
        key=lambda row: (row[3], row[1], row[0])
    )  # one order for all, so that two jobs do not lock each other
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [timezone.now(), *(list(column) for column in zip(*rows, strict=True))])
