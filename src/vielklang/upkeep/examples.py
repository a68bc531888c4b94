"""Invented upkeep for the demonstration: overdue offers, silence, reports, an open link."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.db.models import Count
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import READER, Actor
from vielklang.core.audit import action
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import confirm_offer
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation
from vielklang.upkeep.actions.reports import report_offer
from vielklang.upkeep.demonstration import EXAMPLE_TOKEN
from vielklang.upkeep.enums import LinkPurpose, ReportCategory
from vielklang.upkeep.models import PersonalLink, Reminder
from vielklang.upkeep.queries import carriers_offers, due_offers
from vielklang.upkeep.tokens import hash_of

CENTRE = "kreis-kleve"
MOST = 6
REPORTS = (
    ("ar", ReportCategory.PHONE, "اتصلت ثلاث مرات، الرقم لا يعمل. (Beispiel)"),
    ("uk", ReportCategory.IDEA, "Було б добре мати догляд за дітьми під час курсу. (Beispiel)"),
)


@action
def load_upkeep_examples(*, by: Actor) -> None:
    """Does nothing where the link is there already, or no example offers are."""
    centre = Centre.objects.filter(slug=CENTRE).first()
    carriers = _carriers(centre) if centre else []
    if centre is None or len(carriers) < 2:
        return
    with centre_scope(centre):
        if PersonalLink.objects.filter(token_hash=hash_of(EXAMPLE_TOKEN)).exists():
            return
        for carrier, months in zip(carriers, (7, 9), strict=True):
            _make_due(by, centre, carrier, months)
        _asked_in_vain(centre, carriers[1])
        _open_link(by, centre, carriers[0])
        offers = carriers_offers(carriers[0], centre, timezone.localdate())
        for offer, (language, category, text) in zip(offers, REPORTS, strict=False):
            report_offer(by=READER, offer=offer, language=language, category=category, text=text)


def _carriers(centre: Centre) -> list[Organisation]:
    """The example account's own organisation, and the one with the most offers beside it."""
    rows = Organisation.objects.filter(centre=centre, is_example=True)
    first = rows.order_by("pk").first()
    if first is None:
        return []
    others = rows.exclude(pk=first.pk).annotate(n=Count("offers")).order_by("-n", "pk")
    return [first, *others[:1]]


def _make_due(by: Actor, centre: Centre, carrier: Organisation, months: int) -> None:
    """Confirmed so many months ago, so that the six of the usual interval are over."""
    long_ago = timezone.now() - relativedelta(months=months)
    offers = Offer.objects.visible().filter(
        centre=centre, organisation=carrier, confirm_every__lte=6, is_example=True
    )
    for offer in offers.order_by("pk")[:MOST]:
        confirm_offer(by=by, offer=offer, by_carrier=True, now=long_ago)


def _asked_in_vain(centre: Centre, carrier: Organisation) -> None:
    today = timezone.localdate()
    cycles = {row.asked_on for row in due_offers(centre, today).filter(organisation=carrier)}
    Reminder.objects.bulk_create(
        Reminder(centre=centre, organisation=carrier, cycle=cycle, step=step,
                 sent_on=today - dt.timedelta(days=50 - 14 * step))
        for cycle in cycles
        for step in range(3)
    )  # fmt: skip


def _open_link(by: Actor, centre: Centre, carrier: Organisation) -> None:
    PersonalLink.objects.create(
        centre=centre,
        organisation=carrier,
        email=carrier.email or "beispiel@example.org",
        purpose=LinkPurpose.REQUEST,
        token_hash=hash_of(EXAMPLE_TOKEN),
        created_by=str(by),
        expires_at=timezone.now() + dt.timedelta(days=365),
    )
