"""Writes of checklists and their ticks. In the scope of the centre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions._common import locked
from vielklang.enquiries.models import Checklist, ChecklistStep, ChecklistTick, Enquiry


@action
def save_checklist(
    *,
    by: Actor,
    centre: Centre,
    checklist: Checklist | None,
    title: str,
    topics: Sequence[str],
    steps: Sequence[str],
) -> Checklist:
    """A new list (None) or a changed one. A step with the same words is the same step and keeps its ticks."""
    row = (
        Checklist.objects.select_for_update().get(pk=checklist.pk) if checklist else Checklist(centre=centre)
    )
    row.title, row.topics = title.strip(), list(topics)
    row.save()
    known = {step.text: step for step in ChecklistStep.objects.filter(checklist=row)}
    for position, text in enumerate(steps):
        step = known.pop(text, None) or ChecklistStep(centre=centre, checklist=row, text=text)
        step.position, step.removed_at = position, None
        step.save()
    gone = ChecklistStep.objects.filter(pk__in=[step.pk for step in known.values()], removed_at=None)
    gone.update(removed_at=timezone.now())
    record(by=by, event="checklist changed" if checklist else "checklist created", subject=row)
    return row


@action
def remove_checklist(*, by: Actor, checklist: Checklist, is_removed: bool) -> None:
    """It no longer stands at enquiries in which nothing of it is ticked; or (the undo) it does again."""
    Checklist.objects.filter(pk=checklist.pk).update(removed_at=timezone.now() if is_removed else None)
    record(by=by, event="checklist removed" if is_removed else "checklist restored", subject=checklist)


@action
def tick_steps(
    *, by: Actor, enquiry: Enquiry, shown: Collection[ChecklistStep], done: Collection[ChecklistStep],
    now: dt.datetime | None = None,
) -> None:  # fmt: skip
    """Of the steps that the page showed, these are done; a tick that is there keeps who made it."""
    row = locked(enquiry)
    undone = {step.pk for step in shown} - {step.pk for step in done}
    ChecklistTick.objects.filter(enquiry=row, step__in=undone).delete()
    ChecklistTick.objects.bulk_create(
        [
            ChecklistTick(
                centre_id=row.centre_id, enquiry=row, step=step, by=(by.person or str(by))[:120],
                ticked_at=now or timezone.now(),
            )
            for step in done
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    record(by=by, event="checklist ticked", subject=row, done=len(done))
