"""Enquiries that belong together: merged into one, or split from one. Contacts and consents hold for all."""

from __future__ import annotations

from django.db.models import Q

from vielklang.enquiries.models import Enquiry, EnquiryRegrouping

_DEEPEST = 20


def counted() -> Q:
    """Which enquiries count: one that went into another does not, the other one does."""
    return Q(merged_into=None)


def surviving(enquiry: Enquiry) -> Enquiry:
    """What this one has become part of, or itself; in the scope of the centre. No query where it is not merged."""
    found = enquiry
    for _step in range(_DEEPEST):
        if found.merged_into_id is None:
            break
        found = Enquiry.objects.select_related("centre").get(pk=found.merged_into_id)
    return found


def family_of(enquiry: Enquiry) -> list[int]:
    """Keys of it, of what went into it, of what was split from it and what it was split from; one query."""
    keys = [enquiry.pk, *([enquiry.split_from_id] if enquiry.split_from_id else [])]
    rows = Enquiry.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys) | Q(split_from=enquiry.pk))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def standing(enquiry: Enquiry) -> list[EnquiryRegrouping]:
    """What can still be undone here, the newest first."""
    rows = EnquiryRegrouping.objects.filter(undone_at=None).filter(Q(target=enquiry) | Q(origin=enquiry))
    return list(rows.select_related("origin", "target"))
