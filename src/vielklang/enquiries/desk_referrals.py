"""What the desk shows of referrals, in words: the panel on the page of an enquiry, lines of the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vielklang.accounts.access import AreaRequest
from vielklang.enquiries.desk_rows import number_of, topic_words
from vielklang.enquiries.enums import ReferralState, VisitSeen
from vielklang.enquiries.models import Enquiry, Referral
from vielklang.enquiries.queries_referrals import referrals_of
from vielklang.enquiries.referral_words import grounds, refusals

S = ReferralState
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
