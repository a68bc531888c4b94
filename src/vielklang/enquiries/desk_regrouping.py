"""What the desk shows of enquiries that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vielklang.accounts.access import AreaRequest
from vielklang.core.areas import Area
from vielklang.core.languages import get_language
from vielklang.enquiries.desk_rows import Entry, conversation, number_of
from vielklang.enquiries.models import Enquiry, EnquiryContact, EnquiryRegrouping
from vielklang.enquiries.queries import edition_of, numbered, with_files
from vielklang.enquiries.regrouping import family_of, standing

REASONS: dict[str, str | Promise] = {
    "same": _("This is the same enquiry."),
    "merged": _("One of them is part of another already, or closed. Please look again."),
    "held": _("A legal hold keeps one of them as it is. Lift it first."),
    "nothing": _("Please choose at least one message of the person."),
    "everything": _("Something that the person wrote has to stay here."),
    "later": _("Something newer has to be undone first."),
}


@dataclass(frozen=True)
class Together:
    """What can be undone on the page of one enquiry."""

    regrouping: EnquiryRegrouping
    number: str
    url: str
    is_merge: bool
    may_undo: bool


@dataclass(frozen=True)
class Side:
    """One of two enquiries side by side."""

    enquiry: Enquiry
    number: str
    entries: list[Entry]
    contact: EnquiryContact | None
    language: str
    edition: str


def regrouping_panel(request: AreaRequest, enquiry: Enquiry) -> dict[str, Any]:
    """Three queries: what belongs together, the family, and how else the person can be reached."""
    rows = standing(enquiry)
    others = [key for key in family_of(enquiry) if key != enquiry.pk]
    return {
        "together": [_together(row, enquiry, request.area, place == 0) for place, row in enumerate(rows)],
        "other_contacts": list(EnquiryContact.objects.filter(enquiry__in=others)),
    }


def _together(row: EnquiryRegrouping, enquiry: Enquiry, area: Area, is_newest: bool) -> Together:
    other = row.target if row.origin_id == enquiry.pk else row.origin
    url = area.url("enquiries:desk_enquiry", other.public_id)
    return Together(row, number_of(other), url, row.kind == EnquiryRegrouping.MERGE, is_newest)


def side_of(enquiry: Enquiry) -> Side:
    entries = conversation(with_files(enquiry.messages.all()))
    contact = EnquiryContact.objects.filter(enquiry=enquiry).first()
    language = get_language(enquiry.language).endonym
    return Side(enquiry, number_of(enquiry), entries, contact, language, str(edition_of(enquiry)))


def found_by_number(number: str, enquiry: Enquiry) -> Enquiry | None:
    """The one other enquiry whose number begins so; None where there is none or more than one."""
    rows = list(
        Enquiry.objects.filter(numbered(number), merged_into=None).exclude(pk=enquiry.pk).order_by("pk")[:2]
    )
    return rows[0] if len(rows) == 1 else None
