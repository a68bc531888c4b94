"""What became of referrals, per topic and per receiver: what no peer knows of its own work."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from vielklang.centres.models import Centre
from vielklang.enquiries.enums import Visit
from vielklang.enquiries.models.referral import BACK, RUNNING
from vielklang.enquiries.referral_counting import ReferralCell, referral_cells

V = Visit
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
    """Of referrals sent in `[since, until)`, whole months, in the scope of the centre; one query, most first.

    Those of deleted enquiries count too.
    """
    topics, receivers = _Sums(), _Sums()
    for cell in referral_cells(centre.pk, since, until):
        for topic in cell.topics:
            topics.add(topic, "", cell)
        receivers.add(*_receiver(cell), cell)
    return ReferralTables(topics.lines("topic"), receivers.lines("receiver"))


class _Sums:
    """Cells summed by key; a key keeps the name that it came with."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._names: dict[str, str] = {}

    def add(self, key: str, name: str, cell: ReferralCell) -> None:
        self._names[key] = name
        self._counts.setdefault(key, Counter()).update(
            total=cell.count,
            running=cell.count * (cell.state in RUNNING),
            accepted=cell.count * cell.was_accepted,
            back=cell.count * (cell.state in BACK),
            known=cell.count * (cell.outcome in V.values),
            came=cell.count * (cell.outcome in (V.SOLVED, V.PARTLY, V.NOT_SOLVED)),
            solved=cell.count * (cell.outcome == V.SOLVED),
        )

    def lines(self, asked: str) -> list[ReferralLine]:
        """`asked` names them in the address."""
        found = [
            ReferralLine(key=key, name=self._names[key], query=urlencode({asked: key}), **counts)
            for key, counts in self._counts.items()
        ]
        return sorted(found, key=lambda line: (-line.total, line.name, line.key))


def _receiver(cell: ReferralCell) -> tuple[str, str]:
    """Its key and its name."""
    if cell.organisation:
        return f"organisation:{cell.organisation}", cell.organisation_name or ""
    if cell.to_centre:
        return f"centre:{cell.to_centre}", cell.to_centre_name or ""
    return OTHER, ""
