"""Overdue answers: their person hears of them, days later the leads; each once. In the scope of the centre."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from vielklang.accounts.models import User
from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.mail import queue_mail
from vielklang.enquiries.absences import away_on, reached_instead
from vielklang.enquiries.models import Absence, Enquiry
from vielklang.enquiries.queries import answer_owed, leads, rules_of
from vielklang.enquiries.targets import late_since

MOST = 500
"""In one round; what is left comes with the next."""


@action
def escalate_enquiries(*, by: Actor, centre: Centre, now: dt.datetime) -> int:
    """Tell who looks after an overdue enquiry, and after the days of the rules the leads; how many were told of.

    Where nobody looks after it, the leads hear at once. A mail says how many, never words or people.
    """
    cutoff = late_since(now, rules_of(centre).escalate_after_days)
    nobody, is_new = Q(assigned_to=None), Q(reminded_at=None)
    late = Enquiry.objects.filter(answer_owed(), due_at__lt=now, escalated_at=None)
    rows = late.filter(nobody | is_new | Q(due_at__lte=cutoff)).order_by("due_at", "pk")
    due = list(rows.select_for_update(of=("self",)).select_related("assigned_to")[:MOST])
    first = [row for row in due if row.assigned_to is not None and row.reminded_at is None]
    high = [
        row for row in due if row.assigned_to is None or (row.due_at is not None and row.due_at <= cutoff)
    ]
    for person, own in _by_person(first, away_on(timezone.localdate(now))).items():
        _tell(by, centre, person, own, is_lead=False)
    for person in leads() if high else ():
        _tell(by, centre, person, high, is_lead=True)
    for told, name, event in (
        (first, "reminded_at", "enquiry overdue"),
        (high, "escalated_at", "enquiry escalated"),
    ):
        Enquiry.objects.filter(pk__in=[row.pk for row in told]).update(**{name: now})
        for row in told:
            record(by=by, event=event, subject=row)
    return len({row.pk for row in (*first, *high)})


def _by_person(rows: Sequence[Enquiry], away: dict[int, Absence]) -> dict[User, list[Enquiry]]:
    """Who is away is stood in for."""
    found: dict[User, list[Enquiry]] = defaultdict(list)
    for row in rows:
        if row.assigned_to is not None:
            found[reached_instead(row.assigned_to, away)].append(row)
    return found


def _tell(by: Actor, centre: Centre, person: User, rows: Sequence[Enquiry], *, is_lead: bool) -> None:
    """Once for each of them: the key names the first and when it was due."""
    kind = "escalated" if is_lead else "overdue"
    queue_mail(
        by=by,
        key=f"enquiry-{kind}:{person.public_id}:{rows[0].public_id}:{rows[0].due_at:%Y%m%d}",
        to=person.email,
        template="enquiries/mail/overdue",
        context={
            "centre": centre,
            "count": len(rows),
            "is_lead": is_lead,
            "tab": "escalated" if is_lead else "mine",
        },
        language=person.language,
        centre_id=centre.pk,
    )
