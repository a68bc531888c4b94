"""The coordination matrix: topics in their life areas × municipalities, languages or target groups.

Plain values, ready for the page, the CSV and the PDF; five queries, eight with distances, however many offers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from vielklang.centres.models import Centre
from vielklang.centres.queries import focus_keys
from vielklang.core.languages import GUIDE_LANGUAGES, SPOKEN_LANGUAGES, get_language
from vielklang.offers.enums import TargetGroup
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.places.models import Municipality
from vielklang.reporting.counting import Count, Key, count_offers
from vielklang.reporting.demand import Misses, first_day, misses_of, requests_of
from vielklang.reporting.enums import ELSEWHERE, MEASURES, NO_COLUMN, By, Measure
from vielklang.reporting.levels import Level, level_of, shown
from vielklang.reporting.reach import Reach, reach_of
from vielklang.web.formats import page_tag


@dataclass(frozen=True, slots=True)
class Question:
    """What the matrix is asked; `area` is a life area or empty for all, `days` the period of the searches."""

    by: By = By.MUNICIPALITY
    measure: Measure = Measure.OFFERS
    days: int = 90
    area: str = ""
    only_areas: bool = False

    def sane(self) -> Question:
        """The same question with a measure that its columns know."""
        if self.measure in MEASURES[self.by]:
            return self
        return Question(self.by, Measure.OFFERS, self.days, self.area, self.only_areas)


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is what stands in it; `level` its colour and pattern; `query` opens its rows."""

    text: str
    level: Level
    query: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    name: str
    cells: tuple[Cell, ...]
    total: Cell
    searches: int
    requests: int
    is_focus: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A life area with the sums of its topics."""

    head: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    question: Question
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    total: Row
    misses: Misses
    has_requests: bool

    @property
    def rows(self) -> list[Row]:
        """Heads and topics in their order, as they stand on paper."""
        return [row for group in self.groups for row in (group.head, *group.rows)]


@dataclass
class _Facts:
    """All that was read, before it becomes cells."""

    question: Question
    counts: dict[Key, Count]
    misses: Misses
    reach: Reach | None
    focus: frozenset[str]
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)


def build_matrix(centre: Centre, question: Question) -> Matrix:
    question = question.sane()
    since = first_day(question.days)
    municipalities = municipalities_of(centre)
    counts = count_offers(centre, question.by)
    demands = requests_of(centre, since)
    requests: Counter[tuple[str, str]] = Counter()
    for demand in demands:
        column = {
            By.MUNICIPALITY: demand.municipality,
            By.LANGUAGE: demand.language,
            By.GROUP: demand.target_group,
        }
        requests[demand.topic, column[question.by]] += demand.count
        requests[demand.topic, "*"] += demand.count
    facts = _Facts(
        question=question,
        counts=counts,
        misses=misses_of(centre, since),
        reach=reach_of(centre, municipalities) if question.measure == Measure.DISTANCE else None,
        focus=frozenset(focus_keys(centre)),
        requests=requests,
    )
    columns = tuple(_columns(question.by, counts, municipalities))
    groups = tuple(_group(facts, area, columns) for area in _areas(question))
    total = _row(facts, None, get_taxonomy().topic_keys, columns)
    return Matrix(question, columns, groups, total, facts.misses, bool(demands))


def municipalities_of(centre: Centre) -> list[Municipality]:
    """The municipalities of the centre's area by name."""
    return list(Municipality.objects.filter(centre_area__centre=centre).order_by("name", "key"))


def _areas(question: Question) -> Iterable[str]:
    areas = get_taxonomy().life_area_keys
    return [area for area in areas if question.area in ("", area)]


def _columns(by: By, counts: dict[Key, Count], municipalities: Sequence[Municipality]) -> Iterable[Column]:
    """The columns that always stand there, then those that some offer adds."""
    used = {column for _topic, column in counts if column is not None}
    if by == By.MUNICIPALITY:
        names = {row.key: row.name for row in municipalities}
    elif by == By.LANGUAGE:
        tags = [language.tag for language in GUIDE_LANGUAGES if language.tag != "de-simple"]
        names = {tag: language_name(tag) for tag in [*tags, *sorted(used - {*tags, NO_COLUMN})]}
    else:
        names = {group.value: str(group.label) for group in TargetGroup}
    yield from (Column(key, name) for key, name in names.items())
    yield from (Column(key, name) for key, name in _extra_columns(by).items() if key in used)


def _extra_columns(by: By) -> dict[str, str]:
    """Columns that stand there only where an offer needs them."""
    if by == By.MUNICIPALITY:
        return {NO_COLUMN: _("No fixed place"), ELSEWHERE: _("Outside of the area")}
    return {NO_COLUMN: _("Not stated")}


def column_name(centre: Centre, by: By, key: str) -> str:
    """The name of one column; 404 for a municipality outside of the area and whatever else is none."""
    if (extra := _extra_columns(by).get(key)) is not None:
        return extra
    if by == By.MUNICIPALITY:
        return get_object_or_404(Municipality, centre_area__centre=centre, key=key).name
    if by == By.LANGUAGE and key in {language.tag for language in SPOKEN_LANGUAGES}:
        return language_name(key)
    if by == By.GROUP and key in TargetGroup.values:
        return str(TargetGroup(key).label)
    raise Http404


def language_name(tag: str) -> str:
    """The name of a language for staff, in German or English."""
    language = get_language(tag)
    return language.german_name if page_tag().startswith("de") else language.english_name


def _group(facts: _Facts, area: str, columns: Sequence[Column]) -> Group:
    topics = get_taxonomy().topics_of(area)
    rows = (
        () if facts.question.only_areas else tuple(_row(facts, topic, (topic,), columns) for topic in topics)
    )
    return Group(_row(facts, area, topics, columns), rows)


def _row(facts: _Facts, key: str | None, topics: Sequence[str], columns: Sequence[Column]) -> Row:
    taxonomy = get_taxonomy()
    return Row(
        key=key or "",
        name=taxonomy.name_of(key, page_tag()) if key else _("All topics"),
        cells=tuple(_cell(facts, key, topics, column.key) for column in columns),
        total=_cell(facts, key, topics, None),
        searches=sum(facts.misses.by_topic[topic] for topic in topics),
        requests=sum(facts.requests[topic, "*"] for topic in topics),
        is_focus=_is_focus(facts, key),
    )


def _is_focus(facts: _Facts, key: str | None) -> bool:
    if key is None:
        return False
    topics = get_taxonomy().topics
    return key in facts.focus or (key in topics and topics[key].life_area in facts.focus)


def _cell(facts: _Facts, key: str | None, topics: Sequence[str], column: str | None) -> Cell:
    measure = facts.question.measure
    number = _MEASURED[measure](facts, key, topics, column)
    is_remote = measure == Measure.DISTANCE and facts.reach and bool(facts.reach.remote & set(topics))
    query = {"topic": key or "", "by": facts.question.by, "days": facts.question.days}
    if column is not None:
        query["column"] = column
    text = shown(measure, number) + ("*" if is_remote and key else "")
    return Cell(text, level_of(measure, number), urlencode(query), number)


Measured = Callable[[_Facts, str | None, Sequence[str], str | None], float | None]


def _offers(facts: _Facts, key: str | None, topics: Sequence[str], column: str | None) -> float | None:
    return facts.counts.get((key, column), Count()).offers


def _freshness(facts: _Facts, key: str | None, topics: Sequence[str], column: str | None) -> float | None:
    return facts.counts.get((key, column), Count()).freshness


def _searches(facts: _Facts, key: str | None, topics: Sequence[str], column: str | None) -> float | None:
    if column is None:
        return sum(facts.misses.by_topic[topic] for topic in topics)
    return sum(facts.misses.by_topic_and_language[topic, column] for topic in topics)


def _requests(facts: _Facts, key: str | None, topics: Sequence[str], column: str | None) -> float | None:
    return sum(facts.requests[topic, "*" if column is None else column] for topic in topics)


def _distance(facts: _Facts, key: str | None, topics: Sequence[str], column: str | None) -> float | None:
    """Of a life area: to the nearest of its topics. The sum of a row is its worst municipality."""
    assert facts.reach is not None
    found = [facts.reach.km.get(topic, {}) for topic in topics]
    if column is None:
        return max(found[0].values(), default=None) if len(found) == 1 else None
    return min((km[column] for km in found if column in km), default=None)


_MEASURED: dict[Measure, Measured] = {
    Measure.OFFERS: _offers,
    Measure.FRESHNESS: _freshness,
    Measure.SEARCHES: _searches,
    Measure.REQUESTS: _requests,
    Measure.DISTANCE: _distance,
}
