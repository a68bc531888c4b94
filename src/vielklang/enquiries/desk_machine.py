"""What the page of an enquiry shows of machine translation."""

from __future__ import annotations

from typing import Any

from vielklang.accounts.access import AreaRequest
from vielklang.core.languages import same_language
from vielklang.enquiries.enums import Direction
from vielklang.enquiries.machine import helper_name, may_translate
from vielklang.enquiries.models import Enquiry, EnquiryMessage


def untranslated(enquiry: Enquiry) -> list[EnquiryMessage]:
    """What the person wrote in their language and nobody has put into German yet; one query."""
    rows = EnquiryMessage.objects.filter(
        enquiry=enquiry, direction=Direction.ASKED, language=enquiry.language
    )
    return [row for row in rows if not row.german and row.text.strip()]


def machine_panel(request: AreaRequest, enquiry: Enquiry) -> dict[str, Any]:
    """Whether a machine may be asked, and who that is; two queries."""
    name = helper_name()
    may = may_translate(request.area.centre, enquiry.language)
    needs = bool(untranslated(enquiry)) if may else False
    is_foreign = not same_language(enquiry.language, "de")
    return {"machine": name, "may_translate": may, "needs_german": needs, "is_foreign": is_foreign}
