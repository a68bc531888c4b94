"""What the desk shows of referrals, in words: the panel on the page of an enquiry, lines of the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vielklang.accounts.access import AreaRequest
from vielklang.core.areas import Area, AreaKind, MenuEntry, TodayItem
from vielklang.core.permissions import Permission
from vielklang.enquiries.desk_rows import number_of, topic_words
from vielklang.enquiries.enums import ReferralState, VisitSeen
from vielklang.enquiries.models import Enquiry, Referral
from vielklang.enquiries.queries_referrals import GROUPS, referrals_of
from vielklang.enquiries.referral_words import grounds, refusals

S = ReferralState
LIST = "enquiries:desk_referrals"
_KINDS = {
    S.SENT: "", S.ASKED: "warn", S.PROPOSED: "accent", S.ACCEPTED: "good", S.DONE: "good", S.REFUSED: "warn",
    S.RETURNED: "warn", S.EXPIRED: "warn", S.WITHDRAWN: "",
}  # fmt: skip


@dataclass(frozen=True)
class ReferralRow:
    referral: Referral
    number: str
    topics: str

    @property
    def chip(self) -> str:
        return _KINDS[S(self.referral.state)]

    @property
    def next_step(self) -> str:
        """What the centre does next; empty where it only waits."""
        return next_step(self.referral)

    @property
    def outcome(self) -> str:
        """In the person's words where they said it."""
        return visit_words(self.referral.person_outcome or self.referral.receiver_outcome)


def rows_of(referrals: Iterable[Referral]) -> list[ReferralRow]:
    return [ReferralRow(row, number_of(row.enquiry), topic_words(row.enquiry.topics)) for row in referrals]


def menu() -> MenuEntry:
    return MenuEntry(
        area=AreaKind.DESK, label=gettext_lazy("Referrals"), url_name=LIST, permission=Permission.ENQUIRY_ANSWER,
        icon="share", sort=6, section=gettext_lazy("Enquiries"),
    )  # fmt: skip


def today(area: Area) -> Iterator[TodayItem]:
    """Receivers that ask back, and questions that came back; one query."""
    if area.kind != AreaKind.DESK or not area.can(Permission.ENQUIRY_ANSWER):
        return
    found = Referral.objects.order_by().aggregate(
        asked=Count("pk", filter=GROUPS["asked"]), back=Count("pk", filter=GROUPS["back"])
    )
    url = area.url(LIST)
    label = ngettext("receiver asks back", "receivers ask back", found["asked"])
    yield TodayItem(label=label, count=found["asked"], url=f"{url}?group=asked", sort=6)
    label = ngettext("question came back", "questions came back", found["back"])
    hint = _("Refused, handed back, or nobody answered in time")
    yield TodayItem(label=label, count=found["back"], url=f"{url}?group=back", sort=4, hint=hint)


def referrals_panel(request: AreaRequest, enquiry: Enquiry) -> dict[str, Any]:
    """One query: the referrals of this enquiry."""
    found = referrals_of(enquiry)
    for row in found:
        row.enquiry = enquiry
    return {"referrals": rows_of(found)}


def next_step(referral: Referral) -> str:
    state = referral.state
    if state == S.ASKED:
        return _("Answer the receiver's question.")
    if state == S.REFUSED:
        reason = refusals().get(referral.refusal)
        return _("Refused: %(reason)s. Find somebody else, or answer yourself.") % {
            "reason": reason.label if reason else referral.refusal
        }
    if state == S.RETURNED:
        return _("Handed back. Find somebody else, or answer yourself.")
    if state == S.EXPIRED:
        return _("Nobody answered in time. Call the receiver, or find somebody else.")
    if state == S.SENT:
        return _("The receiver is reminded by itself.")
    return ""


def ground_words(referral: Referral) -> str:
    word = grounds().get(referral.ground)
    return word.label if word else referral.ground


def visit_words(key: str) -> str:
    return str(VisitSeen(key).label) if key else ""
