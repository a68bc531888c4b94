"""Which text a reader sees: their language, or German marked as German; never silently something else."""

from __future__ import annotations

from dataclasses import dataclass

from vielklang.core.languages import content_chain, get_language, same_language
from vielklang.core.texts import TextStatus
from vielklang.offers.models import Offer, OfferText


class NoTextError(LookupError):
    """The offer has no text that may be shown; a published offer always has its source text."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text with what must be said about it: its language, does it stand in for another, is it behind?"""

    text: OfferText
    is_fallback: bool
    is_behind: bool

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def direction(self) -> str:
        return get_language(self.text.language).direction

    @property
    def status(self) -> TextStatus:
        return TextStatus(self.text.status)

    @property
    def is_machine(self) -> bool:
        return self.text.status == TextStatus.MACHINE

    @property
    def title(self) -> str:
        return self.text.title

    @property
    def summary(self) -> str:
        return self.text.summary

    @property
    def description(self) -> str:
        return self.text.description

    @property
    def how_to_join(self) -> str:
        return self.text.how_to_join

    @property
    def bring(self) -> str:
        return self.text.bring

    @property
    def conditions(self) -> str:
        return self.text.conditions

    @property
    def costs(self) -> str:
        return self.text.costs


def text_in(offer: Offer, tag: str) -> ShownText:
    """The best text for a reader of `tag`; no query after `with_texts(tag)`. Raises `NoTextError`."""
    rows = {row.language: row for row in _rows(offer) if row.status in TextStatus.shown()}
    found = next((x for x in (*content_chain(tag), offer.source_language) if x in rows), None)
    if found is None:
        raise NoTextError(f"offer {offer.public_id} has no text to show in {tag}")
    return ShownText(rows[found], not same_language(found, tag), is_behind(offer, rows[found]))


def is_behind(offer: Offer, text: OfferText) -> bool:
    """Whether the source text has changed since this one was made from it."""
    return text.language != offer.source_language and text.source_revision < offer.content_revision


def _rows(offer: Offer) -> list[OfferText]:
    return offer.shown_texts if hasattr(offer, "shown_texts") else list(offer.texts.all())
