"""Requests of persons by law: received, answered."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.actions.keeping import erase_enquiry
from vielklang.enquiries.enums_desk import RequestAnswer, RequestKind, RequestProof
from vielklang.enquiries.figures import legal_months
from vielklang.enquiries.models import DataRequest, Enquiry


@action
def receive_request(
    *, by: Actor, enquiry: Enquiry, kind: RequestKind, proof: RequestProof, received_on: dt.date
) -> DataRequest:
    """From its receipt on the legal period runs."""
    made = DataRequest.objects.create(
        centre_id=enquiry.centre_id, enquiry=enquiry, kind=kind, proof=proof, received_on=received_on,
        due_on=received_on + relativedelta(months=legal_months()),
    )  # fmt: skip
    record(by=by, event="data request received", subject=made, kind=kind)
    return made


@action
def answer_request(
    *,
    by: Actor,
    request: DataRequest,
    answer: RequestAnswer,
    reason: str = "",
    now: dt.datetime | None = None,
) -> DataRequest:
    """Record how it was answered; with `ERASED` everything of the enquiry goes now. Raises `HeldError`.

    What is answered already stays as it is.
    """
    row = DataRequest.objects.select_for_update(of=("self",)).select_related("enquiry").get(pk=request.pk)
    if row.answer:
        return row
    if answer == RequestAnswer.ERASED and row.enquiry is not None:
        erase_enquiry(by=by, enquiry=row.enquiry)
        row.enquiry = None
    row.answer, row.reason, row.answered_at = answer, reason.strip(), now or timezone.now()
    row.answered_by = (by.person or str(by))[:120]
    row.save()
    record(by=by, event="data request answered", subject=row, answer=answer)
    return row
