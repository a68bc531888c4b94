"""Reading the audit: entries by filter and page, and the values before and after from the history beside it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from vielklang.accounts.audit_words import event_words, thing_words
from vielklang.core.models import AuditEntry

PAGE = 50
RECENT = 5_000
_HIDDEN = {"search_vector", "embedding"}


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
        if self.last:
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


def changes_of(entry: AuditEntry) -> list[RowChange]:
    """What the action of this entry changed, from all histories that the open scope sees."""
    from django.apps import apps
    from pghistory.models import Event

    models = [
        model
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.managed and not model._meta.proxy
    ]
    return [change for model in models for change in _changes(model, entry.context_id)]


def _changes(model: Any, context_id: uuid.UUID) -> Iterator[RowChange]:
    tracked = model.pgh_tracked_model
    for row in model.objects.filter(pgh_context_id=context_id).order_by("pgh_id"):
        before = None
        if row.pgh_label == "update":
            earlier = model.objects.filter(pgh_obj_id=row.pgh_obj_id, pgh_id__lt=row.pgh_id)
            before = earlier.order_by("-pgh_id").first()
        yield RowChange(
            thing_words(tracked._meta.label_lower), row.pgh_label, list(_fields(tracked, row, before))
        )


def _fields(tracked: Any, row: Any, before: Any) -> Iterator[FieldChange]:
    for field in tracked._meta.concrete_fields:
        if field.primary_key or field.name in _HIDDEN or not hasattr(row, field.attname):
            continue
        new = getattr(row, field.attname)
        old = getattr(before, field.attname) if before is not None else None
        if row.pgh_label == "update" and new == old:
            continue
        if row.pgh_label == "delete":
            old, new = new, None
        if old not in (None, "", []) or new not in (None, "", []):
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
