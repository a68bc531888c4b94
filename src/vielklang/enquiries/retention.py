"""How long enquiries are kept: until so many months after they were closed, as the guide promises before sending."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.scope import centre_scope
from vielklang.enquiries.models import Enquiry, EnquiryRules

BATCH = 500


def forget_enquiries(*, by: Actor, centre: Centre, now: dt.datetime) -> int:
    """Delete what was closed longer ago than the centre's rules say, in batches of their own transactions; how many.

    Words, contacts, consents and named offers go with their enquiry; the audit keeps the number alone.
    """
    with centre_scope(centre):
        rules = EnquiryRules.objects.filter(centre=centre).first() or EnquiryRules(centre=centre)
    before, count = now - relativedelta(months=rules.keep_months), 0
    while found := _forget_batch(by=by, centre=centre, before=before):
        count += found
    return count


@action
def _forget_batch(*, by: Actor, centre: Centre, before: dt.datetime) -> int:
    with centre_scope(centre):
        ids = list(
            Enquiry.objects.filter(closed_at__lt=before)
            .order_by("closed_at")
            .values_list("pk", flat=True)[:BATCH]
        )
        if ids:
            Enquiry.objects.filter(pk__in=ids).delete()
            record(by=by, event="enquiries deleted", centre_id=centre.pk, label=str(len(ids)))
    return len(ids)
