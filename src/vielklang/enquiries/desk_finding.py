"""Offers for an answer, found by the guide's own search."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from vielklang.centres.models import Centre
from vielklang.enquiries.queries import offers_to_name
from vielklang.offers.models import Offer
from vielklang.search.queries import SearchRequest, SearchUnavailable, search_offers

MOST_HITS = 8


@dataclass(frozen=True)
class Found:
    """`chosen` are ticked already; `is_broken`: the search cannot run now, which is not "nothing found"."""

    hits: Sequence[Offer] = ()
    chosen: Sequence[Offer] = ()
    looked: str | None = None
    is_broken: bool = False


def find_offers(text: str | None, chosen: Sequence[uuid.UUID], centre: Centre) -> Found:
    """Hits for `text` (None: nobody looked) that are not chosen yet, and what is chosen."""
    kept = offers_to_name(chosen)
    if text is None or not text.strip():
        return Found((), kept, text)
    try:
        response = search_offers(
            SearchRequest(text=text[:200], language="de", centre_id=centre.pk, page_size=MOST_HITS)
        )
    except SearchUnavailable:
        return Found((), kept, text, is_broken=True)
    ids = [uuid.UUID(row.public_id) for row in response.results]
    return Found(offers_to_name([key for key in ids if key not in set(chosen)]), kept, text)
