"""Obstacles as the coordination matrix counts them, in the scope of a centre."""

from __future__ import annotations

import datetime as dt

from vielklang.enquiries.enums_desk import ThemeState
from vielklang.enquiries.models import Theme


def standing_themes(since: dt.date) -> list[Theme]:
    """Not solved, with a topic, and met by an enquiry or changed since this day; one query."""
    rows = Theme.objects.filter(
        state__in=(ThemeState.OPEN, ThemeState.PROPOSED), count__gt=0, changed_at__date__gte=since
    )
    return list(rows.exclude(topic="").order_by("-count", "pk"))
