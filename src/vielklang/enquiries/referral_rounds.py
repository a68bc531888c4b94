"""Every day for each centre: referrals whose time is over, reminders, and the question what became of them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions.rounds import ask_outcome, expire_referral, remind_receiver
from vielklang.enquiries.models import Referral
from vielklang.enquiries.models.referral import RUNNING
from vielklang.enquiries.referral_words import terms_of


def run_referrals(*, by: Actor, centre: Centre, now: dt.datetime) -> dict[str, int]:
    """Each referral in a transaction of its own; how many of each."""
    after = terms_of(timezone.localdate(now)).remind_after
    counts = {"expired": 0, "reminded": 0, "asked": 0}
    for row in _due(centre, now, after):
        with centre_scope(centre):
            if row.expires_at <= now:
                counts["expired"] += expire_referral(by=by, referral=row, now=now)
            elif row.reacted_at is None and (number := _reminder(row, now, after)):
                counts["reminded"] += remind_receiver(by=by, referral=row, number=number, now=now)
            elif row.outcome_due_at and row.outcome_due_at <= now:
                counts["asked"] += ask_outcome(by=by, referral=row, now=now)
    return counts


def _due(centre: Centre, now: dt.datetime, after: tuple[int, ...]) -> list[Referral]:
    first = now - dt.timedelta(days=min(after, default=0))
    with centre_scope(centre):
        rows = Referral.objects.filter(centre=centre, state__in=RUNNING).filter(
            Q(expires_at__lte=now)
            | Q(reacted_at=None, sent_at__lte=first, reminders__lt=len(after))
            | Q(outcome_due_at__lte=now, outcome_asked_at=None)
        )
        return list(rows.order_by("pk"))


def _reminder(referral: Referral, now: dt.datetime, after: tuple[int, ...]) -> int:
    """Which reminder is due; 0 for none. Days that were missed are not made up for one by one."""
    due = sum(referral.sent_at + dt.timedelta(days=days) <= now for days in after)
    return due if due > referral.reminders else 0
