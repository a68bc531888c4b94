"""Remarks about the guide: received from readers, ticked off at the centre."""

from __future__ import annotations

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.upkeep.enums import FeedbackSubject, Rating
from vielklang.upkeep.models import GuideFeedback

MOST_OPEN = 500
"""Of one centre; further ones are nobody's work but a program's."""


class TooMuchFeedbackError(Exception):
    """The centre has more open remarks than people could have written."""


@action
def receive_feedback(
    *,
    by: Actor,
    centre: Centre,
    subject: str,
    language: str,
    page: str = "",
    rating: str = "",
    query: str = "",
    text: str = "",
    contact: str = "",
) -> GuideFeedback:
    """Store what a reader says. In the centre's scope. Raises `TooMuchFeedbackError`."""
    if GuideFeedback.objects.filter(done_at=None).count() >= MOST_OPEN:
        raise TooMuchFeedbackError
    feedback: GuideFeedback = GuideFeedback.objects.create(
        centre=centre,
        subject=FeedbackSubject(subject),
        language=language,
        page=page.strip()[:300],
        rating=Rating(rating) if rating else "",
        query=query.strip()[:300],
        text=text.strip(),
        contact=contact.strip()[:200],
    )
    record(by=by, event="feedback received", subject=feedback, about=subject)
    return feedback


@action
def finish_feedback(*, by: Actor, feedback: GuideFeedback) -> GuideFeedback:
    """Somebody has seen to it. Nothing changes where that was so already."""
    row = _locked(feedback)
    if row.done_at is None:
        row.done_at, row.done_by = timezone.now(), str(by)[:120]
        row.save(update_fields=["done_at", "done_by"])
        record(by=by, event="feedback done", subject=row)
    return row


@action
def reopen_feedback(*, by: Actor, feedback: GuideFeedback) -> GuideFeedback:
    """The undo of `finish_feedback`."""
    row = _locked(feedback)
    if row.done_at is not None:
        row.done_at, row.done_by = None, ""
        row.save(update_fields=["done_at", "done_by"])
        record(by=by, event="feedback taken up again", subject=row)
    return row


def _locked(feedback: GuideFeedback) -> GuideFeedback:
    row: GuideFeedback = GuideFeedback.objects.select_for_update().get(pk=feedback.pk)
    return row
