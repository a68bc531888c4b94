"""Open or not, and when next: hours, exceptions, holidays, series; the same answer in Python and in SQL."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.offers.factories import ALICE, draft
from vielklang.offers import actions, schedule
from vielklang.offers.calendar import BERLIN, is_public_holiday
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, PlaceDraft
from vielklang.offers.models import Offer
from vielklang.offers.recurrence import rrule_problem

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)


def at(day: dt.date, clock: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), BERLIN)


def hours(weekday: int, opens: str, closes: str, place: int | None = None) -> HoursDraft:
    clocks = {"opens": dt.time.fromisoformat(opens), "closes": dt.time.fromisoformat(closes)}
    return HoursDraft(weekday=weekday, place=place, **clocks)


def series(starts_at: dt.datetime, rrule: str = "", **values: Any) -> DateDraft:
    return DateDraft(**({"starts_at": starts_at, "duration": dt.timedelta(hours=2), "rrule": rrule} | values))


def offer(now: dt.datetime | None = None, **values: Any) -> Offer:
    """An offer stored at `now`, by default on Monday morning, with all rows prefetched."""
    made = actions.create_offer(by=ALICE, draft=draft(**values), now=now or at(MONDAY, "08:00"))
    return Offer.objects.for_cards().get(pk=made.pk)


def agrees(shown: Offer, moment: dt.datetime) -> bool:
    """Whether the offer is open at this moment; fails where Python and SQL differ."""
    in_python = schedule.is_open(shown, moment)
    assert Offer.objects.open_at(moment).exists() == in_python
    if in_python:
        assert Offer.objects.open_on(moment.astimezone(BERLIN).date()).exists()
    return in_python


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("08:59", False), ("09:00", True), ("11:59", True), ("12:00", False), ("13:00", False), ("15:00", True)],
)
def test_open_within_intervals_of_a_day(clock: str, expected: bool):
    shown = offer(hours=(hours(0, "09:00", "12:00"), hours(0, "14:00", "16:00")))

    assert agrees(shown, at(MONDAY, clock)) is expected


def test_moment_in_another_zone_is_the_same_moment():
    shown = offer(hours=(hours(0, "09:00", "10:00"),))

    assert agrees(shown, dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC))
    assert not agrees(shown, dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


def test_open_to_the_end_of_the_day():
    shown = offer(hours=(hours(0, "00:00", "23:59"),))

    assert agrees(shown, at(MONDAY, "23:59:59"))
    assert not agrees(shown, at(MONDAY + dt.timedelta(days=1), "00:00"))
    assert schedule.open_state(shown, at(MONDAY, "12:00")).closes_at == at(dt.date(2026, 11, 24), "00:00")


def test_closed_on_public_holidays_of_the_state():
    all_saints = dt.date(2027, 11, 1)  # a Monday; a holiday in this state, not in all
    shown = offer(hours=(hours(0, "09:00", "12:00"),))

    assert is_public_holiday(all_saints)
    assert not agrees(shown, at(all_saints, "10:00"))
    assert schedule.open_state(shown, at(all_saints, "10:00")).is_holiday
    assert not Offer.objects.open_on(all_saints).exists()


def test_exception_opens_a_holiday():
    christmas = dt.date(2026, 12, 25)
    special = ExceptionDraft(date=christmas, opens=dt.time(10), closes=dt.time(12), reason="Notdienst")
    shown = offer(hours=(hours(4, "09:00", "12:00"),), exceptions=(special,))

    assert agrees(shown, at(christmas, "11:00"))
    assert not agrees(shown, at(christmas, "09:30"))
    assert schedule.spans_on(shown, christmas)[0].reason == "Notdienst"


def test_exception_replaces_the_hours_of_its_day():
    special = ExceptionDraft(date=MONDAY, opens=dt.time(14), closes=dt.time(15))
    shown = offer(hours=(hours(0, "09:00", "12:00"),), exceptions=(special,))

    assert not agrees(shown, at(MONDAY, "10:00"))
    assert agrees(shown, at(MONDAY, "14:30"))
    assert agrees(shown, at(MONDAY + dt.timedelta(days=7), "10:00"))
    assert schedule.upcoming_exceptions(shown, at(MONDAY, "08:00"))[0].date == MONDAY


def test_exception_of_one_place_leaves_the_other_open():
    places = (PlaceDraft(name="Kleve"), PlaceDraft(name="Goch"))
    both = (hours(0, "09:00", "10:00", place=0), hours(0, "11:00", "12:00", place=1))
    shown = offer(places=places, hours=both, exceptions=(ExceptionDraft(date=MONDAY, place=0),))

    assert not agrees(shown, at(MONDAY, "09:30"))
    assert agrees(shown, at(MONDAY, "11:30"))


def test_next_opening_skips_closed_days():
    friday = dt.date(2026, 12, 18)
    shown = offer(hours=(hours(4, "09:00", "12:00"),), exceptions=(ExceptionDraft(date=friday),))

    # the Friday after is Christmas Day, the one after that New Year's Day
    assert schedule.next_opening(shown, at(dt.date(2026, 12, 14), "08:00")) == at(
        dt.date(2027, 1, 8), "09:00"
    )


def test_open_state_says_until_when_and_from_when():
    shown = offer(hours=(hours(0, "09:00", "12:00"), hours(0, "14:00", "16:00")))

    morning, noon = (schedule.open_state(shown, at(MONDAY, clock)) for clock in ("10:00", "13:00"))

    assert (morning.is_open, morning.closes_at) == (True, at(MONDAY, "12:00"))
    assert (noon.is_open, noon.opens_at, noon.opens_today) == (False, at(MONDAY, "14:00"), True)


def test_offer_without_times_is_not_said_to_be_closed():
    state = schedule.open_state(offer(), at(MONDAY, "10:00"))

    assert (state.is_known, state.is_open, state.opens_at) == (False, False, None)


def test_weekly_table_has_working_days_and_open_weekends():
    shown = offer(hours=(hours(2, "14:00", "16:00"), hours(2, "09:00", "12:00"), hours(5, "10:00", "11:00")))

    table = schedule.weekly_table(shown)

    assert [int(line.weekday) for line in table] == [0, 1, 2, 3, 4, 5]
    assert table[2].intervals == ((dt.time(9), dt.time(12)), (dt.time(14), dt.time(16)))
    assert table[0].intervals == ()


def test_series_keeps_its_clock_time_when_the_clocks_change():
    start = at(dt.date(2027, 3, 24), "15:00")  # a Wednesday; summer time begins on 28 March
    shown = offer(now=start, dates=(series(start, "FREQ=WEEKLY"),))

    first, second = schedule.upcoming_dates(shown, 2, start)

    assert (first.starts_at.hour, second.starts_at.hour) == (15, 15)
    assert second.starts_at.astimezone(dt.UTC).hour == first.starts_at.astimezone(dt.UTC).hour - 1
    assert agrees(shown, at(dt.date(2027, 3, 31), "16:59"))
    assert not agrees(shown, at(dt.date(2027, 3, 31), "17:00"))


def test_hour_that_the_spring_change_skips_becomes_the_next():
    start = at(dt.date(2027, 3, 27), "02:30")
    shown = offer(now=start, dates=(series(start, "FREQ=DAILY;COUNT=2"),))

    assert schedule.upcoming_dates(shown, 2, start)[1].starts_at == at(dt.date(2027, 3, 28), "03:30")


def test_duration_is_real_time_over_the_change_of_clocks():
    start = at(dt.date(2027, 10, 30), "23:00")  # the night has an hour more
    shown = offer(now=start, dates=(series(start, duration=dt.timedelta(hours=6)),))

    assert schedule.upcoming_dates(shown, 1, start)[0].ends_at == at(dt.date(2027, 10, 31), "04:00")


def test_series_pauses_on_holidays_exdates_and_closed_days():
    start = at(dt.date(2026, 12, 4), "15:00")  # Fridays, among them 25 December and 1 January
    weekly = series(start, "FREQ=WEEKLY", exdates=(dt.date(2026, 12, 11),), until=dt.date(2027, 1, 15))
    closed = ExceptionDraft(date=dt.date(2027, 1, 8))
    shown = offer(now=start, dates=(weekly,), exceptions=(closed,))

    days = [span.starts_at.date() for span in schedule.upcoming_dates(shown, 9, start)]

    assert days == [dt.date(2026, 12, 4), dt.date(2026, 12, 18), dt.date(2027, 1, 15)]
    assert [row.starts_at.astimezone(BERLIN).date() for row in shown.occurrences.all()] == days


def test_series_may_go_on_and_single_dates_take_place_on_holidays():
    christmas = at(dt.date(2026, 12, 25), "15:00")
    weekly = series(christmas, "FREQ=WEEKLY;COUNT=1", on_holidays=True)

    assert len(schedule.upcoming_dates(offer(now=christmas, dates=(weekly,)), 3, christmas)) == 1
    assert len(schedule.upcoming_dates(offer(now=christmas, dates=(series(christmas),)), 3, christmas)) == 1


def test_upcoming_dates_of_several_series_are_in_order_and_keep_the_running_one():
    first, second = at(MONDAY, "15:00"), at(MONDAY, "10:00")
    shown = offer(dates=(series(first, "FREQ=WEEKLY"), series(second, "FREQ=WEEKLY")))

    starts = [span.starts_at for span in schedule.upcoming_dates(shown, 3, at(MONDAY, "11:00"))]

    assert starts == [second, first, second + dt.timedelta(days=7)]


def test_no_query_on_prefetched_rows(django_assert_num_queries):
    shown = offer(
        places=(PlaceDraft(name="Haus"),),
        hours=(hours(0, "09:00", "12:00", place=0),),
        dates=(series(at(MONDAY, "15:00"), "FREQ=WEEKLY"),),
    )
    page = Offer.objects.for_page().get(pk=shown.pk)

    with django_assert_num_queries(0):
        schedule.open_state(page, at(MONDAY, "10:00"))
        schedule.upcoming_dates(page, 5, at(MONDAY, "10:00"))
        assert schedule.weekly_table(page)[0].place.name == "Haus"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.integers(0, 60 * 24 * 60),
    weekday=st.integers(0, 6),
    clock=st.integers(0, 22 * 60),
    special=st.integers(0, 60),
    closed=st.booleans(),
)
def test_python_and_sql_agree_on_any_moment(
    minutes: int, weekday: int, clock: int, special: int, closed: bool
):
    Offer.objects.all().delete()
    opens = dt.time(clock // 60, clock % 60)
    closes = dt.time(clock // 60 + 1, clock % 60)
    day = MONDAY + dt.timedelta(days=special)
    exception = ExceptionDraft(date=day) if closed else ExceptionDraft(date=day, opens=opens, closes=closes)
    shown = offer(
        hours=(HoursDraft(weekday=weekday, opens=opens, closes=closes),),
        exceptions=(exception,),
        dates=(series(at(MONDAY, "20:00"), "FREQ=DAILY;INTERVAL=2"),),
    )

    agrees(shown, at(MONDAY, "08:00") + dt.timedelta(minutes=minutes))
    agrees(shown, at(day, opens.isoformat()))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=MO,WE",
        "freq=monthly;byday=2sa",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=DAILY;COUNT=3",
    ],
)
def test_usual_rules_are_accepted(rule: str):
    assert rrule_problem(rule, at(MONDAY, "15:00")) is None


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("every week", "not allowed"),
        ("FREQ=SECONDLY", "FREQ must be"),
        ("FREQ=WEEKLY;BYHOUR=3", "'BYHOUR' is not allowed"),
        ("FREQ=WEEKLY;UNTIL=20270101T000000Z", "'UNTIL' is not allowed"),
        ("FREQ=WEEKLY;BYDAY=XX", "not a rule"),
        ("FREQ=WEEKLY;INTERVAL=0", "between 1 and 9999"),
        ("FREQ=DAILY;COUNT=99999", "between 1 and 9999"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "never falls on a day"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "never falls on a day"),
    ],
)
def test_rules_that_cannot_be_counted_are_refused_with_a_reason(rule: str, reason: str):
    assert reason in str(rrule_problem(rule, at(MONDAY, "15:00")))
