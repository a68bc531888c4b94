"""Reads of checklists, in the scope of the centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from vielklang.enquiries.models import Checklist, ChecklistStep, ChecklistTick, Enquiry


@dataclass(frozen=True)
class Step:
    """A step on the page of an enquiry; `tick` says who did it when."""

    step: ChecklistStep
    tick: ChecklistTick | None


@dataclass(frozen=True)
class Progress:
    """A checklist on the page of an enquiry."""

    checklist: Checklist
    steps: Sequence[Step]

    @property
    def done(self) -> int:
        return sum(row.tick is not None for row in self.steps)


def checklists() -> QuerySet[Checklist]:
    """With the steps that stand in them now; two queries."""
    return Checklist.objects.prefetch_related(
        Prefetch("steps", ChecklistStep.objects.filter(removed_at=None))
    )


def progress_of(enquiry: Enquiry) -> list[Progress]:
    """Lists that fit its topics, and every list of which something is ticked; three queries."""
    ticks = {row.step_id: row for row in ChecklistTick.objects.filter(enquiry=enquiry)}
    fits = Q(topics=[]) | Q(topics__overlap=enquiry.topics)
    wanted = (Q(removed_at=None) & fits) | Q(steps__in=list(ticks))
    rows = Checklist.objects.filter(wanted).distinct().prefetch_related("steps")
    found = [
        Progress(
            row, [Step(x, ticks.get(x.pk)) for x in row.steps.all() if x.removed_at is None or x.pk in ticks]
        )
        for row in rows
    ]
    return [row for row in found if row.steps]
