"""Differences in words: labels, times, texts with marked words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from tests.offers.factories import draft, text
from vielklang.offers.calendar import BERLIN
from vielklang.offers.desk_words import repeat_of, rule_of
from vielklang.offers.differences import differences, marked_words
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, PlaceDraft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def found(**values):
    before = draft()
    return {x.field: (x.before, x.after) for x in differences(before, replace(before, **values))}


def test_nothing_differs_from_itself():
    made = draft()
    assert differences(made, made) == []


def test_keys_are_shown_as_words():
    assert found(cost_kind="paid", cost_amount=Decimal("12.5")) == {
        "cost_kind": ("Free of charge", "Costs money"),
        "cost_amount": ("", "€12.50"),
    }
    assert found(languages=("de", "fa"))["languages"] == ("German", "German, Persian (Farsi)")
    assert found(topics=("debt-advice", "school-entry"))["topics"][0].startswith("Debt")
    assert found(phone="+492214710123")["phone"] == ("", "0221 4710123")


def test_hours_are_shown_as_a_week():
    hours = (
        HoursDraft(weekday=0, opens=dt.time(14), closes=dt.time(16)),
        HoursDraft(weekday=0, opens=dt.time(9), closes=dt.time(12)),
        HoursDraft(weekday=3, opens=dt.time(9), closes=dt.time(12)),
    )
    with translation.override("de"):
        assert found(hours=hours)["hours"] == ("", "Mo 09:00–12:00, 14:00–16:00\nDo 09:00–12:00")


def test_places_days_and_dates():
    date = DateDraft(
        starts_at=dt.datetime(2026, 12, 8, 15, tzinfo=BERLIN),
        duration=dt.timedelta(hours=2),
        rrule="FREQ=MONTHLY;BYDAY=2TU",
        until=dt.date(2027, 6, 1),
        exdates=(dt.date(2027, 1, 12),),
    )
    seen = found(
        places=(PlaceDraft(name="Haus", postcode="47533", town="Kleve"),),
        exceptions=(ExceptionDraft(date=dt.date(2026, 12, 24), reason="Fest"),),
        dates=(date,),
    )
    assert seen["places"] == ("", "Haus, 47533 Kleve")
    assert seen["exceptions"] == ("", "Dec 24, 2026 closed (Fest)")
    assert seen["dates"][1].startswith("Dec 8, 2026 15:00–17:00, every month, on the same weekday")
    assert seen["dates"][1].endswith("until Jun 1, 2027, not on Jan 12, 2027")


def test_texts_are_marked_word_by_word():
    before = draft(texts=(text(description="Wir beraten montags im Haus."),))
    after = replace(before, texts=(text(description="Wir beraten dienstags im Haus."),))
    (one,) = differences(before, after)
    assert one.marked == "Wir beraten <del>montags</del><ins>dienstags</ins> im Haus."


def test_marks_are_ours_and_words_are_escaped():
    assert marked_words("a", "<b>") == "<del>a</del><ins>&lt;b&gt;</ins>"


@pytest.mark.parametrize("repeat", ["", "weekly", "two_weeks", "workdays", "month_weekday", "month_day"])
def test_repetitions_are_rules_and_back(repeat):
    day = dt.date(2026, 12, 8)
    assert repeat_of(rule_of(repeat, day), day) == repeat


def test_a_rule_of_another_kind_is_kept():
    day = dt.date(2026, 12, 8)
    assert repeat_of("FREQ=WEEKLY;BYDAY=TU,TH", day) == "keep"
    assert repeat_of("FREQ=WEEKLY", day) == "weekly"
