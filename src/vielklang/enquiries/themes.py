"""Reads of obstacles, in the scope of a centre; the coordination matrix counts them too."""

from __future__ import annotations

from collections import Counter

from vielklang.enquiries.enums_desk import ThemeState
from vielklang.enquiries.models import Theme


def theme_counts() -> Counter[tuple[str, str]]:
    """How many enquiries met an obstacle that is not solved, by topic and municipality ("*": all); one query."""
    counts: Counter[tuple[str, str]] = Counter()
    rows = Theme.objects.filter(state__in=(ThemeState.OPEN, ThemeState.PROPOSED)).exclude(topic="")
    for topic, place, count in rows.values_list("topic", "municipality_id", "count"):
        counts[topic, "*"] += count
        counts[topic, place or ""] += count
    return counts
