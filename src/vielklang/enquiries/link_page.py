"""What the receiver of a referral sees: what was passed on, frozen, and nothing that is not in the referral itself."""

from __future__ import annotations

from dataclasses import dataclass

from vielklang.enquiries.enums import ReferralKind, ReferralState, VisitSeen
from vielklang.enquiries.models import Referral, ReferralMessage
from vielklang.enquiries.models.referral import Appointment, Passed

S = ReferralState


@dataclass(frozen=True)
class ReceiverPage:
    referral: Referral
    said: list[ReferralMessage]

    @property
    def passed(self) -> list[Passed]:
        return self.referral.passed

    @property
    def appointment(self) -> Appointment | None:
        return self.referral.appointment

    @property
    def wants_appointment(self) -> bool:
        return self.referral.kind == ReferralKind.APPOINTMENT

    @property
    def is_theirs(self) -> bool:
        """Accepted, or an appointment proposed: it is handed back, not refused."""
        return self.referral.accepted_at is not None

    @property
    def may_refuse(self) -> bool:
        return not self.is_theirs

    @property
    def has_asked(self) -> bool:
        return bool(self.referral.state == S.ASKED)

    @property
    def visits(self) -> list[tuple[str, str]]:
        return [(str(key), str(label)) for key, label in VisitSeen.choices]
