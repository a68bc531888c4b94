"""What the page of an enquiry says of its keeping: when what is deleted, and the legal hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta

from vielklang.accounts.access import AreaRequest
from vielklang.enquiries.forms_desk_keeping import ReasonForm
from vielklang.enquiries.models import Enquiry, EnquiryRules
from vielklang.enquiries.queries import rules_of


def keeping_panel(request: AreaRequest, enquiry: Enquiry) -> dict[str, Any]:
    """Two queries."""
    holds = list(enquiry.holds.all())
    return {
        "hold": next((row for row in holds if row.lifted_at is None), None),
        "lifted_holds": [row for row in holds if row.lifted_at is not None],
        "reason_form": ReasonForm(auto_id="hold_%s"),
        "deletion": deletion_days(enquiry, rules_of(request.area.centre)),
    }


def deletion_days(enquiry: Enquiry, rules: EnquiryRules) -> dict[str, dt.datetime] | None:
    """From when on the parts of a closed enquiry are deleted in the night."""
    if enquiry.closed_at is None:
        return None
    return {
        "contacts": enquiry.closed_at + relativedelta(months=rules.keep_contacts_months),
        "files": enquiry.closed_at + relativedelta(months=rules.keep_files_months),
        "enquiry": enquiry.closed_at + relativedelta(months=rules.keep_months),
    }
