"""How long enquiries are kept: until so many months after they were closed, as the guide promises before sending.

Ways to reach the person and files go earlier than the rest. A legal hold keeps everything of an enquiry. What stays is
the counted fact (`counting`) and the proof of each run (`DeletionRun`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import F, QuerySet
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.scope import centre_scope
from vielklang.enquiries.erasing import delete_enquiries, locked_ids, not_held, roots_of, with_merged
from vielklang.enquiries.models import (
    DeletionRun,
    Enquiry,
    EnquiryContact,
    EnquiryFile,
    EnquiryMail,
    EnquiryWords,
)
from vielklang.enquiries.queries import rules_of
from vielklang.enquiries.referral_contacts import forget_passed_contacts

BATCH = 500


def forget_enquiries(*, by: Actor, centre: Centre, now: dt.datetime) -> DeletionRun:
    """Delete what was closed longer ago than the centre's rules say, in batches of their own transactions.

    Returns the proof, which every batch writes in its own transaction.
    """
    run = _begin(by=by, centre=centre, now=now)
    for step in (_forget_enquiries, _forget_contacts, _forget_files):
        while step(by=by, run=run):
            pass
    return _finish(by=by, run=run)


@action
def _begin(*, by: Actor, centre: Centre, now: dt.datetime) -> DeletionRun:
    with centre_scope(centre):
        rules = rules_of(centre)
        before = {
            "enquiries_before": now - relativedelta(months=rules.keep_months),
            "contacts_before": now - relativedelta(months=rules.keep_contacts_months),
            "files_before": now - relativedelta(months=rules.keep_files_months),
        }
        over = Enquiry.objects.filter(closed_at__lt=before["enquiries_before"])
        held = over.exclude(not_held("pk")).count()
        return DeletionRun.objects.create(centre=centre, started_at=now, held=held, **before)


@action
def _forget_enquiries(*, by: Actor, run: DeletionRun) -> int:
    with centre_scope(run.centre):
        rows = Enquiry.objects.filter(not_held("pk"), closed_at__lt=run.enquiries_before)
        ids = locked_ids(
            rows.order_by("closed_at").values_list("pk", flat=True)[:BATCH], run.enquiries_before
        )
        delete_enquiries(run.centre_id, ids)
        _add(run, enquiries=len(ids))
    return len(ids)


@action
def _forget_contacts(*, by: Actor, run: DeletionRun) -> int:
    with centre_scope(run.centre):
        ids, count = _deleted(EnquiryContact.objects.all(), run.contacts_before)
        EnquiryWords.objects.filter(enquiry__in=ids).update(contact=[])
        EnquiryMail.objects.filter(enquiry__in=ids).update(message_id="", references="", sender_domain="")
        forget_passed_contacts(ids)
        _add(run, contacts=count)
    return count


@action
def _forget_files(*, by: Actor, run: DeletionRun) -> int:
    with centre_scope(run.centre):
        _ids, count = _deleted(EnquiryFile.objects.all(), run.files_before)
        _add(run, files=count)
    return count


@action
def _finish(*, by: Actor, run: DeletionRun) -> DeletionRun:
    with centre_scope(run.centre):
        DeletionRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
        run.refresh_from_db()
        if run.enquiries or run.contacts or run.files:
            record(
                by=by, event="enquiries deleted", centre_id=run.centre_id, label=str(run.enquiries),
                contacts=run.contacts, files=run.files, held=run.held,
            )  # fmt: skip
    return run


def _deleted(rows: QuerySet[Any], before: dt.datetime) -> tuple[list[int], int]:
    """Delete a batch of what belongs to enquiries closed before this moment; of which ones, and how much."""
    ids = list(with_merged(locked_ids(_over(rows, before), before)))
    count, _by_model = rows.filter(enquiry__in=ids).delete()
    return ids, count


def _over(rows: QuerySet[Any], before: dt.datetime) -> set[int]:
    """A batch of enquiries closed before this moment to which some of `rows` belong.

    One that went into another has not been closed itself: the time of the other one counts, however many steps away.
    """
    own = rows.filter(not_held("enquiry"), enquiry__closed_at__lt=before).order_by("pk")
    merged = rows.filter(enquiry__merged_into__isnull=False).order_by().values_list("enquiry_id", flat=True)
    wholes = Enquiry.objects.filter(not_held("pk"), pk__in=roots_of(merged), closed_at__lt=before).order_by(
        "pk"
    )
    return {*own.values_list("enquiry_id", flat=True)[:BATCH], *wholes.values_list("pk", flat=True)[:BATCH]}


def _add(run: DeletionRun, **counts: int) -> None:
    changes = {name: F(name) + count for name, count in counts.items()}
    DeletionRun.objects.filter(pk=run.pk).update(**changes)
