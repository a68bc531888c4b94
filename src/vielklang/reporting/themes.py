"""Obstacles that staff name on enquiries, as requests of the coordination matrix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from vielklang.centres.models import Centre
from vielklang.enquiries.themes import standing_themes
from vielklang.reporting.demand import Demand


def obstacles(centre: Centre, since: dt.date) -> Iterable[Demand]:
    """One query; no person stands in them."""
    for theme in standing_themes(since):
        yield Demand(
            topic=theme.topic, count=theme.count, label=theme.title, municipality=theme.municipality_id or ""
        )
