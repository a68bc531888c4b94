"""Who may do what with organisations; the only doors to contact persons, notes and merges."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils import timezone

from vielklang.core.areas import Area, AreaKind
from vielklang.core.audit import record, record_read
from vielklang.core.models import AuditEntry
from vielklang.core.permissions import Permission
from vielklang.organisations.models import (
    ContactPerson,
    DuplicateDecision,
    Organisation,
    OrganisationChange,
    OrganisationMerge,
    OrganisationNote,
)

UNDO = dt.timedelta(days=1)
"""How long an entry can be taken back from the centre it was handed to."""


def access_organisation(
    area: Area, public_id: uuid.UUID, permission: Permission, *, lock: bool = False
) -> Organisation:
    """The organisation of this area: 404 for a foreign one, 403 without the right.

    At a desk entries of the whole state (without a centre) may be read and never changed.
    `lock`: nobody else writes it until the request is over.
    """
    rows = Organisation.objects.select_related("centre", "municipality", "umbrella")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(public_id=public_id).first()
    if row is None or not _belongs(area, row):
        raise Http404
    if not area.can(permission) or (row.centre_id is None and permission != Permission.ORGANISATION_VIEW):
        raise PermissionDenied
    return row


def may(area: Area, organisation: Organisation, permission: Permission) -> bool:
    """What a template asks before it shows a button."""
    return area.can(permission) and (area.kind == AreaKind.PARTNER or organisation.centre_id is not None)


def access_contacts(area: Area, organisation: Organisation) -> list[ContactPerson]:
    """Everybody to talk to at an organisation; the reading is recorded. Empty, unread, for those without the right."""
    if not area.can(Permission.CONTACT_VIEW):
        return []
    rows = list(ContactPerson.objects.filter(organisation=organisation))
    if rows:
        record(
            by=area.actor,
            event="contact persons read",
            subject=organisation,
            organisation_id=organisation.pk,
            count=len(rows),
        )
    return rows


def access_contact(area: Area, public_id: uuid.UUID, permission: Permission) -> ContactPerson:
    """One contact person; the reading is recorded."""
    row = _found(ContactPerson.objects.select_related("organisation"), public_id)
    if not _belongs(area, row.organisation):
        raise Http404
    if not area.can(permission) or not area.can(Permission.CONTACT_VIEW):
        raise PermissionDenied
    record_read(by=area.actor, subject=row, label=row.organisation.name)
    return row


def access_notes(area: Area, organisation: Organisation) -> list[OrganisationNote]:
    """The centre's latest notes about an organisation; empty, unread, for those without the right."""
    if not area.can(Permission.CONTACT_VIEW):
        return []
    return list(OrganisationNote.objects.filter(organisation=organisation)[:50])


def access_note(area: Area, public_id: uuid.UUID, permission: Permission) -> OrganisationNote:
    row = _found(OrganisationNote.objects.select_related("organisation"), public_id)
    if not area.can(permission) or not area.can(Permission.CONTACT_VIEW):
        raise PermissionDenied
    return row


def access_change(area: Area, public_id: uuid.UUID, permission: Permission) -> OrganisationChange:
    rows = OrganisationChange.objects.select_related("organisation__centre", "organisation__municipality")
    row: OrganisationChange = _found(rows.select_related("organisation__umbrella"), public_id)
    if not area.can(permission):
        raise PermissionDenied
    return row


def access_handed_on(area: Area, public_id: uuid.UUID, permission: Permission) -> Organisation:
    """An entry that this centre handed to another one a moment ago and nobody has touched since; 404 for any other."""
    if not area.can(permission):
        raise PermissionDenied
    row: Organisation = _found(
        Organisation.objects.select_related("centre").exclude(centre=area.centre), public_id
    )
    since = timezone.now() - UNDO
    moves = AuditEntry.objects.filter(event="organisation moved", subject_id=str(public_id), at__gte=since)
    last = moves.first()
    if (
        last is None
        or last.details.get("new") != (row.centre and row.centre.slug)
        or row.updated_at > last.at
    ):
        raise Http404
    return row


def access_decision(area: Area, public_id: uuid.UUID, permission: Permission) -> DuplicateDecision:
    row = _found(DuplicateDecision.objects.select_related("first", "second"), public_id)
    if not area.can(permission):
        raise PermissionDenied
    return row


def access_merge(area: Area, public_id: uuid.UUID, permission: Permission) -> OrganisationMerge:
    row = _found(OrganisationMerge.objects.select_related("kept"), public_id)
    if not area.can(permission):
        raise PermissionDenied
    return row


def _found(rows: models.QuerySet[Any], public_id: uuid.UUID) -> Any:
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _belongs(area: Area, row: Organisation) -> bool:
    if area.kind == AreaKind.DESK:
        return row.centre_id in (area.centre.pk, None)
    return area.kind == AreaKind.PARTNER and row.pk == area.organisation.pk
