"""Private rows of upkeep, for the scope suite."""

from __future__ import annotations

from django.utils import timezone

from tests.private import Rows
from tests.upkeep.factories import make_feedback, make_link, make_report, make_session
from vielklang.core.scope import centre_scope
from vielklang.offers.models import Offer
from vielklang.upkeep.models import (
    AutomaticSuspension,
    GuideFeedback,
    LinkCheck,
    LinkSession,
    OfferReport,
    PersonalLink,
    Reminder,
    ReminderStop,
    ReportContact,
    UpkeepRules,
)


def _offer(organisation):
    return Offer.objects.get(organisation=organisation)


def _in_scope(model, **values):
    def make(world, centre, organisation):
        with centre_scope(centre):
            own = {"organisation": organisation} if hasattr(model, "organisation") else {}
            model.objects.create(centre=centre, **own, **{k: v() for k, v in values.items()})

    return make


def _suspension(world, centre, organisation):
    with centre_scope(centre):
        AutomaticSuspension.objects.create(
            centre=centre, organisation=organisation, offer=_offer(organisation), at=timezone.now()
        )


ROWS: Rows = {
    PersonalLink: lambda world, centre, organisation: make_link(organisation, f"link:{organisation.pk}"),
    LinkSession: lambda world, centre, organisation: make_session(organisation, f"session:{organisation.pk}"),
    UpkeepRules: _in_scope(UpkeepRules),
    Reminder: _in_scope(Reminder, cycle=timezone.localdate, step=int, sent_on=timezone.localdate),
    ReminderStop: _in_scope(ReminderStop, email=lambda: "nobody@example.org"),
    AutomaticSuspension: _suspension,
    OfferReport: lambda world, centre, organisation: make_report(_offer(organisation)),
    ReportContact: lambda world, centre, organisation: make_report(
        _offer(organisation), contact="leserin@example.org", may_share=True
    ),
    GuideFeedback: lambda world, centre, organisation: make_feedback(centre),
    LinkCheck: _in_scope(LinkCheck, url=lambda: "https://example.org/", checked_at=timezone.now),
}
