"""The state's view of the 54 centres: public data and aggregates, no private table, small numbers protected."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db.models import Count, F, Func, Q, QuerySet, Sum, TextField
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.offers.models import Offer
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.places.models import District
from vielklang.reporting.demand import first_day, topic_of
from vielklang.search.models import SearchMiss

SMALL = 5
"""Counts of searches from 1 to 4 are shown as "< 5": so few could tell about single people."""
FRESH = relativedelta(months=6)
GOVERNMENT_DISTRICTS = {"1": "Düsseldorf", "3": "Köln", "5": "Münster", "7": "Detmold", "9": "Arnsberg"}
"""Regierungsbezirk by the third digit of the official key."""


@dataclass(frozen=True, slots=True)
class Line:
    """A centre, or the sum of all. Shares are None without offers, `per_10_000` without a population of its own.

    `searches` is exact; `shown_searches` is what anybody sees.
    """

    centre: Centre | None
    offers: int
    fresh: int
    by_carrier: int
    languages: int
    missing: tuple[str, ...]
    searches: int
    population: int | None
    hides_searches: bool = False

    @property
    def per_10_000(self) -> float | None:
        return self.offers * 10_000 / self.population if self.population else None

    @property
    def freshness(self) -> float | None:
        return self.fresh / self.offers if self.offers else None

    @property
    def carrier_share(self) -> float | None:
        """Of the confirmed offers, those that the carriers confirmed themselves."""
        return self.by_carrier / self.fresh if self.fresh else None

    @property
    def shown_searches(self) -> str:
        return "< 5" if self.hides_searches or 0 < self.searches < SMALL else str(self.searches)

    @property
    def searches_rank(self) -> int:
        """To sort by: protected numbers are all alike."""
        return 1 if 0 < self.searches < SMALL else self.searches


SORTS: dict[str, Callable[[Line], float]] = {
    "offers": lambda line: line.offers,
    "density": lambda line: -1 if line.per_10_000 is None else line.per_10_000,
    "languages": lambda line: line.languages,
    "freshness": lambda line: -1 if line.freshness is None else line.freshness,
    "carriers": lambda line: -1 if line.carrier_share is None else line.carrier_share,
    "missing": lambda line: len(line.missing),
    "searches": lambda line: line.searches_rank,
}


def state_lines(
    *, topic: str = "", government: str = "", days: int = 90, sort: str = "", down: bool = False
) -> list[Line]:
    """A line per active centre. Five queries, without any scope."""
    centres = _centres(government)
    counted = _offers(topic)
    languages, topics = _distinct("languages", topic), _distinct("topics", "")
    searches = _searches(topic, first_day(days))
    shared = Counter(centre.district_id for centre in _centres(""))
    wanted = (topic,) if topic else get_taxonomy().topic_keys
    lines = [
        Line(
            centre,
            *counted.get(centre.pk, (0, 0, 0)),
            len(languages.get(centre.pk, ())),
            tuple(key for key in wanted if key not in topics.get(centre.pk, ())),
            searches[centre.pk],
            centre.district.population if shared[centre.district_id] == 1 else None,
        )
        for centre in centres
    ]
    if sort in SORTS:
        lines.sort(key=SORTS[sort], reverse=down)
    return lines


def total_line(lines: Sequence[Line]) -> Line:
    """The sum; a single protected number is not given away by it. Languages and topics: those of any centre."""
    protected = [line for line in lines if 0 < line.searches < SMALL]
    missing = set(lines[0].missing).intersection(*(line.missing for line in lines)) if lines else set()
    return Line(
        None,
        sum(line.offers for line in lines),
        sum(line.fresh for line in lines),
        sum(line.by_carrier for line in lines),
        max((line.languages for line in lines), default=0),
        tuple(key for key in get_taxonomy().topic_keys if key in missing),
        sum(line.searches for line in lines if line not in protected),
        None,
    )


def population_date() -> dt.date | None:
    """The day that the population figures are of; they are those of the reference tables."""
    return District.objects.order_by("-population_date").values_list("population_date", flat=True).first()


def _centres(government: str) -> list[Centre]:
    rows = Centre.objects.active().select_related("district")
    if government:
        rows = rows.filter(key__startswith=f"05{government}")
    return list(rows)


def _shown(topic: str) -> QuerySet[Offer]:
    rows = Offer.objects.visible().order_by()
    return rows.filter(topics__contains=[topic]) if topic else rows


def _offers(topic: str) -> dict[int, tuple[int, int, int]]:
    fresh = Q(last_confirmed_at__gte=timezone.now() - FRESH)
    rows = (
        _shown(topic)
        .values_list("centre")
        .annotate(
            offers=Count("pk"),
            confirmed=Count("pk", filter=fresh),
            carriers=Count("pk", filter=fresh & Q(confirmed_by_carrier=True)),
        )
    )
    return {centre: (offers, confirmed, carriers) for centre, offers, confirmed, carriers in rows}


def _distinct(field: str, topic: str) -> dict[int, set[str]]:
    """The different values of a list field by centre."""
    each = Func(F(field), function="unnest", output_field=TextField())
    found: dict[int, set[str]] = {}
    for centre, value in _shown(topic).annotate(each=each).values_list("centre", "each").distinct():
        found.setdefault(centre, set()).add(value)
    return found


def _searches(topic: str, since: dt.date) -> Counter[int]:
    """Searches without a result by centre; of one topic, those whose word stands for it."""
    found: Counter[int] = Counter()
    rows = SearchMiss.objects.filter(day__gte=since).exclude(centre=None).order_by()
    if not topic:
        return Counter(dict(rows.values_list("centre").annotate(Sum("count"))))
    words: Iterable[tuple[int, str, str, int]] = rows.values_list("centre", "word", "language").annotate(
        Sum("count")
    )
    for centre, word, language, count in words:
        if topic_of(word, language) == topic:
            found[centre] += count
    return found
