"""Which languages people ask for. Rooms above that count (the search) add what they know when they are loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_TAGS

Source = Callable[[Centre], Mapping[str, int]]
_sources: list[Source] = []


def register_demand(source: Source) -> None:
    """`source(centre)` counts questions by language; one query."""
    if source not in _sources:
        _sources.append(source)


def most_asked(centre: Centre) -> list[str]:
    """All guide languages but German, those asked for most first; those nobody asked for in the guide's order."""
    counts: Counter[str] = Counter()
    for source in _sources:
        counts.update(source(centre))
    tags = [tag for tag in GUIDE_TAGS if tag not in {"de", "de-simple"}]
    return sorted(tags, key=lambda tag: (-counts[tag], GUIDE_TAGS.index(tag)))
