"""Reports of readers and carriers: received, taken, answered, taken up again."""

from __future__ import annotations

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.mail import queue_mail
from vielklang.offers.models import Offer
from vielklang.upkeep.enums import ReportCategory, ReportSource
from vielklang.upkeep.models import OfferReport, ReportContact
from vielklang.upkeep.queries import recipients_of

MOST_OPEN_REPORTS = 50
"""Of one offer; further ones are nobody's work but a program's."""


class TooManyReportsError(Exception):
    """The offer has more open reports than a person could have written."""


@action
def report_offer(
    *,
    by: Actor,
    offer: Offer,
    language: str,
    category: str,
    text: str,
    contact: str = "",
    may_share: bool = False,
) -> OfferReport:
    """Store what a reader says and tell the organisation once a day. In the scope of the offer's centre.

    `may_share`: the organisation may see `contact`; else the centre alone. Raises `TooManyReportsError`.
    """
    rows = OfferReport.objects.filter(offer=offer, closed_at=None)
    if rows.count() >= MOST_OPEN_REPORTS:
        raise TooManyReportsError
    report = OfferReport.objects.create(
        centre_id=offer.centre_id, organisation_id=offer.organisation_id, offer=offer,
        source=ReportSource.READER, language=language, category=ReportCategory(category), text=text.strip(),
    )  # fmt: skip
    if contact.strip():
        ReportContact.objects.create(
            centre_id=offer.centre_id,
            organisation_id=offer.organisation_id if may_share else None,
            report=report,
            contact=contact.strip(),
        )
    record(by=by, event="report received", subject=report, category=category)
    _tell_organisation(by, report)
    return report


@action
def take_report(*, by: Actor, report: OfferReport) -> OfferReport:
    """Somebody looks after it. Raises `TransitionNotAllowed`."""
    row = _locked(report)
    row.take()
    return _saved(by, row, "report taken")


@action
def finish_report(*, by: Actor, report: OfferReport, answer: str = "") -> OfferReport:
    """It is settled; `answer` tells colleagues how. Raises `TransitionNotAllowed`."""
    row = _locked(report)
    row.finish()
    row.answer = answer.strip()
    return _saved(by, row, "report done")


@action
def reject_report(*, by: Actor, report: OfferReport, answer: str = "") -> OfferReport:
    """Nothing is changed because of it. Raises `TransitionNotAllowed`."""
    row = _locked(report)
    row.reject()
    row.answer = answer.strip()
    return _saved(by, row, "report rejected")


@action
def reopen_report(*, by: Actor, report: OfferReport) -> OfferReport:
    """Look at it again after all: the undo of the two above. Raises `TransitionNotAllowed`."""
    row = _locked(report)
    row.reopen()
    return _saved(by, row, "report taken up again")


def _locked(report: OfferReport) -> OfferReport:
    return OfferReport.objects.select_for_update().get(pk=report.pk)


def _saved(by: Actor, report: OfferReport, event: str) -> OfferReport:
    report.handled_by = str(by)[:120]
    report.save()
    record(by=by, event=event, subject=report)
    return report


def _tell_organisation(by: Actor, report: OfferReport) -> None:
    """One mail a day for each offer, whatever is reported about it; the words stand in the partner area."""
    day = timezone.localdate()
    for recipient in recipients_of(report.organisation):
        queue_mail(
            by=by,
            key=f"report:{report.offer.public_id}:{day}:{recipient.email.lower()}"[:160],
            to=recipient.email,
            template="upkeep/mail/report",
            context={"report": report, "organisation": report.organisation, "centre": report.centre},
            language=recipient.language,
            centre_id=report.centre_id,
            organisation_id=report.organisation_id,
        )
