"""Two entries become one, and become two again.

Whatever refers to the entry that goes is moved, found through the models' foreign keys, so that rooms that come later
are included (a test compares them with the database's own list). What is moved, changed and dropped is kept in
`OrganisationMerge`; undo puts all of it back that nobody has changed since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import Collector
from django.utils import timezone
from pghistory.models import Event

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.organisations.actions.register import _look_for_duplicates, _tell
from vielklang.organisations.models import Organisation, OrganisationMerge

CHOICES: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "kind": ("kind",),
    "address": ("street", "postcode", "town", "municipality_id"),
    "phone": ("phone",),
    "email": ("email",),
    "website": ("website",),
    "legal_form": ("legal_form",),
    "registration_number": ("registration_number",),
    "umbrella": ("umbrella_id",),
    "founded_year": ("founded_year",),
    "member_count": ("member_count",),
    "communities": ("communities",),
    "languages": ("languages",),
    "publishes_directly": ("publishes_directly",),
    "is_public_profile": ("is_public_profile",),
    "external": ("external_source", "external_id"),
}
"""What a person chooses between, and the columns that go with each choice."""


class CannotMergeError(ValueError):
    """The two cannot become one: not two of this centre, or a row that may not be moved refers to one of them."""


class CannotUndoError(ValueError):
    """The merge was undone already, or one that came later must be undone first."""


def references() -> Iterator[models.ForeignKey]:
    """Every column that refers to an organisation; history is left alone, it tells what was."""
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, Event) or model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.ForeignKey) and field.remote_field.model is Organisation:
                yield field


@action
def merge_organisations(
    *, by: Actor, centre: Centre, kept: Organisation, lost: Organisation, take: Mapping[str, str]
) -> OrganisationMerge:
    """Make one of two entries of a centre. `take`: choice → "kept" (the default) or "lost".

    `kept` takes the chosen values, everything that referred to `lost` refers to `kept`, then `lost` is gone. A row
    that cannot stand beside one of `kept` (a text in the same language, the same person as a member twice) is
    dropped. All of it can be undone. Raises `CannotMergeError`.
    """
    rows = Organisation.objects.select_for_update(of=("self",)).in_bulk([kept.pk, lost.pk])
    if len(rows) != 2 or any(row.centre_id != centre.pk for row in rows.values()):
        raise CannotMergeError("both must be entries of this centre")
    kept, lost = rows[kept.pk], rows[lost.pk]
    merge = OrganisationMerge(
        centre=centre,
        kept=kept,
        lost_public_id=lost.public_id,
        lost_name=lost.name,
        lost=_serialised([lost])[0],
        changed=_take_over(kept, lost, take),
        merged_by=(by.person or by.name)[:120],
    )
    for field in references():
        moved, dropped = _move(field, lost, kept)
        if moved:
            merge.moved[_label(field)] = moved
        merge.dropped += dropped
    _end_self_reference(kept, merge)
    _delete(lost)
    merge.save()
    record(
        by=by,
        event="organisations merged",
        subject=merge,
        label=f"{lost.name} → {kept.name}",
        organisation_id=kept.pk,
        moved={label: len(found) for label, found in merge.moved.items()},
        dropped=len(merge.dropped),
    )
    _tell([kept.pk])
    _look_for_duplicates([kept])
    return merge


@action
def undo_merge(*, by: Actor, merge: OrganisationMerge) -> Organisation:
    """Make two of one again; returns the entry that is back, under its old id and address.

    What was added to the kept entry since stays there; a value that somebody has changed since stays changed.
    Raises `CannotUndoError`.
    """
    merge = OrganisationMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise CannotUndoError("it is undone already")
    later = OrganisationMerge.objects.filter(kept=merge.kept_id, undone_at=None, pk__gt=merge.pk)
    if later.exists():
        raise CannotUndoError("a later merge into the same entry must be undone first")
    kept = Organisation.objects.select_for_update(of=("self",)).get(pk=merge.kept_id)
    _insert([merge.lost])
    lost = Organisation.objects.get(public_id=merge.lost_public_id)
    _put_values_back(kept, merge.changed)
    for label, keys in merge.moved.items():
        model, column = apps.get_model(*label.split(".")[:2]), label.split(".")[2]
        model._base_manager.filter(**{"pk__in": keys, column: kept}).update(**{column: lost})
    _insert(merge.dropped)
    connection.check_constraints()
    merge.undone_at, merge.undone_by = timezone.now(), (by.person or by.name)[:120]
    merge.save(update_fields=["undone_at", "undone_by"])
    record(
        by=by,
        event="merge undone",
        subject=merge,
        label=f"{lost.name} / {kept.name}",
        organisation_id=kept.pk,
    )
    _tell([kept.pk, lost.pk])
    _look_for_duplicates([kept])
    return lost


def _take_over(kept: Organisation, lost: Organisation, take: Mapping[str, str]) -> dict[str, list[Any]]:
    """Set the chosen values; returns column → [before, after] of those that changed."""
    changed: dict[str, list[Any]] = {}
    for choice, columns in CHOICES.items():
        if take.get(choice) == "lost":
            for column in columns:
                before, after = getattr(kept, column), getattr(lost, column)
                if column == "umbrella_id" and after == kept.pk:
                    after = None
                if before != after:
                    changed[column] = [before, after]
                    setattr(kept, column, after)
    if kept.is_public_profile:
        kept.profile_requested_at = None
    kept.save()
    return changed


def _move(
    field: models.ForeignKey,
    lost: Organisation,
    kept: Organisation,
) -> tuple[list[Any], list[Any]]:
    """Let the rows of one column refer to `kept`; returns the keys that were moved and the rows that were dropped."""
    manager = field.model._base_manager
    keys = list(manager.filter(**{field.name: lost}).order_by("pk").values_list("pk", flat=True))
    if not keys:
        return [], []
    if _is_moved(field, keys, kept):
        return [_plain(key) for key in keys], []
    moved, dropped = [], []
    for key in keys:
        if _is_moved(field, [key], kept):
            moved.append(_plain(key))
        else:
            dropped += _drop(manager.get(pk=key))
    return moved, dropped


def _is_moved(field: models.ForeignKey, keys: list[Any], kept: Organisation) -> bool:
    try:
        with transaction.atomic():
            field.model._base_manager.filter(pk__in=keys).update(**{field.name: kept})
    except IntegrityError:
        return False
    return True


def _drop(row: models.Model) -> list[Any]:
    """Delete a row with all that hangs on it; returns everything serialised."""
    collector = Collector(using=connection.alias, origin=row)
    collector.can_fast_delete = lambda *args, **options: False  # type: ignore[method-assign]
    collector.collect([row])
    rows = _serialised(chain.from_iterable(collector.data.values()))
    collector.delete()
    return rows


def _delete(lost: Organisation) -> None:
    """Delete the entry itself, without any cascade: whatever still refers to it stops the merge."""
    try:
        with transaction.atomic():
            Organisation._base_manager.filter(pk=lost.pk)._raw_delete(connection.alias)
            connection.check_constraints()
    except IntegrityError as error:
        raise CannotMergeError("a row that cannot be moved refers to the entry") from error


def _end_self_reference(kept: Organisation, merge: OrganisationMerge) -> None:
    """An entry whose umbrella was merged into it has none."""
    current = Organisation.objects.values_list("umbrella_id", flat=True).get(pk=kept.pk)
    if current == kept.pk:
        before = merge.changed.get("umbrella_id", [kept.umbrella_id])[0]
        merge.changed["umbrella_id"] = [before, None]
        Organisation.objects.filter(pk=kept.pk).update(umbrella=None)


def _put_values_back(kept: Organisation, changed: Mapping[str, list[Any]]) -> None:
    for column, (before, after) in changed.items():
        if getattr(kept, column) == after:
            setattr(kept, column, before)
    kept.save()


def _serialised(rows: Any) -> list[Any]:
    """As JSON; times keep their microseconds, which Django's own JSON would cut."""
    found: list[Any] = json.loads(json.dumps(serializers.serialize("python", rows), default=str))
    return found


def _insert(rows: list[Any]) -> None:
    for found in serializers.deserialize("python", rows):
        found.save(force_insert=True)


def _label(field: models.ForeignKey) -> str:
    return f"{field.model._meta.label}.{field.name}"


def _plain(key: Any) -> Any:
    return key if isinstance(key, int) else str(key)
