"""Enquiries for tests; every part can be named."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import READER, Actor, ActorKind
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import Asked, Question, Receiver, ask_centre, keep_file, refer_enquiry
from vielklang.enquiries.enums import MailFate, MailReason, ReferralKind
from vielklang.enquiries.files import CheckedFile, check_file
from vielklang.enquiries.models import Enquiry, EnquiryFile, EnquiryMail, Referral
from vielklang.enquiries.queries_referrals import passable
from vielklang.enquiries.referral_links import token_of
from vielklang.organisations.models import Organisation

BOB = Actor(ActorKind.SYSTEM, "KI Kreis Kleve")


def ask(centre: Centre, **values: Any) -> Asked:
    """A question in Ukrainian, if nothing else is asked for."""
    words: dict[str, Any] = {"language": "uk", "text": "Де я можу вивчати німецьку мову?"}
    with centre_scope(centre):
        return ask_centre(by=READER, centre=centre, question=Question(**(words | values)))


def keep(enquiry: Enquiry, checked: CheckedFile | None = None) -> EnquiryFile:
    """A file of the enquiry's first message: a short text, if nothing else is asked for."""
    file = checked or check_file("brief.txt", b"Beispiel")
    with centre_scope(enquiry.centre):
        message = enquiry.messages.order_by("pk").first()
        assert message is not None
        return keep_file(by=READER, message=message, checked=file)


def left_mail(centre: Centre, **values: Any) -> EnquiryMail:
    """A mail that could not be read."""
    found = {
        "fate": MailFate.UNREADABLE,
        "reason": MailReason.TOO_LARGE,
        "sender_domain": "example.org",
    } | values
    with centre_scope(centre):
        return EnquiryMail.objects.create(centre=centre, created_at=timezone.now(), **found)


def refer(asked: Asked, **values: Any) -> Referral:
    """Passed on to an example organisation with the question alone, for fourteen days, if nothing else is asked for."""
    enquiry, now = asked.enquiry, values.get("now") or timezone.now()
    with centre_scope(enquiry.centre):
        organisation = (
            values.pop("organisation", None) or Organisation.objects.filter(centre=enquiry.centre).first()
        )
        options: dict[str, Any] = {
            "receiver": Receiver(ReferralKind.ORGANISATION, "traeger@example.org", organisation),
            "passed": passable(enquiry)[:1],
            "ground": "telephone",
            "expires_at": now + dt.timedelta(days=14),
        }
        return refer_enquiry(by=BOB, enquiry=enquiry, **(options | values))


def token(referral: Referral) -> str:
    return token_of(referral.public_id, referral.link_number)
