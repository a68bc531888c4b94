"""Reads of mailboxes and of what came out of them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, QuerySet
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.centres.queries import list_centres
from vielklang.core.scope import centre_scope
from vielklang.enquiries.enums import MailFate
from vielklang.enquiries.models import EnquiryMail, Mailbox

SHOWN_DAYS = 30


def centres_with_mailbox() -> list[Centre]:
    found = []
    for centre in list_centres():
        with centre_scope(centre):
            if Mailbox.objects.filter(centre=centre, is_active=True).exists():
                found.append(centre)
    return found


def mailbox_of(centre: Centre) -> Mailbox | None:
    return Mailbox.objects.filter(centre=centre).first()


def unreadable_mails() -> QuerySet[EnquiryMail]:
    """Those that a colleague has to look at in the mailbox, newest first."""
    return EnquiryMail.objects.filter(fate=MailFate.UNREADABLE).order_by("-created_at", "-pk")


def left_out() -> list[tuple[str, int]]:
    """(reason in words, how many) of the last days: what programs wrote."""
    since = timezone.now() - dt.timedelta(days=SHOWN_DAYS)
    rows = EnquiryMail.objects.filter(fate=MailFate.SKIPPED, created_at__gte=since).order_by("reason")
    return [(EnquiryMail(reason=row["reason"]).get_reason_display(), row["count"])
            for row in rows.values("reason").annotate(count=Count("pk"))]  # fmt: skip
