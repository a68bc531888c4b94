"""Reading the audit: entries by filter and page, and the values before and after from the history beside it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from vielklang.accounts.audit_words import event_words, thing_words
from vielklang.core.models import AuditEntry

PAGE = 50
RECENT = 5_000
_HIDDEN = {"search_vector", "embedding", "updated_at", "edition"}


@dataclass(frozen=True)
class AuditFilter:
    """What somebody looks for; empty values say nothing. `first` and `last` are days, both included."""

    person: str = ""
    event: str = ""
    subject_type: str = ""
    subject_id: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    def rows(self) -> QuerySet[AuditEntry]:
        rows = AuditEntry.objects.all()
        if self.person:
            rows = rows.filter(actor_name__icontains=self.person)
        for name in ("event", "subject_type", "subject_id"):
            if value := getattr(self, name):
                rows = rows.filter(**{name: value})
        if self.first:
            rows = rows.filter(at__gte=_midnight(self.first))
        if self.last and self.last < dt.date.max:
            rows = rows.filter(at__lt=_midnight(self.last + dt.timedelta(days=1)))
        return rows.order_by("-at", "id")


@dataclass(frozen=True)
class AuditPage:
    entries: list[AuditEntry]
    after: str
    """Where the next page begins, for the address; empty on the last one."""


def page_of(wanted: AuditFilter, after: str) -> AuditPage:
    """Newest first; `after` names the last entry of the page before: a late page costs no more than the first."""
    rows = wanted.rows()
    if place := _place(after):
        at, key = place
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(id__gt=key))
    found = list(rows[: PAGE + 1])
    entries = found[:PAGE]
    return AuditPage(entries, f"{entries[-1].at.isoformat()}~{entries[-1].pk}" if len(found) > PAGE else "")


def _place(after: str) -> tuple[dt.datetime, uuid.UUID] | None:
    at, _, key = after.partition("~")
    try:
        moment, found = parse_datetime(at.replace(" ", "+")), uuid.UUID(key)
    except ValueError:
        return None
    return (moment, found) if moment and timezone.is_aware(moment) else None


def choices(wanted: AuditFilter) -> dict[str, list[tuple[str, str]]]:
    """Events and kinds of things to choose from, with their words: those of the newest entries and the chosen ones."""
    rows = AuditEntry.objects.order_by("-at", "id").values_list("event", "subject_type")[:RECENT]
    found = {*rows, (wanted.event, wanted.subject_type)}
    return {
        "events": _with_words({event for event, _ in found}, event_words),
        "things": _with_words({thing for _, thing in found}, thing_words),
    }


def _with_words(values: set[str], words: Callable[[str], str]) -> list[tuple[str, str]]:
    return sorted(((value, words(value)) for value in values if value), key=lambda row: row[1].casefold())


@dataclass(frozen=True)
class FieldChange:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One row of a table that the action made, changed or deleted."""

    thing: str
    kind: str
    fields: list[FieldChange]


MOST_CHANGES = 200
"""Rows of one table that an entry shows: an import touches thousands."""


def changes_of(entry: AuditEntry) -> list[RowChange]:
    """What the action of this entry changed, from all histories that the open scope sees; three queries a table."""
    from django.apps import apps
    from pghistory.models import Event

    models = [
        model
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.managed and not model._meta.proxy
    ]
    return [change for model in models for change in _changes(model, entry.context_id)]


def _changes(model: Any, context_id: uuid.UUID) -> Iterator[RowChange]:
    """A history keeps what a row became, or what it was (`pghistory.Old`); the other side is its neighbour.

    After the last row of the second kind comes the thing as it is now.
    """
    keeps_old = any(x.label == "update" and x.row == "OLD" for x in model.pgh_trackers or ())
    rows = _with_neighbour(model, context_id, later=keeps_old)
    neighbours = model.objects.in_bulk([row.neighbour for row in rows if row.neighbour])
    tracked = model.pgh_tracked_model
    alone = [row.pgh_obj_id for row in rows if keeps_old and not row.neighbour and row.pgh_label == "update"]
    now = tracked._base_manager.in_bulk(alone) if alone else {}
    for row in rows:
        other = neighbours.get(row.neighbour) or now.get(row.pgh_obj_id)
        before, after = _sides(row, other, keeps_old)
        yield RowChange(str(tracked._meta.verbose_name), row.pgh_label, list(_fields(tracked, before, after)))


def _with_neighbour(model: Any, context_id: uuid.UUID, *, later: bool) -> list[Any]:
    same = model.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"))
    beside = (
        same.filter(pgh_id__gt=OuterRef("pgh_id")) if later else same.filter(pgh_id__lt=OuterRef("pgh_id"))
    )
    nearest = beside.order_by("pgh_id" if later else "-pgh_id").values("pgh_id")[:1]
    rows = model.objects.filter(pgh_context_id=context_id).annotate(neighbour=Subquery(nearest))
    return list(rows.order_by("pgh_id")[:MOST_CHANGES])


def _sides(row: Any, other: Any, keeps_old: bool) -> tuple[Any, Any]:
    if row.pgh_label == "insert":
        return None, row
    if row.pgh_label == "delete":
        return row, None
    return (row, other) if keeps_old else (other, row)


def _fields(tracked: Any, before: Any, after: Any) -> Iterator[FieldChange]:
    known = before if before is not None else after
    for field in tracked._meta.concrete_fields:
        if field.primary_key or field.name in _HIDDEN or not hasattr(known, field.attname):
            continue
        old, new = (getattr(side, field.attname, None) for side in (before, after))
        if new == old or (old in (None, "", []) and new in (None, "", [])):
            continue
        yield FieldChange(str(field.verbose_name), _shown(old), _shown(new))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)[:2000]


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
