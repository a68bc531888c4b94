"""Doors to enquiries: for staff by right, for the person by code and PIN."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import record_read
from vielklang.core.permissions import Permission, can
from vielklang.core.scope import centre_scope, token_scope
from vielklang.enquiries.codes import clean_code, clean_pin, digest_of, hash_of, is_pin, new_pin
from vielklang.enquiries.models import Enquiry, EnquiryRules, Referral
from vielklang.enquiries.referral_links import token_digest
from vielklang.enquiries.regrouping import surviving


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


def takes_enquiries(centre: Centre) -> bool:
    """Whether the guide offers to ask this centre; without rules of its own it does."""
    with centre_scope(centre):
        rules = EnquiryRules.objects.filter(centre=centre).first()
    return rules is None or rules.takes_enquiries


def enquiry_by_code(code: str, pin: str) -> Enquiry | None:
    """The enquiry that code and PIN open; None for everything else, after the same time."""
    digest = digest_of(clean_code(code))
    with token_scope(digest):
        own = Enquiry.objects.filter(code_digest=digest).values_list("pin_hash", flat=True).first()
    is_right = is_pin(clean_pin(pin), own or _nobodys_hash())
    found = enquiry_by_digest(digest)
    return found if is_right and found else None


def enquiry_by_digest(digest: str) -> Enquiry | None:
    """It, or what it has become part of: the code of either opens the whole conversation."""
    with token_scope(digest):
        found = Enquiry.objects.filter(code_digest=digest).select_related("centre").first()
    if found is None or found.merged_into_id is None:
        return found
    with centre_scope(found.centre):
        whole = surviving(found)
    whole.opened_by = digest
    return whole


@cache
def _nobodys_hash() -> str:
    """Compared with where no code fits: an unknown code takes as long as a wrong PIN."""
    return hash_of(new_pin())


def access_referral(by: Actor, public_id: UUID) -> Referral:
    """A referral of the open scope's centre, with a line in the read log. Raises `Http404`, `PermissionDenied`."""
    rows = Referral.objects.select_related("centre", "organisation", "to_centre", "enquiry")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    if not can(by, Permission.ENQUIRY_ANSWER, centre_id=found.centre_id):
        raise PermissionDenied
    record_read(by=by, subject=found)
    return found


def referral_by_token(token: str) -> Referral | None:
    """The referral whose link this is, in whatever state; None where there is none."""
    with token_scope(token_digest(token)):
        return Referral.objects.select_related("centre").first()
