"""Offers that are due, links and reports for the tests of upkeep."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from tests.offers.factories import draft, text
from vielklang.centres.models import Centre
from vielklang.core.actor import READER, SYSTEM
from vielklang.core.mail import OutgoingMail
from vielklang.core.scope import centre_scope, organisation_scope
from vielklang.offers.actions import create_offer, publish_offer
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation
from vielklang.upkeep.actions.feedback import receive_feedback
from vielklang.upkeep.actions.links import mail_link, open_link
from vielklang.upkeep.actions.reports import report_offer
from vielklang.upkeep.enums import LinkPurpose
from vielklang.upkeep.models import GuideFeedback, LinkSession, OfferReport, PersonalLink
from vielklang.upkeep.queries import Recipient
from vielklang.upkeep.rules import link_actor


def today() -> dt.date:
    return timezone.localdate()


def make_offer(
    organisation: Organisation, *, title: str = "Sprachcafé", due_since: int | None = 0, **values: Any
) -> Offer:
    """A public offer; `due_since`: days ago it should have been confirmed, None: not due for long."""
    given = draft(centre=organisation.centre, organisation=organisation, texts=(text(title=title),), **values)
    offer = publish_offer(by=SYSTEM, offer=create_offer(by=SYSTEM, draft=given))
    return due(offer, due_since)


def due(offer: Offer, days_ago: int | None) -> Offer:
    on = today() + dt.timedelta(days=150) if days_ago is None else today() - dt.timedelta(days=days_ago)
    Offer.objects.filter(pk=offer.pk).update(confirm_due_on=on)
    offer.refresh_from_db()
    return offer


def make_link(organisation: Organisation, key: str = "link:test", **values: Any) -> PersonalLink:
    """A waiting link; its token is read from the mail (`token_of`)."""
    given: dict[str, Any] = {
        "centre": organisation.centre,
        "recipient": Recipient(organisation.email),
        "purpose": LinkPurpose.REQUEST,
    }
    with centre_scope(values.get("centre", organisation.centre)):
        link = mail_link(by=SYSTEM, organisation=organisation, key=key, **(given | values))
    assert link is not None
    return link


def token_of(organisation: Organisation, key: str = "link:test") -> str:
    """The token that stands in the mail with this key."""
    with organisation_scope(organisation):
        words = OutgoingMail.objects.get(key=key).text
    return words.partition("/link/")[2].partition("/")[0]


def mails_of(centre: Centre) -> list[OutgoingMail]:
    with centre_scope(centre):
        return list(OutgoingMail.objects.order_by("pk"))


def make_session(organisation: Organisation, key: str = "link:session") -> tuple[LinkSession, str]:
    """An opened link with the secret of its cookie."""
    return open_link(by=link_actor(organisation), link=make_link(organisation, key))


def make_report(offer: Offer, **values: Any) -> OfferReport:
    given = {"language": "ar", "category": "phone", "text": "الرقم خطأ"}
    with centre_scope(offer.centre):
        return report_offer(by=READER, offer=offer, **(given | values))


def make_feedback(centre: Centre, **values: Any) -> GuideFeedback:
    given = {"subject": "guide", "language": "ar", "rating": "down", "text": "Ich finde nichts."}
    with centre_scope(centre):
        return receive_feedback(by=READER, centre=centre, **(given | values))
