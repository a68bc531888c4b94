"""Writes about the state's conditions for funding migrant organisations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.organisations.enums_desk import Answer
from vielklang.organisations.models import ConditionAnswer, FundingCondition, Organisation
from vielklang.places.models import ReferenceState
from vielklang.places.reference import digest, read_table

DATA = Path(__file__).resolve().parent.parent / "data"
STATE = "funding_conditions"


@action
def load_funding_conditions(*, by: Actor) -> bool:
    """Bring the conditions to the state of the shipped table; answers stay. Returns whether anything was written."""
    content = digest([DATA / "funding_conditions.csv"])
    if ReferenceState.objects.filter(name=STATE, digest=content).exists():
        return False
    for row in read_table("funding_conditions", DATA):
        values = {field: row[field] for field in ("programme", "name_de", "name_en", "source", "sort")}
        days = {field: _day(row[field]) for field in ("valid_from", "valid_until")}
        FundingCondition.objects.update_or_create(key=row["key"], defaults=values | days)
    ReferenceState.objects.update_or_create(
        name=STATE, defaults={"digest": content, "loaded_by": by.name, "loaded_at": timezone.now()}
    )
    return True


@action
def answer_conditions(
    *, by: Actor, organisation: Organisation, centre: Centre, answers: Mapping[FundingCondition, Answer]
) -> int:
    """Note which conditions an organisation fulfils, with today's date and the person; returns how many changed."""
    known = {row.condition_id: row for row in ConditionAnswer.objects.filter(organisation=organisation)}
    changed = {
        condition.key: answer
        for condition, answer in answers.items()
        if answer != (known[condition.pk].answer if condition.pk in known else Answer.UNKNOWN)
    }
    for condition, answer in answers.items():
        if condition.key in changed:
            ConditionAnswer.objects.update_or_create(
                organisation=organisation,
                condition=condition,
                defaults={
                    "centre": centre,
                    "answer": answer,
                    "answered_on": timezone.localdate(),
                    "answered_by": (by.person or by.name)[:120],
                },
            )
    if changed:
        record(
            by=by,
            event="funding conditions answered",
            subject=organisation,
            organisation_id=organisation.pk,
            answers={key: str(answer) for key, answer in changed.items()},
        )
    return len(changed)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
