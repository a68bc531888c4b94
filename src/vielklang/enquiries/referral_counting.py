"""Referrals as they are counted: the living ones, and what stays of those whose enquiries were deleted.

Read by one statement, and counted for good in the transaction that deletes (docs/adr/0025-counted-facts.md).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, DateField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf, TruncMonth

from vielklang.enquiries.enums import ReferralState
from vielklang.enquiries.models import Referral, ReferralFact
from vielklang.enquiries.models.referral import RUNNING
from vielklang.offers.calendar import BERLIN

_RECEIVER = ("organisation__public_id", "organisation__name", "to_centre__slug", "to_centre__name")


@dataclass(frozen=True, slots=True)
class ReferralCell:
    """So many referrals that are alike; `organisation` and `to_centre` are what the register calls them by."""

    topics: list[str]
    organisation: uuid.UUID | None
    organisation_name: str | None
    to_centre: str | None
    to_centre_name: str | None
    state: str
    was_accepted: bool
    outcome: str
    count: int


def referral_cells(centre_id: int, since: dt.datetime, until: dt.datetime) -> list[ReferralCell]:
    """Of referrals sent in `[since, until)`, living and counted; of the latter, whole months that begin there."""
    rows = _as_counted(Referral.objects.filter(centre=centre_id, sent_at__gte=since, sent_at__lt=until))
    names = ("enquiry__topics", *_RECEIVER, "state", "c_accepted", "c_outcome")
    living = rows.values_list(*names).annotate(c_count=Cast(Count("pk"), IntegerField()))
    days = (since.astimezone(BERLIN).date(), (until.astimezone(BERLIN) - dt.timedelta(microseconds=1)).date())
    facts = ReferralFact.objects.filter(centre=centre_id, month__range=days).order_by()
    kept = facts.values_list("topics", *_RECEIVER, "state", "was_accepted", "outcome", "count")
    return [ReferralCell(*row) for row in living.union(kept, all=True)]


def keep_referral_facts(centre_id: int, keys: Collection[int]) -> None:
    """Count the referrals of these enquiries for good; in the transaction that deletes them.

    What still runs ends now. In one order, so that two deletions at the same time wait for each other.
    """
    ended = Case(
        When(state__in=RUNNING, then=Value(ReferralState.WITHDRAWN)),
        default=F("state"),
        output_field=CharField(),
    )
    rows = _as_counted(Referral.objects.filter(enquiry__in=keys)).annotate(c_state=ended)
    names = (
        "c_month",
        "enquiry__topics",
        "kind",
        "organisation",
        "to_centre",
        "c_state",
        "c_accepted",
        "c_outcome",
    )
    found = rows.values_list(*names).annotate(c_count=Count("pk"))
    for *values, count in sorted(found, key=str):
        _add(dict(zip(_KEY, (centre_id, *values), strict=True)), count)


_KEY = (
    "centre_id", "month", "topics", "kind", "organisation_id", "to_centre_id", "state", "was_accepted", "outcome",
)  # fmt: skip


def _add(key: dict[str, Any], count: int) -> None:
    """To the counter of this key. Two that begin it at once make two, which are summed."""
    there = ReferralFact.objects.filter(**key).order_by("pk").values_list("pk", flat=True).first()
    if there is None:
        ReferralFact.objects.create(**key, count=count)
    else:
        ReferralFact.objects.filter(pk=there).update(count=F("count") + count)


def _as_counted(rows: QuerySet[Referral]) -> QuerySet[Any]:
    """What the person says counts before what the receiver says."""
    return rows.order_by().annotate(
        c_month=Cast(TruncMonth("sent_at", tzinfo=BERLIN), DateField()),
        c_accepted=Case(When(accepted_at__isnull=False, then=True), default=False),
        c_outcome=Coalesce(NullIf("person_outcome", Value("")), "receiver_outcome"),
    )
