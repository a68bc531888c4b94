"""Doors to enquiries: for staff by right, for the person by code and PIN."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from vielklang.core.actor import Actor
from vielklang.core.audit import record_read
from vielklang.core.permissions import Permission, can
from vielklang.core.scope import token_scope
from vielklang.enquiries.codes import clean_code, clean_pin, digest_of, hash_of, is_pin
from vielklang.enquiries.models import Enquiry


def access_enquiry(by: Actor, public_id: UUID) -> Enquiry:
    """An enquiry of the open scope's centre, with a line in the read log. Raises `Http404`, `PermissionDenied`."""
    found = (
        Enquiry.objects.filter(public_id=public_id)
        .select_related("centre", "municipality", "assigned_to")
        .first()
    )
    if found is None:
        raise Http404
    if not can(by, Permission.ENQUIRY_ANSWER, centre_id=found.centre_id):
        raise PermissionDenied
    record_read(by=by, subject=found)
    return found


def enquiry_by_code(code: str, pin: str) -> Enquiry | None:
    """The enquiry that code and PIN open; None for everything else, after the same time."""
    digest = digest_of(clean_code(code))
    with token_scope(digest):
        found = Enquiry.objects.filter(code_digest=digest).select_related("centre").first()
    if found is None:
        is_pin("000000", hash_of("000001"))
        return None
    return found if is_pin(clean_pin(pin), found.pin_hash) else None
