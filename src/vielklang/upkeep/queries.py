"""Reads of upkeep: which offers somebody must look at, whom to ask, who does not answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast

from vielklang.centres.models import Centre
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.offers.models.querysets import OfferQuerySet
from vielklang.organisations.models import ContactPerson, Organisation
from vielklang.upkeep.models import (
    AutomaticSuspension,
    LinkSession,
    OfferReport,
    Reminder,
    ReminderStop,
    UpkeepRules,
)

SHOWN_EARLY_DAYS = 30
"""Whoever looks at their offers anyway is also asked about those that are due in the next weeks."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address that may be asked, with the person's name and language where they are known."""

    email: str
    name: str = ""
    language: str = "de"


@dataclass(slots=True)
class Unanswered:
    """An organisation that does not answer, or cannot be asked: somebody must call."""

    organisation: Organisation
    offers: list[Offer] = field(default_factory=list)
    since: dt.date | None = None
    can_be_asked: bool = True


def with_asked_on(offers: QuerySet[Offer], today: dt.date) -> Any:
    """Annotate `asked_on`: the day from which the offer is asked about. A pause that has begun starts it anew."""
    day_after = Cast(
        ExpressionWrapper(F("pause_until") + Value(dt.timedelta(days=1)), output_field=DateTimeField()),
        DateField(),
    )
    paused = Q(pause_from__lte=today, pause_until__gte=F("confirm_due_on"))
    return offers.annotate(
        asked_on=Case(When(paused, then=day_after), default=F("confirm_due_on"), output_field=DateField())
    )


def kept_offers(offers: QuerySet[Offer], today: dt.date) -> OfferQuerySet:
    """Public offers that are not over: the ones that somebody keeps true."""
    return cast(OfferQuerySet, offers).filter(
        Q(valid_until=None) | Q(valid_until__gte=today), status=OfferStatus.PUBLISHED
    )


def due_offers(centre: Centre, today: dt.date) -> OfferQuerySet:
    """Offers of a centre that should have been confirmed by today, longest waiting first, with `asked_on`."""
    rows = with_asked_on(kept_offers(Offer.objects.filter(centre=centre), today), today)
    found: OfferQuerySet = rows.filter(asked_on__lte=today).order_by("asked_on", "pk")
    return found


def offers_to_answer(organisation: Organisation, centre: Centre, today: dt.date) -> OfferQuerySet:
    """What a carrier is asked about: due, due soon, or suspended because nobody answered; else all it has."""
    kept: Any = carriers_offers(organisation, centre, today)
    soon = today + dt.timedelta(days=SHOWN_EARLY_DAYS)
    asked = kept.filter(Q(asked_on__lte=soon) | Q(status=OfferStatus.SUSPENDED))
    found: OfferQuerySet = asked if asked.exists() else kept
    return found


def carriers_offers(organisation: Organisation, centre: Centre, today: dt.date) -> OfferQuerySet:
    """A carrier's public offers, and those that were suspended because nobody answered; with `asked_on`."""
    suspended = AutomaticSuspension.objects.filter(organisation=organisation, lifted_at=None)
    rows = Offer.objects.filter(organisation=organisation, centre=centre).filter(
        Q(status=OfferStatus.PUBLISHED) | Q(status=OfferStatus.SUSPENDED, pk__in=suspended.values("offer_id"))
    )
    found: OfferQuerySet = with_asked_on(rows, today).order_by("asked_on", "pk")
    return found


def session_offers(session: LinkSession, today: dt.date) -> tuple[list[Offer], list[Offer]]:
    """(what is asked about, the carrier's other offers) with all that a card shows; in the organisation's scope."""
    asked = Offer.objects.filter(organisation=session.organisation_id, public_id__in=list(session.answers))
    others = carriers_offers(session.organisation, session.centre, today)
    others = others.exclude(public_id__in=list(session.answers))
    return for_cards(asked.order_by("pk")), for_cards(others.order_by("pk"))


def for_cards(offers: Any) -> list[Offer]:
    return list(offers.with_texts("de", "en").for_cards().prefetch_related("hours__place"))


def recipients_of(organisation: Organisation) -> list[Recipient]:
    """Who may be asked about an organisation's offers; without those who said stop. In a scope."""
    return recipients_by_organisation([organisation])[organisation.pk]


def recipients_by_organisation(organisations: Iterable[Organisation]) -> dict[int, list[Recipient]]:
    """The same for many, in two queries."""
    rows = {row.pk: row for row in organisations}
    stopped = set(ReminderStop.objects.filter(organisation__in=rows).values_list("organisation_id", "email"))
    return {
        pk: [one for one in found if (pk, one.email.lower()) not in stopped]
        for pk, found in _addresses(rows).items()
    }


def addresses_of(organisation: Organisation) -> list[Recipient]:
    """Every address that a link may be sent to, also of those who want no reminders."""
    return _addresses({organisation.pk: organisation})[organisation.pk]


def _addresses(rows: dict[int, Organisation]) -> dict[int, list[Recipient]]:
    """Contact persons who receive reminders; the organisation's own address where there is none."""
    found: dict[int, list[Recipient]] = {pk: [] for pk in rows}
    people = ContactPerson.objects.filter(organisation__in=rows, receives_reminders=True).exclude(email="")
    for person in people.order_by("name", "pk"):
        if person.email.lower() not in {one.email for one in found[person.organisation_id]}:
            language = "de" if not person.languages or "de" in person.languages else "en"
            found[person.organisation_id].append(Recipient(person.email.lower(), person.name, language))
    for pk, row in rows.items():
        if not found[pk] and row.email:
            found[pk].append(Recipient(row.email.lower()))
    return found


def unanswered(centre: Centre, today: dt.date) -> list[Unanswered]:
    """Organisations whose due offers nobody confirms although they were asked, or that have no address to ask."""
    rules = UpkeepRules.of(centre)
    offers = list(due_offers(centre, today).with_texts("de").select_related("organisation"))
    organisations = {offer.organisation_id: offer.organisation for offer in offers}
    first_asked = first_reminders(centre, organisations)
    recipients = recipients_by_organisation(organisations.values())
    limit = today - dt.timedelta(days=rules.escalate_after_days - rules.reminder_days[0])
    found: dict[int, Unanswered] = {}
    for offer in offers:
        asked = first_asked.get((offer.organisation_id, offer.asked_on))
        can_be_asked = bool(recipients[offer.organisation_id])
        if can_be_asked and (asked is None or asked > limit):
            continue
        entry = found.setdefault(
            offer.organisation_id, Unanswered(offer.organisation, since=asked, can_be_asked=can_be_asked)
        )
        entry.offers.append(offer)
    return list(found.values())


def first_reminders(centre: Centre, organisations: Iterable[int]) -> dict[tuple[int, dt.date], dt.date]:
    """(organisation, cycle) → the day of the first mail of that cycle."""
    rows = Reminder.objects.filter(centre=centre, organisation__in=organisations, step=0)
    return {(row.organisation_id, row.cycle): row.sent_on for row in rows}


def for_lists(offers: Any) -> OfferQuerySet:
    rows: OfferQuerySet = offers.with_texts("de").select_related("organisation")
    return rows


def partner_due(organisation: Organisation, today: dt.date) -> OfferQuerySet:
    """What a carrier should confirm: due by today, or suspended because nobody answered."""
    suspended = AutomaticSuspension.objects.filter(organisation=organisation, lifted_at=None)
    rows = with_asked_on(Offer.objects.filter(organisation=organisation), today)
    due = Q(asked_on__lte=today, status=OfferStatus.PUBLISHED) & (
        Q(valid_until=None) | Q(valid_until__gte=today)
    )
    waits = Q(status=OfferStatus.SUSPENDED, pk__in=suspended.values("offer_id"))
    found: OfferQuerySet = rows.filter(due | waits).order_by("asked_on", "pk")
    return found


def organisations_with_offers(centre: Centre) -> QuerySet[Organisation]:
    """Organisations that have, or had, something in this centre's guide."""
    return Organisation.objects.filter(
        pk__in=Offer.objects.filter(centre=centre).order_by().values("organisation_id")
    ).order_by("name", "pk")


def report_rows(reports: Any, state: str, category: str) -> QuerySet[OfferReport]:
    """Reports for a list: open ones unless another state, or "all", is asked; oldest open ones first."""
    rows = reports.select_related("offer", "organisation").prefetch_related(
        Prefetch("offer__texts", to_attr="shown_texts")
    )
    if state == "":
        rows = rows.filter(closed_at=None)
    elif state != "all":
        rows = rows.filter(state=state)
    if category:
        rows = rows.filter(category=category)
    found: QuerySet[OfferReport] = rows.order_by(F("closed_at").desc(nulls_first=True), "created_at", "pk")
    return found


def users_of(centre: Centre, urls: list[str]) -> dict[str, list[Offer | Organisation]]:
    """Website → the offers and organisations of this centre that name it. Two queries and the texts."""
    found: dict[str, list[Offer | Organisation]] = {}
    for offer in for_lists(Offer.objects.filter(centre=centre, website__in=urls).order_by("pk")):
        found.setdefault(offer.website, []).append(offer)
    for organisation in Organisation.objects.filter(centre=centre, website__in=urls):
        found.setdefault(organisation.website, []).append(organisation)
    return found
