"""Merging and splitting, if everything still is as the page showed it."""

from __future__ import annotations

from collections.abc import Sequence

from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.enquiries.actions.desk import check_edition
from vielklang.enquiries.actions.regrouping import merge_enquiries, split_enquiry
from vielklang.enquiries.models import Enquiry, EnquiryMessage
from vielklang.enquiries.queries import Edition

Shown = Edition | None


@action
def merge_as_shown(*, by: Actor, one: Enquiry, other: Enquiry, shown: tuple[Shown, Shown]) -> Enquiry:
    """Raises `ChangedMeanwhileError`, `CannotRegroupError`. Locked in one order, whichever page it comes from."""
    for row, edition in sorted(zip((one, other), shown, strict=True), key=lambda pair: pair[0].pk):
        check_edition(row, edition)
    return merge_enquiries(by=by, one=one, other=other)


@action
def split_as_shown(
    *, by: Actor, enquiry: Enquiry, shown: Shown, messages: Sequence[EnquiryMessage]
) -> Enquiry:
    """Raises `ChangedMeanwhileError`, `CannotRegroupError`."""
    check_edition(enquiry, shown)
    return split_enquiry(by=by, enquiry=enquiry, messages=messages)
