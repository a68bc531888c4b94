"""An entry goes to another centre. What a centre knows in confidence never goes with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Q

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.scope import centre_scope
from vielklang.organisations.actions.merging import references
from vielklang.organisations.actions.register import _look_for_duplicates, _tell
from vielklang.organisations.models import DuplicateProposal, Organisation


class CannotMoveError(ValueError):
    """The centre that keeps the entry still has rows about it. `kinds`: which, as `room.Model`."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self.kinds = tuple(kinds)
        super().__init__(f"the centre still has {', '.join(kinds)}")


@action
def move_organisation(*, by: Actor, organisation: Organisation, centre: Centre | None) -> Organisation:
    """Let another centre keep the entry (None: the whole state).

    Offers, members, contact persons, notes and whatever else belongs to the old centre are not handed on to people
    who had no right to them: while there are any, it raises `CannotMoveError`.
    """
    row = (
        Organisation.objects.select_for_update(of=("self",)).select_related("centre").get(pk=organisation.pk)
    )
    old = row.centre
    if old == centre:
        return row
    if old is not None:
        _leave(row, old)
    row.centre = centre
    row.save(update_fields=["centre", "updated_at"])
    for kept_by in (old, centre):
        if kept_by is not None:
            record(
                by=by, event="organisation moved", subject=row, organisation_id=row.pk, centre_id=kept_by.pk
            )
    _tell([row.pk])
    _look_for_duplicates([row])
    return row


def _leave(row: Organisation, old: Centre) -> None:
    with centre_scope(old):
        DuplicateProposal.objects.filter(Q(first=row) | Q(second=row)).delete()
        kinds = {
            field.model._meta.label
            for field in references()
            if field.model is not Organisation and _has_rows(field, row, old)
        }
    if kinds:
        raise CannotMoveError(sorted(kinds))


def _has_rows(field: models.ForeignKey, row: Organisation, old: Centre) -> bool:
    columns = {column.name for column in field.model._meta.local_concrete_fields}
    if "centre" not in columns:
        return False
    return field.model._base_manager.filter(**{field.name: row, "centre": old}).exists()
