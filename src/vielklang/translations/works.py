"""One text to translate with all that belongs to it: source, what the source was, the translation, the draft.

The same for an offer's text and for the centre's own, so that editor and actions need to know the difference nowhere.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from vielklang.centres.models import Centre, CentreText
from vielklang.core.languages import Language, get_language
from vielklang.core.texts import TextStatus
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer, OfferText
from vielklang.offers.models.texts import PUBLIC_FIELDS
from vielklang.translations.enums import TextState
from vielklang.translations.models import SourceText, TranslationRecord

OFFER_FIELDS = PUBLIC_FIELDS
CENTRE_FIELDS = ("introduction", "news_title", "news")
CENTRE_KEY = "centre"
Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Work:
    """`text` is the translation as readers may see it, None where there is none; `former` what its source said then."""

    centre: Centre
    offer: Offer | None
    language: str
    source_language: str
    source: Words
    source_revision: int
    text: OfferText | CentreText | None
    record: TranslationRecord | None
    former: Words | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        return OFFER_FIELDS if self.offer else CENTRE_FIELDS

    @property
    def key(self) -> str:
        """What stands for this work in an address."""
        return str(self.offer.public_id) if self.offer else CENTRE_KEY

    @property
    def title(self) -> str:
        return self.source.get("title") or self.centre.name

    @property
    def tongue(self) -> Language:
        return get_language(self.language)

    @property
    def source_tongue(self) -> Language:
        return get_language(self.source_language)

    @property
    def shown(self) -> Words:
        """The words of the stored translation; empty ones where there is none."""
        return words_of(self.text, self.fields)

    @property
    def words(self) -> Words:
        """What the editor starts with: the draft, else the stored translation."""
        draft = self.record.draft if self.record and self.record.draft is not None else None
        return self.shown if draft is None else {name: draft.get(name, "") for name in self.fields}

    @property
    def version(self) -> str:
        """Changes whenever anybody writes the draft or the text."""
        stamp = int(self.text.updated_at.timestamp() * 1_000_000) if self.text else 0
        return f"{self.record.version if self.record else 0}.{stamp}"

    @property
    def status(self) -> TextStatus | None:
        return TextStatus(self.text.status) if self.text else None

    @property
    def is_behind(self) -> bool:
        if self.text is None:
            return False
        return (self.text.source_revision or 0) < self.source_revision

    @property
    def is_public(self) -> bool:
        return self.offer is None or self.offer.status == OfferStatus.PUBLISHED

    @property
    def state(self) -> TextState:
        """The rule of `queries.STATE`, for one text."""
        if (self.record and self.record.is_draft) or self.status == TextStatus.DRAFT:
            return TextState.DRAFT
        if self.text is None:
            return TextState.MISSING
        if self.is_behind:
            return TextState.BEHIND
        return TextState.MACHINE if self.status == TextStatus.MACHINE else TextState.DONE


def words_of(text: object, fields: tuple[str, ...]) -> Words:
    return {name: getattr(text, name, "") or "" for name in fields}


def offer_work(offer: Offer, language: str) -> Work | None:
    """None where the offer has no source text, or is written in this very language; needs the centre's scope."""
    texts = {row.language: row for row in offer.texts.all()}
    source, text = texts.get(offer.source_language), texts.get(language)
    if source is None or language == offer.source_language:
        return None
    return Work(
        centre=offer.centre,
        offer=offer,
        language=language,
        source_language=offer.source_language,
        source=words_of(source, OFFER_FIELDS),
        source_revision=offer.content_revision,
        text=text,
        record=TranslationRecord.objects.filter(offer=offer, language=language).first(),
        former=_former_of_offer(offer, text),
    )


def centre_work(centre: Centre, language: str) -> Work | None:
    """None where the centre has no German text."""
    texts = {row.language: row for row in centre.texts.all()}
    source, text = texts.get("de"), texts.get(language)
    if source is None or language == "de":
        return None
    return Work(
        centre=centre,
        offer=None,
        language=language,
        source_language="de",
        source=words_of(source, CENTRE_FIELDS),
        source_revision=source.revision,
        text=text,
        record=TranslationRecord.objects.filter(offer=None, language=language).first(),
        former=_former_of_centre(text, source.revision),
    )


def find_work(centre: Centre, key: str, language: str) -> Work | None:
    """The work that an address names, of this centre alone."""
    if key == CENTRE_KEY:
        return centre_work(centre, language)
    offer = (
        Offer.objects.filter(centre=centre, public_id=uuid.UUID(key))
        .exclude(status=OfferStatus.ARCHIVED)
        .select_related("centre", "organisation")
        .prefetch_related("texts")
        .first()
    )
    return offer_work(offer, language) if offer else None


def locked(work: Work) -> Work:
    """The same work read again while nobody else can write it: the offer's (centre's) row is locked."""
    model: Any = Offer if work.offer else Centre
    model.objects.select_for_update(of=("self",)).get(pk=(work.offer or work.centre).pk)
    fresh = find_work(Centre.objects.get(pk=work.centre.pk), work.key, work.language)
    if fresh is None:
        raise LookupError(f"{work.key} cannot be translated any more")
    return fresh


def _former_of_offer(offer: Offer, text: OfferText | None) -> Words | None:
    """What the source said when this text was made from it; None where it says so still or nobody kept it."""
    if text is None or text.source_revision >= offer.content_revision:
        return None
    history: Any = apps.get_model("offers", "OfferTextEvent")
    kept = history.objects.filter(
        offer_id=offer.pk, language=offer.source_language, source_revision=text.source_revision
    )
    row = kept.order_by("-pgh_id").first()
    return words_of(row, OFFER_FIELDS) if row else None


def _former_of_centre(text: CentreText | None, current: int) -> Words | None:
    if text is None or (text.source_revision or 0) >= current:
        return None
    kept = SourceText.objects.filter(revision=text.source_revision or 0).first()
    return kept.words if kept else None
