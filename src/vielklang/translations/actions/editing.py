"""Writing translations: drafts, finished texts, review. Nobody's words are overwritten silently."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from vielklang.centres.actions import set_centre_text
from vielklang.centres.models import CentreText
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.texts import TextStatus
from vielklang.offers.actions import set_offer_text
from vielklang.offers.drafts import TextDraft
from vielklang.offers.models import Offer, OfferText
from vielklang.translations.enums import RequestState
from vielklang.translations.models import SourceText, TextCredit, TranslationRecord, TranslationRequest
from vielklang.translations.works import Words, Work, locked


class EditConflictError(Exception):
    """Somebody else has written this text meanwhile; `work` is what stands there now."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.key)
        self.work = work


@action
def save_draft(
    *,
    by: Actor,
    work: Work,
    words: Words,
    version: str,
    edit_key: uuid.UUID | None,
    is_machine: bool = False,
) -> TranslationRecord:
    """Keep unfinished words; what readers see stays. Raises `EditConflictError`."""
    fresh = _checked(work, version, edit_key)
    row = _record_of(fresh)
    row.draft = {name: words.get(name, "") for name in fresh.fields}
    row.is_machine_draft = is_machine
    _written(row, by, edit_key)
    record(by=by, event="translation drafted", subject=row, label=fresh.title, language=fresh.language)
    return row


@action
def finish_text(
    *,
    by: Actor,
    work: Work,
    words: Words,
    version: str,
    edit_key: uuid.UUID | None,
    status: str = TextStatus.HUMAN,
    credit: str = "",
) -> OfferText | CentreText:
    """Make the words the text that readers see, as of the source's present revision; `status` human or reviewed.

    Ends the draft and an open request, keeps what the source says now, names the translator where they want it.
    Raises `EditConflictError`, `InvalidOfferError`.
    """
    fresh = _checked(work, version, edit_key)
    text = write_text(by=by, work=fresh, words=words, status=status)
    row = _record_of(fresh)
    row.draft, row.is_machine_draft, row.note, row.note_by = None, False, "", ""
    _written(row, by, edit_key)
    if fresh.offer is not None and text.status == TextStatus.REVIEWED and not credit:
        # Whoever reviews does not become, or take away, the translator.
        before = fresh.text.updated_at if fresh.text else None
        TextCredit.objects.filter(offer=fresh.offer, language=fresh.language, text_at=before).update(
            text_at=text.updated_at
        )
    elif fresh.offer is not None:
        set_credit(fresh.offer, fresh.language, translator=credit[:80], text_at=text.updated_at)
    if fresh.offer is not None:
        TranslationRequest.objects.filter(offer=fresh.offer, language=fresh.language).update(
            state=RequestState.DONE, failure="", changed_at=timezone.now()
        )
    event = "translation reviewed" if status == TextStatus.REVIEWED else "translation finished"
    record(by=by, event=event, subject=row, label=fresh.title, language=fresh.language)
    return text


@action
def discard_draft(*, by: Actor, work: Work, version: str) -> TranslationRecord:
    """Forget unfinished words and a reviewer's note; what readers see stays. Raises `EditConflictError`."""
    fresh = _checked(work, version, None)
    row = _record_of(fresh)
    row.draft, row.is_machine_draft, row.note, row.note_by = None, False, "", ""
    _written(row, by, None)
    record(
        by=by, event="translation draft discarded", subject=row, label=fresh.title, language=fresh.language
    )
    return row


@action
def send_back(*, by: Actor, work: Work, note: str, hide: bool) -> TranslationRecord:
    """A reviewer asks for changes: the words become a draft with a note; with `hide` readers see them no longer."""
    fresh = locked(work)
    row = _record_of(fresh)
    row.draft = fresh.words
    row.note, row.note_by = note, by.person or by.name
    _written(row, by, None)
    if hide and fresh.text is not None:
        write_text(by=by, work=fresh, words=fresh.shown, status=TextStatus.DRAFT)
    record(
        by=by,
        event="translation sent back",
        subject=row,
        label=fresh.title,
        language=fresh.language,
        hidden=hide,
    )
    return row


def write_text(*, by: Actor, work: Work, words: Words, status: str) -> OfferText | CentreText:
    """Hand the words to the room that keeps the text; called inside an action of this room."""
    clean = {name: words.get(name, "").strip() for name in work.fields}
    if work.offer is not None:
        draft = TextDraft(language=work.language, status=status, **clean)
        return set_offer_text(by=by, offer=work.offer, text=draft)
    _keep_source(work)
    return set_centre_text(
        by=by, centre=work.centre, language=work.language, status=TextStatus(status), **clean
    )


def _keep_source(work: Work) -> None:
    """What the centre's text says now, for whoever has to bring the translation up to date later."""
    made_from = CentreText.objects.filter(centre=work.centre).values("source_revision")
    SourceText.objects.exclude(revision__in=made_from.exclude(source_revision=None)).delete()
    SourceText.objects.update_or_create(
        centre=work.centre, revision=work.source_revision, defaults={"words": work.source}
    )


def set_credit(offer: Offer, language: str, **values: Any) -> None:
    TextCredit.objects.update_or_create(offer=offer, language=language, defaults=values)


def _checked(work: Work, version: str, edit_key: uuid.UUID | None) -> Work:
    """The work as it is now, locked, if the form that writes knows its state."""
    fresh = locked(work)
    if version == fresh.version:
        return fresh
    same_form = edit_key is not None and fresh.record is not None and fresh.record.edit_key == edit_key
    same_text = version.partition(".")[2] == fresh.version.partition(".")[2]
    if same_form and same_text:
        return fresh
    raise EditConflictError(fresh)


def _record_of(work: Work) -> TranslationRecord:
    return work.record or TranslationRecord(centre=work.centre, offer=work.offer, language=work.language)


def _written(row: TranslationRecord, by: Actor, edit_key: uuid.UUID | None) -> None:
    row.version += 1
    row.edit_key = edit_key
    row.edited_by, row.edited_by_id, row.edited_at = (by.person or by.name)[:120], by.user_id, timezone.now()
    row.save()
