"""The audit of a centre, for its leads: who did what and who read what; filter, details, export."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.accounts.actions import record_audit_export
from vielklang.accounts.audit_queries import MOST_CHANGES, AuditFilter, changes_of, choices, page_of
from vielklang.accounts.audit_words import ACTOR_KINDS, event_words, thing_words
from vielklang.core.models import AuditEntry
from vielklang.core.permissions import Permission
from vielklang.core.tables import csv_response

MOST_EXPORTED = 50_000
Words = Callable[[str], str]


@desk(Permission.AUDIT_VIEW)
@require_safe
def entries(request: AreaRequest) -> HttpResponse:
    wanted = _filter(request.GET)
    page = page_of(wanted, request.GET.get("after", ""))
    values = {
        "rows": [_line(entry) for entry in page.entries],
        "after": page.after,
        "is_first": not request.GET.get("after"),
        "filter": wanted,
        **choices(wanted),
    }
    return render(request, "accounts/desk/audit.html", values)


@desk(Permission.AUDIT_VIEW)
@require_safe
def entry(request: AreaRequest, entry: uuid.UUID) -> HttpResponse:
    """One entry with the values before and after."""
    found = AuditEntry.objects.filter(pk=entry).first()
    if found is None:
        raise Http404
    values = {
        "line": _line(found),
        "changes": changes_of(found),
        "details": sorted((str(key), str(value)) for key, value in found.details.items()),
        "same": [
            _line(row)
            for row in AuditEntry.objects.filter(context_id=found.context_id).exclude(pk=entry)[:MOST_CHANGES]
        ],
    }
    return render(request, "accounts/desk/audit_entry.html", values)


@desk(Permission.AUDIT_VIEW)
@require_POST
def export(request: AreaRequest) -> HttpResponse:
    """What the filter shows as CSV; leaves an entry itself, which is why it is no GET."""
    wanted = _filter(request.POST)
    rows = wanted.rows()[: MOST_EXPORTED + 1]
    header = [
        _("Time"),
        _("Who"),
        _("Kind"),
        _("What happened"),
        _("Thing"),
        _("Name"),
        _("Id"),
        _("Details"),
    ]
    words = (
        cache(_kind_words),
        cache(event_words),
        cache(thing_words),
    )  # 50,000 rows have a few dozen of them
    cells = [_cells(row, *words) for row in rows.iterator(2000)]
    if len(cells) > MOST_EXPORTED:
        messages.error(request, _("These are too many entries for one file. Please choose a shorter period."))
        return redirect(f"{request.area.url('accounts:desk_audit')}?{_query(request.POST)}")
    record_audit_export(by=request.area.actor, centre_id=request.area.centre.pk, count=len(cells))
    return csv_response(f"protokoll-{timezone.localdate():%Y-%m-%d}", header, cells)


def _filter(values: Any) -> AuditFilter:
    return AuditFilter(
        person=values.get("person", "").strip()[:100],
        event=values.get("event", "")[:80],
        subject_type=values.get("thing", "")[:60],
        subject_id=values.get("id", "").strip()[:64],
        first=_day(values.get("from", "")),
        last=_day(values.get("to", "")),
    )


def _query(values: Any) -> str:
    names = ("person", "event", "thing", "id", "from", "to")
    return urlencode({name: values[name] for name in names if values.get(name)})


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _line(row: AuditEntry) -> dict[str, Any]:
    return {
        "entry": row,
        "who": row.actor_name,
        "kind": _kind_words(row.actor_kind),
        "event": event_words(row.event),
        "thing": thing_words(row.subject_type),
    }


def _cells(row: AuditEntry, kind: Words, event: Words, thing: Words) -> list[str]:
    details = ", ".join(f"{key}={value}" for key, value in sorted(row.details.items()))
    return [
        f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}",
        row.actor_name,
        kind(row.actor_kind),
        event(row.event),
        thing(row.subject_type),
        row.subject_label,
        row.subject_id,
        details,
    ]


def _kind_words(kind: str) -> str:
    return str(ACTOR_KINDS.get(kind, kind))
