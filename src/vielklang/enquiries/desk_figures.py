"""The figures of a centre in words: tables whose numbers open their rows, and the file to take along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vielklang.core.languages import SPOKEN_LANGUAGES, get_language
from vielklang.enquiries.counting import as_counted, living
from vielklang.enquiries.desk_rows import topic_words
from vielklang.enquiries.enums import Channel, EnquiryState, Outcome
from vielklang.enquiries.figures import (
    MOST_MONTHS,
    NO_TOPIC,
    SPANS,
    UNANSWERED,
    Counts,
    Figures,
    Period,
    last_months,
)
from vielklang.enquiries.models import Enquiry
from vielklang.web import formats
from vielklang.web.formats import page_tag


@dataclass(frozen=True)
class Line:
    """Words and number; `query` opens the rows that still are."""

    words: str
    count: int
    query: str


@dataclass(frozen=True)
class Table:
    title: str
    column: str
    rows: list[Line]


def asked_period(asked: QueryDict, now: dt.datetime) -> Period:
    """`since` and `until` in the address ("2026-01"); what is wrong there is the last twelve months."""
    usual = last_months(now)
    first, last = (
        _month(asked.get("since", ""), usual.first),
        _month(asked.get("until", ""), usual.last),
    )
    longest = (last.year - first.year) * 12 + last.month - first.month
    return Period(first, last) if 0 <= longest < MOST_MONTHS else usual


def _month(written: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.datetime.strptime(written[:7], "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return otherwise


def period_query(period: Period) -> dict[str, str]:
    return {"since": f"{period.first:%Y-%m}", "until": f"{period.last:%Y-%m}"}


def statistics_tables(found: Figures) -> list[Table]:
    months = [(f"{month:%Y-%m}", count) for month, count in found.months]
    return [
        _table(found, "month", _("Months"), _("Month"), months),
        _table(found, "topic", _("Topics"), _("Topic"), found.topics),
        _table(found, "language", _("Languages"), _("Language"), found.languages),
        _table(found, "channel", _("How people asked"), _("Way"), found.channels),
        _table(found, "time", _("Time to the first answer"), _("Calendar days"), found.times),
        _table(found, "outcome", _("What became of closed enquiries"), _("Outcome"), found.outcomes),
    ]


def _table(found: Figures, name: str, title: str, column: str, counts: Counts) -> Table:
    base = period_query(found.period)
    rows = [Line(words_of(name, key), count, urlencode({**base, name: key})) for key, count in counts]
    return Table(title, column, rows)


def words_of(name: str, key: str) -> str:
    """What a key of a table means; the key itself where it is none of ours."""
    if name == "month":
        return str(format_date(_month(key, dt.date.min), "LLLL yyyy", locale=formats.locale()))
    if name == "topic":
        return _("no topic") if key == NO_TOPIC else topic_words([key])
    if name == "language":
        return _language_words(key)
    if name == "time":
        return _span_words(key)
    labels = {"channel": dict(Channel.choices), "outcome": dict(Outcome.choices)}[name]
    return str(labels.get(key, key))


def _span_words(key: str) -> str:
    if key == UNANSWERED:
        return _("not answered")
    if key == "0":
        return _("on the same day")
    start, end = SPANS.get(key, (0, 0))
    if key == "15":
        return _("%(n)s days and more") % {"n": start}
    return ngettext("%(first)s to %(n)s day", "%(first)s to %(n)s days", end) % {"first": start, "n": end}


def _language_words(tag: str) -> str:
    if tag not in {language.tag for language in SPOKEN_LANGUAGES}:
        return tag
    language = get_language(tag)
    return language.german_name if page_tag().startswith("de") else language.english_name


NAMES = ("month", "topic", "language", "channel", "time", "outcome")


def asked_rows(asked: QueryDict, period: Period) -> tuple[QuerySet[Enquiry], str]:
    """The rows behind one figure that still are, and what it counts in words."""
    rows: QuerySet[Any] = as_counted(living(period.first, period.last))
    name = next((one for one in NAMES if one in asked), "")
    key = asked.get(name, "")[:40]
    if name == "month":
        month = _month(key, period.first)
        rows = rows.filter(c_month=month)
    elif name == "topic":
        rows = rows.filter(topics=[]) if key == NO_TOPIC else rows.filter(topics__contains=[key])
    elif name == "outcome":
        rows = rows.filter(c_outcome=key, state=EnquiryState.CLOSED)
    elif name == "time":
        rows = (
            rows.filter(answered_at=None)
            if key == UNANSWERED
            else rows.filter(c_days__range=SPANS.get(key, (0, 0)))
        )
    elif name:
        rows = rows.filter(**{name: key})
    return rows.order_by("-created_at", "-pk"), words_of(name, key) if name else ""


def file_rows(tables: Iterable[Table]) -> list[list[object]]:
    return [[table.title, line.words, line.count] for table in tables for line in table.rows]
