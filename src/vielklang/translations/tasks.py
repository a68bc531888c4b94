"""Background entry points of translations: ids in, scope, action."""

from __future__ import annotations

import uuid

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.core.scope import centre_scope
from vielklang.translations import actions
from vielklang.translations.actions.requests import MOST_ATTEMPTS
from vielklang.translations.adapters import HelperError, get_helper

HELPER = Actor(ActorKind.SYSTEM, "Übersetzungshilfe")


class SourceChanged(Exception):
    """The source was changed while the helper worked on it; the job is tried again."""


@app.task(
    name="translations.translate_request",
    queue="default",
    retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=8),
)
def translate_request(centre: int, request: str) -> None:
    """Claim, ask the helper outside of any transaction, store. Harmless to repeat."""
    tenant, public_id = Centre.objects.get(pk=centre), uuid.UUID(request)
    helper = get_helper()
    with centre_scope(tenant):
        task = actions.claim_request(by=HELPER, centre=tenant, public_id=public_id) if helper else None
    if task is None or helper is None:
        return
    try:
        answers = (
            helper.translate(list(task.unknown), task.work.source_language, task.work.language, task.glossary)
            if task.unknown
            else []
        )
    except HelperError as error:
        with centre_scope(tenant):
            again = actions.fail_request(
                by=HELPER,
                public_id=public_id,
                failure=error.failure,
                words=error.words,
                is_temporary=error.is_temporary,
            )
        if again:
            raise
        return
    with centre_scope(tenant):
        stored = actions.store_machine_text(by=HELPER, task=task, answers=answers)
    if not stored:
        raise SourceChanged(request)


@app.task(name="translations.remember_offers", queue="default")
def remember_offers(offer_ids: list[int]) -> None:
    """Offers changed: remember their finished translations."""
    actions.remember_offers(by=SYSTEM, offer_ids=offer_ids)


@app.periodic(cron="25 2 * * *")
@app.task(name="translations.remember_everything", queue="default")
def remember_everything(timestamp: int) -> None:
    """Nightly: whatever a lost task left behind, and everything after the memory was made anew."""
    actions.remember_offers(by=SYSTEM)


@app.periodic(cron="*/20 * * * *")
@app.task(name="translations.put_back_stuck_requests", queue="default")
def put_back_stuck_requests(timestamp: int) -> None:
    if get_helper() is None:
        return
    for centre in Centre.objects.active():
        with centre_scope(centre):
            stuck = actions.put_back_stuck_requests(by=SYSTEM)
        for public_id in stuck:
            translate_request.defer(centre=centre.pk, request=str(public_id))
