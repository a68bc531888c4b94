"""What became of referrals, per topic and per receiver: what no peer knows of its own work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from vielklang.centres.models import Centre
from vielklang.enquiries.enums import ReferralState, Visit
from vielklang.enquiries.models import Referral
from vielklang.enquiries.models.referral import BACK, RUNNING

S, V = ReferralState, Visit
OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """Of one topic (`key`) or receiver (`name`). `came` and `solved` are of those whose outcome is known.

    What the person says counts before what the receiver says.
    """

    key: str
    name: str
    total: int
    running: int
    accepted: int
    back: int
    known: int
    came: int
    solved: int
    query: str


@dataclass(frozen=True, slots=True)
class ReferralTables:
    topics: list[ReferralLine]
    receivers: list[ReferralLine]


def referral_tables(centre: Centre, since: dt.datetime, until: dt.datetime) -> ReferralTables:
    """Of referrals sent in `[since, until)`, in the scope of the centre; two queries, most first."""
    rows = Referral.objects.filter(centre=centre, sent_at__gte=since, sent_at__lt=until).order_by()
    rows = rows.alias(said=Coalesce(NullIf("person_outcome", Value("")), "receiver_outcome"))
    topics = rows.annotate(topic=Func("enquiry__topics", function="unnest", output_field=CharField()))
    receivers = ("organisation__public_id", "organisation__name", "to_centre__slug", "to_centre__name")
    return ReferralTables(
        [_line(row, row["topic"], "", {"topic": row["topic"]}) for row in _counted(topics, "topic")],
        [_receiver_line(row) for row in _counted(rows, *receivers)],
    )


def _counted(rows: QuerySet[Any], *names: str) -> Iterable[dict[str, Any]]:
    return rows.values(*names).annotate(
        total=Count("pk"),
        running=Count("pk", filter=Q(state__in=RUNNING)),
        accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
        back=Count("pk", filter=Q(state__in=BACK)),
        known=Count("pk", filter=Q(said__in=V.values)),
        came=Count("pk", filter=Q(said__in=(V.SOLVED, V.PARTLY, V.NOT_SOLVED))),
        solved=Count("pk", filter=Q(said=V.SOLVED)),
    ).order_by("-total", *names)  # fmt: skip


def _receiver_line(row: dict[str, Any]) -> ReferralLine:
    if row["organisation__public_id"]:
        key, name = f"organisation:{row['organisation__public_id']}", row["organisation__name"]
    elif row["to_centre__slug"]:
        key, name = f"centre:{row['to_centre__slug']}", row["to_centre__name"]
    else:
        key, name = OTHER, ""
    return _line(row, key, name, {"receiver": key})


def _line(row: dict[str, Any], key: str, name: str, query: dict[str, str]) -> ReferralLine:
    names = ("total", "running", "accepted", "back", "known", "came", "solved")
    return ReferralLine(key=key, name=name, query=urlencode(query), **{one: row[one] for one in names})
