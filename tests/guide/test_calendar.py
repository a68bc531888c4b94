"""Calendar files: what they say is what the guide says, in summer and winter."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from dateutil.rrule import rruleset, rrulestr

from tests.guide.kleve import ARABIC, BERLIN, GERMAN, NOW, make_centre, make_offer
from vielklang.guide.calendar import offer_calendar
from vielklang.offers.drafts import DateDraft, ExceptionDraft
from vielklang.offers.models import Offer
from vielklang.offers.schedule import upcoming_dates

URL = "https://guide.example/de/offer/1/"
WEEKLY = DateDraft(
    starts_at=dt.datetime(2026, 9, 1, 15, 0, tzinfo=BERLIN),
    duration=dt.timedelta(minutes=90),
    rrule="FREQ=WEEKLY;BYDAY=TU,TH",
)


def with_dates(*dates: DateDraft, **facts: object) -> Offer:
    return make_offer(make_centre(), dates=dates, **facts)


def parsed(offer: Offer, language: str = "de") -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(offer_calendar(offer, language=language, url=URL))


def starts(event: icalendar.Event, first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    """Occurrences as another program counts them: RRULE in clock time, minus EXDATE."""
    begin = event["DTSTART"].dt
    assert str(begin.tzinfo) == "Europe/Berlin"
    rules = rruleset()
    rule = {key: value for key, value in event["RRULE"].items() if key != "UNTIL"}
    text = icalendar.vRecur(rule).to_ical().decode()
    if until := event["RRULE"].get("UNTIL"):
        text += f";UNTIL={until[0].astimezone(BERLIN).replace(tzinfo=None):%Y%m%dT%H%M%S}"
    rules.rrule(rrulestr(text, dtstart=begin.replace(tzinfo=None)))
    for value in event.get("EXDATE").dts if "EXDATE" in event else []:
        rules.exdate(value.dt.replace(tzinfo=None))
    found = [
        clock.replace(tzinfo=BERLIN)
        for clock in rules.between(*(x.replace(tzinfo=None) for x in (first, last)))
    ]
    return found


def expected(offer: Offer, first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    return [span.starts_at for span in upcoming_dates(offer, 500, first) if span.starts_at < last]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "date",
    [
        WEEKLY,
        DateDraft(starts_at=WEEKLY.starts_at, duration=WEEKLY.duration, rrule="FREQ=MONTHLY;BYDAY=1MO"),
        DateDraft(
            starts_at=WEEKLY.starts_at, duration=WEEKLY.duration, rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"
        ),
        DateDraft(starts_at=WEEKLY.starts_at, duration=WEEKLY.duration, rrule="FREQ=DAILY;COUNT=150"),
        DateDraft(
            starts_at=WEEKLY.starts_at,
            duration=WEEKLY.duration,
            rrule="FREQ=WEEKLY;BYDAY=TH;COUNT=40",
            until=dt.date(2027, 4, 8),
            exdates=(dt.date(2026, 12, 24), dt.date(2027, 3, 4)),
        ),
        DateDraft(
            starts_at=WEEKLY.starts_at,
            duration=WEEKLY.duration,
            rrule="FREQ=WEEKLY;BYDAY=FR",
            on_holidays=True,
        ),
    ],
)
def test_occurrences_agree_with_the_guide_across_both_clock_changes(date: DateDraft):
    offer = with_dates(date)
    first, last = dt.datetime(2026, 10, 1, tzinfo=BERLIN), dt.datetime(2027, 5, 1, tzinfo=BERLIN)
    event = parsed(offer).walk("VEVENT")[0]
    found = starts(event, first, last)
    assert found == expected(offer, first, last)
    assert {start.hour for start in found} == {15}
    assert {start.utcoffset() for start in found} == {dt.timedelta(hours=1), dt.timedelta(hours=2)}


@pytest.mark.django_db
def test_closed_day_is_left_out():
    closed = ExceptionDraft(date=dt.date(2026, 12, 1), reason="zu")
    event = parsed(with_dates(WEEKLY, exceptions=(closed,))).walk("VEVENT")[0]
    assert dt.datetime(2026, 12, 1, 15, 0, tzinfo=BERLIN) in [value.dt for value in event["EXDATE"].dts]


@pytest.mark.django_db
def test_single_date_has_no_rule():
    date = DateDraft(
        starts_at=dt.datetime(2026, 12, 26, 10, 0, tzinfo=BERLIN), duration=dt.timedelta(hours=2)
    )
    event = parsed(with_dates(date)).walk("VEVENT")[0]
    assert "RRULE" not in event
    assert event["DTSTART"].dt == date.starts_at
    assert event["DURATION"].dt == dt.timedelta(hours=2)


@pytest.mark.django_db
def test_time_zone_comes_along():
    zones = parsed(with_dates(WEEKLY)).walk("VTIMEZONE")
    assert [zone["TZID"] for zone in zones] == ["Europe/Berlin"]
    assert {part.name for part in zones[0].subcomponents} == {"STANDARD", "DAYLIGHT"}
    zone = zones[0].to_tz()
    for year, month in ((2026, 7), (2026, 12), (2040, 7)):
        noon = dt.datetime(year, month, 1, 12, tzinfo=BERLIN)
        assert noon.replace(tzinfo=zone).utcoffset() == noon.utcoffset()


@pytest.mark.django_db
def test_event_says_what_where_and_in_which_language():
    offer = with_dates(WEEKLY)
    event = parsed(offer, "ar").walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == ARABIC.title
    assert event["SUMMARY"].params["LANGUAGE"] == "ar"
    assert ARABIC.summary in str(event["DESCRIPTION"])
    assert str(event["URL"]) == URL
    assert "Hagsche Straße 12" in str(event["LOCATION"])
    assert event["GEO"].to_ical() == "51.781;6.134"


@pytest.mark.django_db
def test_missing_translation_is_german_and_says_so():
    event = parsed(with_dates(WEEKLY), "fa").walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == GERMAN.title
    assert event["SUMMARY"].params["LANGUAGE"] == "de"


@pytest.mark.django_db
def test_identifiers_are_stable_and_unlike():
    single = DateDraft(starts_at=NOW + dt.timedelta(days=9), duration=dt.timedelta(hours=1))
    offer = with_dates(WEEKLY, single, single)
    first, second = (
        [str(event["UID"]) for event in parsed(offer, language).walk("VEVENT")] for language in ("de", "ar")
    )
    assert first == second
    assert len(set(first)) == 3
    assert all(str(offer.public_id) in uid for uid in first)


@pytest.mark.django_db
def test_reading_costs_no_query(django_assert_num_queries):
    offer = with_dates(WEEKLY)
    read = Offer.objects.visible(NOW).with_texts("ar").for_page().get(pk=offer.pk)
    with django_assert_num_queries(0):
        offer_calendar(read, language="ar", url=URL)
