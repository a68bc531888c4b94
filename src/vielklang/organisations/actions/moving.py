"""An entry goes to another centre. What a centre knows in confidence never goes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.scope import centre_scope
from vielklang.organisations.actions.merging import references
from vielklang.organisations.actions.register import _look_for_duplicates, _tell
from vielklang.organisations.enums_desk import ChangeState
from vielklang.organisations.models import (
    DuplicateDecision,
    DuplicateProposal,
    Organisation,
    OrganisationChange,
)


class CannotMoveError(ValueError):
    """The centre that keeps the entry still has rows about it. `kinds`: which, as `room.Model`."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self.kinds = tuple(kinds)
        super().__init__(f"the centre still has {', '.join(kinds)}")


@action
def move_organisation(*, by: Actor, organisation: Organisation, centre: Centre | None) -> Organisation:
    """Let another centre keep the entry (None: the whole state).

    Offers, members, contact persons, notes and whatever else belongs to the old centre are not handed on to people
    who had no right to them: while there are any, it raises `CannotMoveError`. What the old centre decided about
    duplicates and about changes is forgotten, and its trust ends. The new centre is told as of a change made
    at once (direct.py).
    """
    row = (
        Organisation.objects.select_for_update(of=("self",)).select_related("centre").get(pk=organisation.pk)
    )
    old = row.centre
    if old == centre:
        return row
    if old is not None:
        _leave(row, old)
    row.centre, row.publishes_directly = centre, False
    row.save(update_fields=["centre", "publishes_directly", "updated_at"])
    if centre is not None:
        _tell_centre(by, row, old, centre)
    for kept_by in filter(None, (old, centre)):
        record(
            by=by,
            event="organisation moved",
            subject=row,
            organisation_id=row.pk,
            centre_id=kept_by.pk,
            old=old.slug if old else "",
            new=centre.slug if centre else "",
        )
    _tell([row.pk])
    _look_for_duplicates([row])
    return row


def _leave(row: Organisation, old: Centre) -> None:
    with centre_scope(old):
        kinds = rows_left(row, old)
        for forgotten in (DuplicateProposal, DuplicateDecision):
            forgotten.objects.filter(Q(first=row) | Q(second=row)).delete()
        OrganisationChange.objects.filter(organisation=row).delete()
    if kinds:
        raise CannotMoveError(sorted(kinds))


def rows_left(row: Organisation, old: Centre) -> Counter[str]:
    """What keeps the entry at its centre: `room.Model` → how many rows. One query for each table, in its scope.

    A table that only counts, with `stays_behind`, hands nothing on and keeps nothing.
    """
    counts: Counter[str] = Counter()
    for field in references():
        if getattr(field.model, "stays_behind", False):
            continue
        columns = {column.name for column in field.model._meta.local_concrete_fields}
        if "centre" in columns and field.model not in (Organisation, DuplicateProposal, DuplicateDecision):
            rows = field.model._base_manager.filter(**{field.name: row, "centre": old})
            if field.model is OrganisationChange:
                rows = rows.filter(state=ChangeState.OPEN)
            counts[field.model._meta.label] += rows.count()
    return +counts


def _tell_centre(by: Actor, row: Organisation, old: Centre | None, centre: Centre) -> None:
    """Nobody is told what they did themselves."""
    if any(grant.centre_id == centre.pk for grant in by.grants):
        return
    with centre_scope(centre):
        OrganisationChange.objects.create(
            centre=centre,
            organisation=row,
            state=ChangeState.DIRECT,
            before={"centre": old.name if old else ""},
            proposed={"centre": centre.name},
            proposed_by=by.name[:120],
            proposed_at=timezone.now(),
        )
