"""How long things are kept, what a legal hold keeps longer, what a person wants erased at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions._common import locked
from vielklang.enquiries.erasing import delete_enquiries, held_among, person_keys
from vielklang.enquiries.models import Enquiry, EnquiryHold, EnquiryRules


class HeldError(Exception):
    """A legal hold keeps this enquiry; nothing was deleted."""


@action
def hold_enquiry(*, by: Actor, enquiry: Enquiry, reason: str, now: dt.datetime | None = None) -> EnquiryHold:
    """Keep everything of it until somebody lifts this. Where one holds it already, that one stays."""
    row = locked(enquiry)
    hold, is_new = EnquiryHold.objects.get_or_create(
        enquiry=row, lifted_at=None,
        defaults={
            "centre_id": row.centre_id, "reason": reason.strip(), "set_by": (by.person or str(by))[:120],
            "set_at": now or timezone.now(),
        },
    )  # fmt: skip
    if is_new:
        record(by=by, event="enquiry held", subject=row)
    return hold


@action
def lift_hold(*, by: Actor, enquiry: Enquiry, reason: str, now: dt.datetime | None = None) -> None:
    """From now on its periods hold again: what is over goes in the next night."""
    row = locked(enquiry)
    hold = EnquiryHold.objects.filter(enquiry=row, lifted_at=None).first()
    if hold is None:
        return
    hold.lifted_at, hold.lifted_reason = now or timezone.now(), reason.strip()
    hold.lifted_by = (by.person or str(by))[:120]
    hold.save()
    record(by=by, event="hold of enquiry lifted", subject=row)


@action
def erase_enquiry(*, by: Actor, enquiry: Enquiry) -> None:
    """Delete all that its code opens at once, whatever its state; the counted fact stays. Raises `HeldError`."""
    keys = person_keys(enquiry)
    list(Enquiry.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    if held_among(keys):
        raise HeldError
    delete_enquiries(enquiry.centre_id, keys)
    record(by=by, event="enquiry erased", centre_id=enquiry.centre_id)


@action
def note_taken_along(*, by: Actor, enquiry: Enquiry) -> None:
    """That everything stored was given out; what it was is not written down."""
    record(by=by, event="enquiry taken along", subject=enquiry)


@action
def set_keeping(
    *, by: Actor, centre: Centre, keep_months: int, keep_contacts_months: int, keep_files_months: int
) -> EnquiryRules:
    """How many months after closing an enquiry, the way to reach the person, and files are deleted.

    Holds from the next night on, for what is closed already too.
    """
    values: dict[str, Any] = {
        "keep_months": keep_months,
        "keep_contacts_months": keep_contacts_months,
        "keep_files_months": keep_files_months,
    }
    rules, _created = EnquiryRules.objects.update_or_create(centre=centre, defaults=values)
    record(by=by, event="enquiry periods set", subject=centre, centre_id=centre.pk, **values)
    return rules
