"""Name and contact in the frozen copies of referrals go when those of the enquiry go."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict

from vielklang.enquiries.enums import PassedField
from vielklang.enquiries.models import Referral

PERSONAL = [PassedField.NAME, PassedField.CONTACT]


def forget_passed_contacts(enquiry_ids: Collection[int]) -> None:
    """In the scope of the centre, inside an action. That they were passed on stays known, what they were does not."""
    rows = Referral.objects.select_for_update().filter(
        enquiry__in=enquiry_ids, passed_fields__overlap=PERSONAL
    )
    for row in rows.order_by("pk"):
        kept = [asdict(one) for one in row.passed if one.key not in PERSONAL]
        Referral.objects.filter(pk=row.pk).update(passed_json=json.dumps(kept, ensure_ascii=False))
