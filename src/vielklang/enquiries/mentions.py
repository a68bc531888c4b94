"""Who was named in notes, and has not opened the enquiry since. The read log knows what somebody has opened."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.db.models import Max
from django.utils import timezone

from vielklang.accounts.models import User
from vielklang.core.models import AuditEntry
from vielklang.enquiries.enums import EnquiryState
from vielklang.enquiries.models import Mention

MOST = 100
_LATEST = dt.timedelta(days=60)


def mentions_of(user_id: int | None) -> list[Mention]:
    """Of the last sixty days, the newest first, at most a hundred; one query."""
    since = timezone.now() - _LATEST
    rows = Mention.objects.filter(person_id=user_id, created_at__gte=since)
    return list(rows.exclude(enquiry__state=EnquiryState.MERGED).select_related("enquiry")[:MOST])


def unseen(mentions: Sequence[Mention], user_id: int | None) -> list[Mention]:
    """Those whose enquiry this person has not opened since; one query."""
    keys = {str(row.enquiry.public_id) for row in mentions}
    rows = AuditEntry.objects.filter(subject_id__in=keys, user_id=user_id, event__endswith=" read")
    read = dict(rows.order_by().values_list("subject_id").annotate(last=Max("at")))
    return [
        row
        for row in mentions
        if (last := read.get(str(row.enquiry.public_id))) is None or last < row.created_at
    ]


def named_in(text: str, people: Sequence[User]) -> list[User]:
    """Colleagues whose name stands in the text behind an @; the whole name, or its first part where that is unique."""
    written = text.casefold()
    found = [row for row in people if re.search(rf"@{re.escape(row.name.casefold())}\b", written)]
    firsts = [row.name.casefold().partition(" ")[0] for row in people]
    for row, first in zip(people, firsts, strict=True):
        if row not in found and firsts.count(first) == 1 and re.search(rf"@{re.escape(first)}\b", written):
            found.append(row)
    return found
