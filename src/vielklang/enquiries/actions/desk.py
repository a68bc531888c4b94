"""Writes of the desk that ask whether the page they come from still holds, and the centre's rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vielklang.accounts.models import User
from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.texts import TextStatus
from vielklang.enquiries.actions.answering import answer_enquiry, close_enquiry, take_enquiry
from vielklang.enquiries.enums import Outcome
from vielklang.enquiries.files import CheckedFile
from vielklang.enquiries.models import Enquiry, EnquiryMessage, EnquiryRules
from vielklang.enquiries.queries import Edition, edition_of
from vielklang.offers.models import Offer


class ChangedMeanwhileError(Exception):
    """Somebody changed the enquiry since the page was shown; nothing was written."""


@action
def answer_as_shown(
    *,
    by: Actor,
    enquiry: Enquiry,
    shown: Edition | None,
    german: str,
    text: str = "",
    status: TextStatus = TextStatus.HUMAN,
    offers: Sequence[Offer] = (),
    file: CheckedFile | None = None,
) -> EnquiryMessage:
    """Answer, if the enquiry still is as the page showed it.

    Raises `ChangedMeanwhileError`, `TransitionNotAllowed`.
    """
    check_edition(enquiry, shown)
    return answer_enquiry(
        by=by, enquiry=enquiry, german=german, text=text, status=status, offers=offers, file=file
    )


@action
def take_as_shown(*, by: Actor, enquiry: Enquiry, shown: Edition | None, person: User | None) -> Enquiry:
    """Give it to somebody, if it still is as the page showed it. Raises `ChangedMeanwhileError`."""
    check_edition(enquiry, shown)
    return take_enquiry(by=by, enquiry=enquiry, person=person)


@action
def close_as_shown(*, by: Actor, enquiry: Enquiry, shown: Edition | None, outcome: Outcome) -> Enquiry:
    """Close it, if nobody wrote meanwhile. Raises `ChangedMeanwhileError`, `TransitionNotAllowed`."""
    check_edition(enquiry, shown)
    return close_enquiry(by=by, enquiry=enquiry, outcome=outcome)


@action
def set_enquiry_rules(
    *,
    by: Actor,
    centre: Centre,
    answer_within_days: int,
    urgent_within_days: int,
    escalate_after_days: int,
    takes_enquiries: bool,
    mails_mentions: bool,
    uses_translator: bool = False,
) -> EnquiryRules:
    """The centre's targets in working days, and whether its guide pages offer to ask.

    Holds for questions from now on; what is due already stays due.
    """
    values: dict[str, Any] = {
        "answer_within_days": answer_within_days,
        "urgent_within_days": urgent_within_days,
        "escalate_after_days": escalate_after_days,
        "takes_enquiries": takes_enquiries,
        "mails_mentions": mails_mentions,
        "uses_translator": uses_translator,
    }
    rules, _created = EnquiryRules.objects.update_or_create(centre=centre, defaults=values)
    record(by=by, event="enquiry rules set", subject=centre, centre_id=centre.pk, **values)
    return rules


def check_edition(enquiry: Enquiry, shown: Edition | None) -> None:
    """Locks the row until the write is done: two forms sent at once are checked one after the other."""
    row = Enquiry.objects.select_for_update(of=("self",)).select_related("assigned_to").get(pk=enquiry.pk)
    if shown != edition_of(row):
        raise ChangedMeanwhileError
