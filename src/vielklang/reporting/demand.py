"""Signs of need: searches that found nothing (aggregates of the search) and requests that later rooms tell of."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from django.db.models import Sum
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.areas import Words
from vielklang.search.models import SearchMiss
from vielklang.search.thesaurus import match_topics

MAPPED_WORDS = 1000
"""So many words, the most frequent first, are looked up in the thesaurus; the rest stay words."""
_SURE = 0.3
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Miss:
    """How often a word was searched in vain; `topic` is empty where the thesaurus does not know the word."""

    word: str
    language: str
    count: int
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """People who asked for something of a topic; `url` opens the rows behind the figure."""

    topic: str
    count: int
    label: Words
    municipality: str = ""
    language: str = ""
    target_group: str = ""
    url: str = ""


Source = Callable[[Centre, dt.date], Iterable[Demand]]
_sources: list[Source] = []


def register_demand(source: Source) -> None:
    """`source(centre, since)` runs inside the centre's scope in a fixed number of queries; called in `ready()`."""
    if source not in _sources:
        _sources.append(source)


def has_demand_sources() -> bool:
    return bool(_sources)


def requests_of(centre: Centre, since: dt.date) -> list[Demand]:
    return [demand for source in _sources for demand in source(centre, since)]


@dataclass(frozen=True)
class Misses:
    """Searches without a result, most frequent first."""

    rows: Sequence[Miss]

    @cached_property
    def by_topic(self) -> Counter[str]:
        return self._counted(lambda miss: miss.topic)

    @cached_property
    def by_topic_and_language(self) -> Counter[tuple[str, str]]:
        return self._counted(lambda miss: (miss.topic, miss.language.partition("-")[0]))

    @property
    def unknown(self) -> list[Miss]:
        """Words that no topic stands for: perhaps a topic that is missing."""
        return [miss for miss in self.rows if not miss.topic]

    @property
    def total(self) -> int:
        return sum(miss.count for miss in self.rows)

    def of(self, topics: Iterable[str]) -> list[Miss]:
        wanted = set(topics)
        return [miss for miss in self.rows if miss.topic in wanted]

    def _counted(self, key: Callable[[Miss], _Key]) -> Counter[_Key]:
        found: Counter[_Key] = Counter()
        for miss in self.rows:
            if miss.topic:
                found[key(miss)] += miss.count
        return found


def first_day(days: int) -> dt.date:
    """The first of the last `days` days."""
    return timezone.localdate() - dt.timedelta(days=days - 1)


def misses_of(centre: Centre, since: dt.date) -> Misses:
    """One query; words are mapped to topics by the letters of the thesaurus alone."""
    counted = (
        SearchMiss.objects.filter(centre=centre, day__gte=since)
        .values_list("word", "language")
        .annotate(total=Sum("count"))
        .order_by("-total", "word", "language")
    )
    return Misses(
        [
            Miss(word, language, total, topic_of(word, language) if number < MAPPED_WORDS else "")
            for number, (word, language, total) in enumerate(counted)
        ]
    )


@lru_cache(maxsize=50_000)
def topic_of(word: str, language: str) -> str:
    """The topic that an everyday word stands for, or nothing where its letters fit no phrase well."""
    best = match_topics(word, language.partition("-")[0], {}, limit=1)
    return best[0].key if best and best[0].phrase and best[0].probability >= _SURE else ""
