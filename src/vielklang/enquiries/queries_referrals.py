"""Reads of referrals: what may be passed on, whom to, which wait for the centre, what the person sees."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import translation

from vielklang.centres.models import Centre
from vielklang.core.languages import get_language
from vielklang.enquiries.actions.referring import Receiver
from vielklang.enquiries.desk_rows import topic_words
from vielklang.enquiries.enums import (
    Direction,
    EnquiryState,
    PassedField,
    Purpose,
    ReferralKind,
    ReferralState,
)
from vielklang.enquiries.models import Enquiry, EnquiryConsent, EnquiryContact, Referral
from vielklang.enquiries.models.referral import BACK, ENDED, Passed
from vielklang.enquiries.regrouping import family_of
from vielklang.organisations.models import Organisation
from vielklang.organisations.queries import organisations_of

MOST_FOUND = 12
P = PassedField


def passable(enquiry: Enquiry) -> list[Passed]:
    """All that is known and may be ticked, as the receiver would see it: in German but for the person's own words."""
    asked = list(enquiry.messages.filter(direction=Direction.ASKED))
    contact = EnquiryContact.objects.filter(enquiry__in=family_of(enquiry)).first()
    tongue = get_language(enquiry.language)
    with translation.override("de"):
        topics = topic_words(enquiry.topics)
        how = f"{contact.get_kind_display()}: {contact.value}" if contact and contact.value else ""
    found = [
        Passed(P.QUESTION, "\n\n".join(row.text for row in asked), asked[0].language if asked else "de"),
        Passed(P.LANGUAGE, f"{tongue.german_name} ({tongue.endonym})"),
        Passed(P.PLACE, enquiry.municipality.name if enquiry.municipality else ""),
        Passed(P.TOPICS, topics),
        Passed(P.NAME, contact.name if contact else ""),
        Passed(P.CONTACT, how),
    ]
    return [one for one in found if one.text]


def has_consent(enquiry: Enquiry) -> bool:
    rows = EnquiryConsent.objects.filter(
        enquiry__in=family_of(enquiry), purpose=Purpose.REFER, withdrawn_at=None
    )
    return bool(rows.exists())


@dataclass(frozen=True)
class Choice:
    """Receivers for a search; `named` carry the offers that an answer names."""

    organisations: list[Organisation]
    centres: list[Centre]
    named: list[Organisation]


def receivers(centre: Centre, enquiry: Enquiry, text: str) -> Choice:
    words = " ".join(text.split())[:100]
    named = Organisation.objects.filter(offers__in=enquiry.named_offers.values("offer")).distinct()
    if not words:
        return Choice([], [], list(named.order_by("name", "pk")[:MOST_FOUND]))
    found = organisations_of(centre).filter(Q(name__icontains=words) | Q(town__icontains=words))
    others = Centre.objects.active().exclude(pk=centre.pk).filter(name__icontains=words)
    return Choice(list(found.order_by("name", "pk")[:MOST_FOUND]), list(others[:MOST_FOUND]), [])


def receiver_of(centre: Centre, to: str) -> Receiver | None:
    """The receiver that an address names: `organisation:<id>`, `centre:<slug>`, `appointment`, `appointment:<id>`."""
    kind, _, key = to[:100].partition(":")
    if kind == ReferralKind.CENTRE:
        found = Centre.objects.active().exclude(pk=centre.pk).filter(slug=key).first()
        return Receiver(ReferralKind.CENTRE, found.email, centre=found) if found else None
    if kind == ReferralKind.APPOINTMENT and not key:
        return Receiver(ReferralKind.APPOINTMENT, "")
    if kind not in {ReferralKind.ORGANISATION, ReferralKind.APPOINTMENT}:
        return None
    try:
        organisation = organisations_of(centre).filter(public_id=uuid.UUID(key)).first()
    except ValueError:
        return None
    return Receiver(ReferralKind(kind), organisation.email, organisation) if organisation else None


def referrals_of(enquiry: Enquiry) -> list[Referral]:
    """In the scope of the centre; newest first."""
    return list(Referral.objects.filter(enquiry=enquiry).select_related("organisation", "to_centre"))


WAITS = Q(state=ReferralState.ASKED)
CAME_BACK = Q(state__in=BACK, seen_at=None) & ~Q(enquiry__state=EnquiryState.CLOSED)
GROUPS = {
    "waiting": Q(state=ReferralState.SENT),
    "asked": WAITS,
    "running": Q(state__in=(ReferralState.ACCEPTED, ReferralState.PROPOSED)),
    "back": CAME_BACK,
    "ended": Q(state__in=ENDED),
}


@dataclass(frozen=True, slots=True)
class WantedReferrals:
    """What the list is asked for; empty values filter nothing. `receiver` is a `receiver_key`."""

    group: str = ""
    topic: str = ""
    receiver: str = ""


def list_referrals(wanted: WantedReferrals) -> QuerySet[Referral]:
    rows = Referral.objects.select_related("organisation", "to_centre", "enquiry")
    if wanted.group in GROUPS:
        rows = rows.filter(GROUPS[wanted.group])
    if wanted.topic:
        rows = rows.filter(enquiry__topics__contains=[wanted.topic])
    if wanted.receiver:
        rows = rows.filter(_receiver(wanted.receiver))
    return rows.order_by("-sent_at", "-pk")


def _receiver(named: str) -> Q:
    kind, _, key = named.partition(":")
    if kind == "centre":
        return Q(to_centre__slug=key[:60])
    if kind == "organisation":
        try:
            return Q(organisation__public_id=uuid.UUID(key))
        except ValueError:
            return Q(pk__in=())
    return Q(organisation=None, to_centre=None)


def receiver_key(referral: Referral) -> str:
    if referral.organisation:
        return f"organisation:{referral.organisation.public_id}"
    return f"centre:{referral.to_centre.slug}" if referral.to_centre else "other"


def chosen_fields(known: Iterable[Passed], keys: Iterable[str], note: str) -> list[Passed]:
    """What is ticked, in our order, and the centre's word where there is one."""
    wanted = set(keys)
    passed = [one for one in known if one.key in wanted]
    return [*passed, *([Passed(P.NOTE, note.strip())] if note.strip() else [])]
