"""Taking over another centre's offer text, with its source named, and following what becomes of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.texts import TextStatus
from vielklang.offers.actions import publishes_directly, save_revision, set_offer_text
from vielklang.offers.drafts import TextDraft
from vielklang.offers.models import Offer, OfferText
from vielklang.offers.models.texts import PUBLIC_FIELDS
from vielklang.offers.rows import draft_of
from vielklang.translations.actions.editing import set_credit
from vielklang.translations.models import TextAdoption, TextCredit
from vielklang.translations.works import words_of


def takeable(source: Offer) -> list[OfferText]:
    """The texts of a published offer that another centre may take: shown ones that are not behind."""
    rows = (text for text in source.texts.all() if text.status in TextStatus.shown())
    return [
        text
        for text in rows
        if text.language == source.source_language or text.source_revision >= source.content_revision
    ]


@action
def take_over(*, by: Actor, offer: Offer, source: Offer, languages: Collection[str]) -> TextAdoption:
    """Write the source's text, and its translations in `languages`, into one's own offer; the source is named.

    The source text always comes along: translations belong to it. Texts in other languages that were made from
    the offer's former text are behind from now on. Raises `ValueError` where the offers are of one centre or the
    languages they are written in differ; `InvalidOfferError`.
    """
    source = Offer.objects.select_related("centre").prefetch_related("texts").get(pk=source.pk)
    if source.centre_id == offer.centre_id or source.source_language != offer.source_language:
        raise ValueError("a text is taken from another centre's offer in the same source language")
    texts = {text.language: text for text in takeable(source)}
    own = source.source_language
    taken = [own, *(tag for tag in texts if tag in languages and tag != own)]
    name = f"KI {source.centre.name}"
    fresh = _take_source_text(by, offer, source, texts[own])
    for tag in taken:
        if tag != own:
            words = words_of(texts[tag], PUBLIC_FIELDS)
            set_offer_text(
                by=by, offer=fresh, text=TextDraft(language=tag, status=texts[tag].status, **words)
            )
        set_credit(offer, tag, source_name=name, translator="", text_at=None)
    row = TextAdoption.objects.filter(offer=offer).first() or TextAdoption(centre=offer.centre, offer=offer)
    row.source_offer, row.source_centre_name = source, source.centre.name
    row.source_revision, row.ignored_revision = source.content_revision, None
    row.words = words_of(texts[own], PUBLIC_FIELDS)
    row.languages, row.taken_by, row.taken_at = taken, (by.person or by.name)[:120], timezone.now()
    row.save()
    record(by=by, event="text taken over", subject=row, label=row.source_centre_name, languages=taken)
    return row


@action
def ignore_change(*, by: Actor, adoption: TextAdoption) -> TextAdoption:
    """The source's newer text is not wanted; the centre is told again when it changes once more."""
    if adoption.source_offer is not None:
        adoption.ignored_revision = adoption.source_offer.content_revision
        adoption.save(update_fields=["ignored_revision"])
    record(by=by, event="source change set aside", subject=adoption, label=adoption.source_centre_name)
    return adoption


@action
def end_adoption(*, by: Actor, adoption: TextAdoption) -> None:
    """The text is one's own now: the source is no longer named nor followed."""
    TextCredit.objects.filter(offer=adoption.offer).update(source_name="")
    record(by=by, event="text no longer followed", subject=adoption, label=adoption.source_centre_name)
    adoption.delete()


def _take_source_text(by: Actor, offer: Offer, source: Offer, text: OfferText) -> Offer:
    """As a revision in force, so that one's own former text can be brought back; the offer as it is then."""
    fresh = Offer.objects.select_related("centre", "organisation").get(pk=offer.pk)
    if fresh.was_published and not publishes_directly(by, fresh):
        raise PermissionDenied
    words = words_of(text, PUBLIC_FIELDS)
    texts = (TextDraft(language=text.language, status=text.status, **words),)
    draft = replace(draft_of(fresh), texts=texts)
    save_revision(by=by, offer=fresh, draft=draft, base_number=fresh.edition, note=f"KI {source.centre.name}")
    return Offer.objects.select_related("centre").get(pk=offer.pk)
