"""Two invented referrals for the demonstration: one waits for its receiver, one is taken care of."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor, ActorKind
from vielklang.enquiries.actions import Receiver, accept_referral, refer_enquiry
from vielklang.enquiries.enums import ReferralKind
from vielklang.enquiries.models import Enquiry, Referral
from vielklang.enquiries.queries_referrals import chosen_fields, passable
from vielklang.enquiries.referral_words import terms_of
from vielklang.organisations.models import Organisation

CENTRE = "kreis-kleve"
FIELDS = ("question", "language", "place", "topics")


def load_referral_examples(centre: Centre) -> int:
    """In the scope of the centre; how many. Nothing where the register has no example organisation."""
    receivers = list(Organisation.objects.filter(centre=centre, is_example=True).order_by("name", "pk")[:2])
    if centre.slug != CENTRE or not receivers:
        return 0
    _refer(centre, "pl", receivers[0], hours=2)
    accepted = _refer(centre, "tr", receivers[-1], hours=50)
    accept_referral(by=_by(centre), referral=accepted, now=accepted.sent_at + dt.timedelta(hours=20))
    return 2


def _refer(centre: Centre, language: str, organisation: Organisation, *, hours: int) -> Referral:
    enquiry = Enquiry.objects.filter(language=language).order_by("pk")[0]
    now = timezone.now() - dt.timedelta(hours=hours)
    return refer_enquiry(
        by=_by(centre), enquiry=enquiry, now=now, ground="telephone",
        receiver=Receiver(ReferralKind.ORGANISATION, "beispiel@example.org", organisation),
        passed=chosen_fields(passable(enquiry), FIELDS, "Beispiel: Die Person kann am besten vormittags."),
        expires_at=now + dt.timedelta(days=terms_of(now.date()).answer_days),
    )  # fmt: skip


def _by(centre: Centre) -> Actor:
    return Actor(ActorKind.SYSTEM, str(centre))
