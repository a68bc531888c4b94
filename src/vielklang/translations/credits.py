"""What readers are told about where an offer's text comes from: translator and source, for the guide."""

from __future__ import annotations

from dataclasses import dataclass

from vielklang.core.texts import TextStatus
from vielklang.offers.models import Offer
from vielklang.offers.texts import ShownText


@dataclass(frozen=True, slots=True)
class Credit:
    """`kind` is empty for a source text, else "human", "reviewed" or "machine"; `source` is a centre's name."""

    kind: str = ""
    translator: str = ""
    source: str = ""


def credit_of(offer: Offer, text: ShownText) -> Credit:
    """No query where the credits were prefetched (`text_credits`), else one."""
    rows = {row.language: row for row in offer.text_credits.all()}
    row, source = rows.get(text.language), rows.get(offer.source_language)
    translated = text.language != offer.source_language and text.status in TextStatus.shown()
    is_theirs = row is not None and row.text_at == text.text.updated_at and not text.is_machine
    return Credit(
        kind=str(text.status) if translated else "",
        translator=row.translator if row and translated and is_theirs else "",
        source=(row.source_name if row else "") or (source.source_name if source else ""),
    )
