"""What the person sees of referrals on the status page, in their language: who knows what, and what comes next."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from babel.lists import format_list
from django.utils import timezone
from django.utils.translation import gettext as _

from vielklang.core.scope import centre_scope
from vielklang.enquiries.enums import PassedField, ReferralState, Visit
from vielklang.enquiries.models import Enquiry, Referral
from vielklang.enquiries.referral_words import grounds
from vielklang.enquiries.regrouping import family_of
from vielklang.web import formats

S = ReferralState


@dataclass(frozen=True)
class PersonsReferral:
    """One referral in the person's words; `now` tells what is over."""

    referral: Referral
    now: dt.datetime

    @property
    def fields(self) -> str:
        """What they were told, as the reader's language joins a list."""
        words = [str(PassedField(key).label) for key in self.referral.passed_fields]
        return str(format_list(words, locale=formats.locale()))

    @property
    def is_open(self) -> bool:
        return self.referral.is_open(self.now)

    @property
    def words(self) -> str:
        state = self.referral.state if self.is_open or not self.referral.is_running else S.EXPIRED
        if state in {S.SENT, S.ASKED}:
            return _("They have not said yet whether they can help.")
        if state == S.PROPOSED:
            return _("They propose an appointment:")
        if state == S.ACCEPTED:
            return _("They take care of it.")
        if state == S.DONE:
            return _("This is finished.")
        if state == S.WITHDRAWN:
            return _("This has ended. They can no longer read your question.")
        return _("They cannot help with this. The integration centre looks for another way.")

    @property
    def at(self) -> dt.datetime | None:
        """Of the appointment, in Germany."""
        found = self.referral.appointment
        return timezone.localtime(found.at) if found else None

    @property
    def may_answer(self) -> bool:
        return self.is_open and self.referral.state == S.PROPOSED

    @property
    def may_say_outcome(self) -> bool:
        """Once somebody took care of it: while that lasts and afterwards."""
        return self.referral.accepted_at is not None and self.referral.state != S.PROPOSED

    @property
    def rests_on_consent(self) -> bool:
        ground = grounds().get(self.referral.ground)
        return self.is_open and (ground is None or ground.consent != "none")

    @property
    def visits(self) -> list[tuple[str, str, bool]]:
        return [(str(key), str(label), key == self.referral.person_outcome) for key, label in Visit.choices]


def persons_referrals(enquiry: Enquiry) -> list[PersonsReferral]:
    """Newest first; two queries."""
    with centre_scope(enquiry.centre):
        rows = Referral.objects.filter(enquiry__in=family_of(enquiry))
        found = rows.select_related("organisation", "to_centre")
        return [PersonsReferral(row, timezone.now()) for row in found]


def persons_referral(enquiry: Enquiry, written: str) -> Referral | None:
    """The referral of this enquiry that a form of the status page names; None for every other one."""
    try:
        public_id = uuid.UUID(written)
    except ValueError:
        return None
    with centre_scope(enquiry.centre):
        found: Referral | None = Referral.objects.filter(
            enquiry__in=family_of(enquiry), public_id=public_id
        ).first()
        return found
