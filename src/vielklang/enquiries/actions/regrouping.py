"""Merging two enquiries of one person, splitting one into two, and the undo of both. In the scope of the centre.

Messages, files and everything that hangs on the enquiry go over; contact and consents stay where they are and hold for
both (`regrouping.family_of`), as do both codes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.codes import digest_of, hash_of, new_code, new_pin
from vielklang.enquiries.enums import Direction, EnquiryState
from vielklang.enquiries.erasing import is_held
from vielklang.enquiries.finding import index_words
from vielklang.enquiries.models import (
    OPEN_STATES,
    Enquiry,
    EnquiryConsent,
    EnquiryContact,
    EnquiryFile,
    EnquiryHold,
    EnquiryMessage,
    EnquiryRegrouping,
    EnquiryRules,
    EnquiryWords,
)
from vielklang.enquiries.regrouping import standing
from vielklang.enquiries.targets import due_at

STAYS = (EnquiryContact, EnquiryConsent, EnquiryWords, EnquiryHold, EnquiryRegrouping)
_VALUES = (
    "state", "due_at", "first_due_at", "reminded_at", "escalated_at", "answered_at", "closed_at", "changed_at",
    "is_urgent", "topics", "outcome",
)  # fmt: skip


class CannotRegroupError(Exception):
    """It is not possible now. `reason`: same, merged, held, nothing, everything, later."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@action
def merge_enquiries(*, by: Actor, one: Enquiry, other: Enquiry, now: dt.datetime | None = None) -> Enquiry:
    """One of two: the older one stays and takes over what was said, is owed and is urgent. Returns it.

    The other keeps its code and its own state for the undo and counts no more. Raises `CannotRegroupError`.
    """
    moment = now or timezone.now()
    target, origin = _both(one, other)
    move = EnquiryRegrouping(
        kind=EnquiryRegrouping.MERGE, origin=origin, target=target, centre_id=target.centre_id,
        made_by=by.person or str(by), made_at=moment, origin_before=_values(origin), before=_values(target),
    )  # fmt: skip
    move.moved = _moved(origin, target)
    Enquiry.objects.filter(pk=origin.pk).update(
        state=EnquiryState.MERGED, merged_into=target, closed_at=None, due_at=None
    )
    Enquiry.objects.filter(pk=target.pk).update(**_united(target, origin))
    target.refresh_from_db()
    move.after = _values(target)
    move.save()
    index_words(origin)
    index_words(target)
    record(by=by, event="enquiries merged", subject=target, other=str(origin.public_id))
    return target


@action
def split_enquiry(
    *, by: Actor, enquiry: Enquiry, messages: Sequence[EnquiryMessage], now: dt.datetime | None = None
) -> Enquiry:
    """These messages become an enquiry of their own; the person still reads everything with the one code they have.

    Something that the person said must go and something must stay. Raises `CannotRegroupError`.
    """
    moment = now or timezone.now()
    row = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    asked = set(row.messages.filter(direction=Direction.ASKED).values_list("pk", flat=True))
    going = {message.pk for message in messages if message.enquiry_id == row.pk}
    if row.state not in OPEN_STATES:
        raise CannotRegroupError("merged")
    if not going & asked:
        raise CannotRegroupError("nothing")
    if not asked - going:
        raise CannotRegroupError("everything")
    target = _created_from(row, [message for message in messages if message.pk in going], moment)
    moved = _moved_messages(row, target, sorted(going))
    EnquiryRegrouping.objects.create(
        kind=EnquiryRegrouping.SPLIT, origin=row, target=target, centre_id=row.centre_id, moved=moved,
        made_by=by.person or str(by), made_at=moment,
    )  # fmt: skip
    index_words(row)
    index_words(target)
    record(by=by, event="enquiry split", subject=row, other=str(target.public_id))
    return target


@action
def undo_regrouping(*, by: Actor, regrouping: EnquiryRegrouping, now: dt.datetime | None = None) -> Enquiry:
    """As it was before; what was said since stays with the one that was open. Returns where it began.

    Only the newest of an enquiry can be undone, unless it is merged itself. Raises `CannotRegroupError`.
    """
    move = EnquiryRegrouping.objects.select_for_update().get(pk=regrouping.pk)
    both = Enquiry.objects.select_for_update().filter(pk__in=(move.origin_id, move.target_id)).order_by("pk")
    rows = {row.pk: row for row in both}
    origin, target = rows[move.origin_id], rows[move.target_id]
    if move.undone_at is not None or standing(target)[0].pk != move.pk or target.merged_into_id is not None:
        raise CannotRegroupError("later")
    if move.kind == EnquiryRegrouping.SPLIT:
        _unsplit(origin, target)
        record(by=by, event="split of an enquiry undone", subject=origin)
        return origin
    _put_back(move, origin, target)
    EnquiryRegrouping.objects.filter(pk=move.pk).update(undone_at=now or timezone.now())
    for row in (origin, target):
        row.refresh_from_db()
        index_words(row)
    record(by=by, event="merge of enquiries undone", subject=target, other=str(origin.public_id))
    return target


def _both(one: Enquiry, other: Enquiry) -> tuple[Enquiry, Enquiry]:
    """Locked, the older first."""
    if one.pk == other.pk:
        raise CannotRegroupError("same")
    found = Enquiry.objects.select_for_update().filter(pk__in=(one.pk, other.pk)).order_by("pk")
    target, origin = sorted(found, key=lambda row: (row.created_at, row.pk))
    if EnquiryState.MERGED in {target.state, origin.state}:
        raise CannotRegroupError("merged")
    if is_held(target) or is_held(origin):
        raise CannotRegroupError("held")
    return target, origin


def _values(enquiry: Enquiry) -> dict[str, Any]:
    return {name: _plain(getattr(enquiry, name)) for name in _VALUES}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _restored(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: dt.datetime.fromisoformat(value) if name.endswith("_at") and value else value
        for name, value in values.items()
    }


def _united(target: Enquiry, origin: Enquiry) -> dict[str, Any]:
    """What holds for both: the earlier target, the first answer, every topic; open where one of them is."""
    owed = [row.due_at for row in (target, origin) if row.due_at and row.state in OPEN_STATES]
    answers = [row for row in (target, origin) if row.answered_at]
    first = min(answers, key=lambda row: row.answered_at or row.created_at) if answers else target
    is_open = origin.state in {EnquiryState.NEW, EnquiryState.OPEN}
    state = target.state
    if state == EnquiryState.CLOSED and origin.state in OPEN_STATES:
        state = EnquiryState.OPEN if is_open else EnquiryState.WAITING
    elif state == EnquiryState.WAITING and is_open:
        state = EnquiryState.OPEN
    return {
        "state": state,
        "closed_at": target.closed_at if state == EnquiryState.CLOSED else None,
        "due_at": min(owed) if owed else None,
        "answered_at": first.answered_at,
        "first_due_at": first.first_due_at,
        "changed_at": max(target.changed_at, origin.changed_at),
        "is_urgent": target.is_urgent or origin.is_urgent,
        "topics": list(dict.fromkeys((*target.topics, *origin.topics))),
    }


def _moved_messages(origin: Enquiry, target: Enquiry, keys: Sequence[int]) -> dict[str, list[int]]:
    files = EnquiryFile.objects.filter(message__in=keys)
    moved = {"message": list(keys), "file": list(files.order_by("pk").values_list("pk", flat=True))}
    EnquiryMessage.objects.filter(pk__in=keys).update(enquiry=target)
    files.update(enquiry=target)
    return moved


def _moved(origin: Enquiry, target: Enquiry) -> dict[str, list[int]]:
    """Everything that hangs on `origin` hangs on `target` now; keys by model. What the target has already stays."""
    found: dict[str, list[int]] = {}
    for model in _hanging():
        moved = found.setdefault(model._meta.label, [])
        for key in model._default_manager.filter(enquiry=origin).order_by("pk").values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=key).update(enquiry=target)
            except IntegrityError:
                continue
            moved.append(key)
    return found


def _hanging() -> list[type[models.Model]]:
    related = (row for row in Enquiry._meta.related_objects if row.field.name == "enquiry")
    return [row.related_model for row in related if row.related_model not in STAYS]


def _put_back(move: EnquiryRegrouping, origin: Enquiry, target: Enquiry) -> None:
    for model in _hanging():
        rows = model._default_manager.filter(pk__in=move.moved.get(model._meta.label, []), enquiry=target)
        rows.update(enquiry=origin)
    Enquiry.objects.filter(pk=origin.pk).update(merged_into=None, **_restored(move.origin_before))
    if _values(target) == move.after:
        Enquiry.objects.filter(pk=target.pk).update(**_restored(move.before))


def _created_from(row: Enquiry, going: Sequence[EnquiryMessage], now: dt.datetime) -> Enquiry:
    """Nobody is told its code: the person has the one of `row`."""
    rules = EnquiryRules.objects.filter(centre=row.centre_id).first() or EnquiryRules()
    answers = [message.created_at for message in going if message.direction == Direction.ANSWERED]
    return Enquiry.objects.create(
        centre_id=row.centre_id, municipality_id=row.municipality_id, channel=row.channel, language=row.language,
        topics=row.topics, is_urgent=row.is_urgent, state=EnquiryState.OPEN, assigned_to_id=row.assigned_to_id,
        code_digest=digest_of(new_code()), pin_hash=hash_of(new_pin()), split_from=row,
        created_at=min(message.created_at for message in going), changed_at=now,
        due_at=row.due_at or due_at(now, rules.days_for(is_urgent=row.is_urgent)),
        answered_at=min(answers) if answers else None,
    )  # fmt: skip


def _unsplit(origin: Enquiry, target: Enquiry) -> None:
    """Everything of it goes back, what was said since too; then it is gone."""
    if is_held(target) or len(standing(target)) > 1:
        raise CannotRegroupError("held" if is_held(target) else "later")
    _moved(target, origin)
    target.delete()
    index_words(origin)
