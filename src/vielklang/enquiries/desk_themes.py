"""Obstacles on the page of an enquiry."""

from __future__ import annotations

from typing import Any

from vielklang.accounts.access import AreaRequest
from vielklang.enquiries.models import Enquiry, EnquiryTheme, Theme


def theme_panel(request: AreaRequest, enquiry: Enquiry) -> dict[str, Any]:
    """Two queries."""
    themes = list(Theme.objects.order_by("title", "pk"))
    met = set(EnquiryTheme.objects.filter(enquiry=enquiry).values_list("theme_id", flat=True))
    return {
        "themes_met": [row for row in themes if row.pk in met],
        "themes_other": [row for row in themes if row.pk not in met],
    }
