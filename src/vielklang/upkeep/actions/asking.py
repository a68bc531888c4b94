"""Asking carriers on a schedule that stops, suspending what nobody confirms, and the centre's rules for both."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.mail import queue_mail
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation
from vielklang.upkeep import writing
from vielklang.upkeep.actions.links import mail_link
from vielklang.upkeep.enums import LinkPurpose
from vielklang.upkeep.models import AutomaticSuspension, PersonalLink, Reminder, ReminderStop, UpkeepRules
from vielklang.upkeep.queries import due_offers, recipients_of

QUIET_DAYS = 5
"""An organisation gets no two reminders within so many days, however its offers fall due."""
NOBODY_ANSWERED = "Seit der letzten Erinnerung hat niemand bestätigt, dass das Angebot noch stimmt."

Steps = dict[dt.date, int]
"""Due date of a cycle → the step that is to be sent now."""


@action
def remind_organisation(*, by: Actor, centre: Centre, organisation: Organisation, today: dt.date) -> int:
    """One mail to each of an organisation's addresses about all its due offers, if a step of the schedule is reached.

    Locks the organisation, so that two runs at once send one mail. Nobody who said stop is asked, nobody twice
    within `QUIET_DAYS`. Returns the number of mails.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    offers = list(due_offers(centre, today).filter(organisation=organisation).with_texts("de", "en"))
    sent = list(Reminder.objects.filter(centre=centre, organisation=organisation))
    rules = UpkeepRules.of(centre)
    steps = steps_reached({_asked_on(offer) for offer in offers}, sent, rules.reminder_days, today)
    recipients = recipients_of(organisation) if steps else []
    if not recipients:
        return 0
    Reminder.objects.bulk_create(
        Reminder(centre=centre, organisation=organisation, cycle=cycle, step=step, sent_on=today)
        for cycle, step in steps.items()
    )
    cycle = min(steps)
    context = {"offers": offers, "is_last": max(steps.values()) + 1 >= len(rules.reminder_days),
               "suspends": rules.suspend_after_days is not None}  # fmt: skip
    for recipient in recipients:
        mail_link(
            by=by, centre=centre, organisation=organisation, recipient=recipient,
            purpose=LinkPurpose.REMINDER, template="upkeep/mail/reminder", context=context,
            key=f"reminder:{organisation.public_id}:{cycle}:{steps[cycle]}:{_short(recipient.email)}",
            days=rules.link_days,
        )  # fmt: skip
    record(by=by, event="reminder sent", subject=organisation, centre_id=centre.pk,
           organisation_id=organisation.pk, offers=len(offers), mails=len(recipients))  # fmt: skip
    return len(recipients)


def steps_reached(
    cycles: set[dt.date], sent: Sequence[Reminder], days: Sequence[int], today: dt.date
) -> Steps:
    """The next step of each cycle whose day has come; later steps count from the first mail, so that nobody is asked
    three times at once after a pause of the job. Empty within the quiet days after any mail.
    """
    if any((today - row.sent_on).days < QUIET_DAYS for row in sent):
        return {}
    found: Steps = {}
    for cycle in cycles:
        own = sorted((row for row in sent if row.cycle == cycle), key=lambda row: row.step)
        step = own[-1].step + 1 if own else 0
        if step >= len(days):
            continue
        start = own[0].sent_on - dt.timedelta(days=days[0]) if own else cycle
        if today >= start + dt.timedelta(days=days[step]):
            found[cycle] = step
    return found


@action
def suspend_unanswered(*, by: Actor, centre: Centre, organisation: Organisation, today: dt.date) -> int:
    """Take offers off the guide that nobody confirmed within the centre's period, and tell the organisation.

    Nothing happens without a period, and never before somebody was asked. Returns the number of offers.
    """
    rules = UpkeepRules.of(centre)
    if rules.suspend_after_days is None:
        return 0
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    limit = today - dt.timedelta(days=rules.suspend_after_days - rules.reminder_days[0])
    asked = Reminder.objects.filter(centre=centre, organisation=organisation, step=0, sent_on__lte=limit)
    cycles = set(asked.values_list("cycle", flat=True))
    offers = [
        offer
        for offer in due_offers(centre, today).filter(organisation=organisation).with_texts("de", "en")
        if _asked_on(offer) in cycles
    ]
    for offer in offers:
        writing.suspend(by=by, offer=offer, reason=NOBODY_ANSWERED)
        AutomaticSuspension.objects.create(
            centre=centre, organisation=organisation, offer=offer, at=timezone.now()
        )
    if offers:
        _tell_of_suspension(by, centre, organisation, offers, today)
    return len(offers)


def _tell_of_suspension(
    by: Actor, centre: Centre, organisation: Organisation, offers: list[Offer], today: dt.date
) -> None:
    for recipient in recipients_of(organisation):
        mail_link(
            by=by, centre=centre, organisation=organisation, recipient=recipient,
            purpose=LinkPurpose.SUSPENSION, template="upkeep/mail/suspended", context={"offers": offers},
            key=f"suspended:{organisation.public_id}:{today}:{_short(recipient.email)}",
        )  # fmt: skip


@action
def stop_reminders(*, by: Actor, link: PersonalLink) -> None:
    """No more reminders to the address of this link; the centre is told. Harmless to repeat."""
    _, is_new = ReminderStop.objects.get_or_create(
        centre=link.centre, organisation=link.organisation, email=link.email.lower()
    )
    if not is_new:
        return
    record(by=by, event="reminders stopped", subject=link)
    if link.centre.email:
        queue_mail(
            by=by,
            key=f"stopped:{link.public_id}",
            to=link.centre.email,
            template="upkeep/mail/stopped",
            context={"organisation": link.organisation, "email": link.email, "centre": link.centre},
            centre_id=link.centre_id,
            organisation_id=link.organisation_id,
        )


@action
def allow_reminders(*, by: Actor, stop: ReminderStop) -> None:
    """The person wants reminders again, as the centre was told."""
    record(by=by, event="reminders allowed again", subject=stop)
    stop.delete()


@action
def set_rules(*, by: Actor, centre: Centre, values: dict[str, Any]) -> UpkeepRules:
    """The centre's own rules; `values` are checked fields of `UpkeepRules`."""
    rules, _ = UpkeepRules.objects.update_or_create(centre=centre, defaults=values)
    record(by=by, event="reminder rules changed", subject=rules)
    return rules


def _asked_on(offer: Offer) -> dt.date:
    day: dt.date = offer.asked_on
    return day


def _short(email: str) -> str:
    return hashlib.sha256(email.lower().encode()).hexdigest()[:12]
