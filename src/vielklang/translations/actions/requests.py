"""One click asks for a translation: the request, and what a job does with it in steps that can be repeated."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.texts import TextStatus
from vielklang.offers.models import Offer
from vielklang.translations.actions.editing import save_draft, write_text
from vielklang.translations.adapters import get_helper
from vielklang.translations.enums import Failure, RequestState
from vielklang.translations.glossary import Term, terms_of
from vielklang.translations.memory import candidates, exact
from vielklang.translations.models import TranslationRequest
from vielklang.translations.passages import compose, pairs, unknown_of
from vielklang.translations.works import Words, Work, find_work, locked

MOST_ATTEMPTS = 4
STUCK_AFTER = dt.timedelta(minutes=30)
S = RequestState


@dataclass(frozen=True, slots=True)
class Task:
    """What a helper is to translate: passages that nobody has translated yet; `known` has the others."""

    centre: Centre
    request: uuid.UUID
    work: Work
    known: Words
    unknown: tuple[str, ...]
    glossary: tuple[Term, ...]


@action
def ask_for_translation(*, by: Actor, offer: Offer, language: str) -> TranslationRequest:
    """Ask for an offer in a language; asked twice it is the same request, a failed one is tried again.

    A job starts after the commit where a helper is set; else the request waits on the board for a person.
    """
    row = TranslationRequest.objects.select_for_update().filter(offer=offer, language=language).first()
    if row is not None and row.state in (S.OPEN, S.RUNNING):
        return row
    if row is None:
        row = TranslationRequest(centre=offer.centre, offer=offer, language=language)
    row.requested_by = (by.person or by.name)[:120]
    row.attempts = 0
    _move(row, S.OPEN)
    record(by=by, event="translation asked for", subject=row, label=str(offer.public_id), language=language)
    if get_helper() is not None and "-" not in language:  # plain German is no language of a machine
        from vielklang.translations.tasks import translate_request

        key, centre_id = str(row.public_id), offer.centre_id
        transaction.on_commit(lambda: translate_request.defer(centre=centre_id, request=key))
    return row


@action
def withdraw_request(*, by: Actor, request: TranslationRequest) -> None:
    """Nobody needs it any more. A helper's answer that is on its way is still kept."""
    record(by=by, event="translation request withdrawn", subject=request, language=request.language)
    request.delete()


@action
def claim_request(*, by: Actor, centre: Centre, public_id: uuid.UUID) -> Task | None:
    """Take a waiting request and say what has to be translated; None where nothing waits any more."""
    row = (
        TranslationRequest.objects.select_for_update(of=("self",))
        .filter(public_id=public_id, state=S.OPEN)
        .select_related("offer")
        .first()
    )
    work = find_work(centre, str(row.offer.public_id), row.language) if row else None
    if row is None or work is None:
        return None
    row.attempts += 1
    _move(row, S.RUNNING)
    known = _known_passages(work)
    unknown = dict.fromkeys(passage for text in work.source.values() for passage in unknown_of(text, known))
    return Task(centre, row.public_id, work, known, tuple(unknown), tuple(terms_of(centre, row.language)))


@action
def store_machine_text(*, by: Actor, task: Task, answers: list[str]) -> bool:
    """Put the helper's passages and the known ones together. A person's text is never replaced: theirs stays, and
    the machine's words become a draft beside it. Returns False where the source has changed meanwhile (try again).
    """
    row = TranslationRequest.objects.select_for_update().filter(public_id=task.request).first()
    fresh = locked(task.work)
    if row is None:
        return True
    if fresh.source_revision != task.work.source_revision:
        _move(row, S.OPEN)
        return False
    known = task.known | dict(zip(task.unknown, answers, strict=True))
    words = {name: compose(text, known)[0] for name, text in fresh.source.items()}
    if fresh.status in (TextStatus.HUMAN, TextStatus.REVIEWED) or (fresh.record and fresh.record.is_draft):
        if fresh.record is None or not fresh.record.is_draft or fresh.record.is_machine_draft:
            save_draft(by=by, work=fresh, words=words, version=fresh.version, edit_key=None, is_machine=True)
    else:
        write_text(by=by, work=fresh, words=_that_fit(words), status=TextStatus.MACHINE)
    _move(row, S.DONE)
    record(by=by, event="translation made by a helper", subject=row, language=row.language, sent=len(answers))
    return True


@action
def fail_request(
    *, by: Actor, public_id: uuid.UUID, failure: Failure, words: str = "", is_temporary: bool = False
) -> bool:
    """The helper gave nothing. Returns True where the job is to try again; else the request shows why it failed."""
    row = TranslationRequest.objects.select_for_update().filter(public_id=public_id).first()
    if row is None:
        return False
    if is_temporary and row.attempts < MOST_ATTEMPTS:
        _move(row, S.OPEN)
        return True
    _move(row, S.FAILED, failure, words)
    record(
        by=by, event="translation request failed", subject=row, language=row.language, failure=failure.value
    )
    return False


@action
def put_back_stuck_requests(*, by: Actor, now: dt.datetime | None = None) -> list[uuid.UUID]:
    """Requests whose job was cut off, or that were asked before a helper was set, wait again.

    Returns them; needs a centre's scope.
    """
    late = (now or timezone.now()) - STUCK_AFTER
    rows = list(
        TranslationRequest.objects.select_for_update()
        .filter(state__in=(S.RUNNING, S.OPEN), changed_at__lt=late)
        .exclude(language__contains="-")
    )
    for row in rows:
        _move(row, S.OPEN)
    return [row.public_id for row in rows]


def _known_passages(work: Work) -> Words:
    """The memory, and what this very translation said of passages that have not changed since."""
    known = {row.source: row.target for row in exact(
        work.source_language, work.language, candidates(work.source)
    ).values()}  # fmt: skip
    if work.former and work.status in (TextStatus.HUMAN, TextStatus.REVIEWED):
        for name, text in work.former.items():
            known |= dict(pairs(text, work.shown.get(name, "")))
    return known


def _that_fit(words: Words) -> Words:
    """A machine's title may be longer than a title can be."""
    limits = {"title": 160, "summary": 300}
    return {
        name: text if len(text) <= limits.get(name, len(text)) else f"{text[: limits[name] - 1].rstrip()}…"
        for name, text in words.items()
    }


def _move(row: TranslationRequest, state: RequestState, failure: str = "", words: str = "") -> None:
    row.state, row.failure, row.failure_words = state, failure, words[:200]
    row.changed_at = timezone.now()
    row.save()
