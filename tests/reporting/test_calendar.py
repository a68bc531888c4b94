"""The calendar of an area and its public feed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from icalendar import Calendar

from tests.offers.factories import centre as centre_of
from tests.reporting.land import GOCH, KLEVE, REES, date_in, make_offer
from tests.world import make_world
from vielklang.core.actor import SYSTEM
from vielklang.offers.actions import suspend_offer
from vielklang.offers.calendar import BERLIN
from vielklang.reporting.dates import DateFilter, holiday_name, month_of

pytestmark = pytest.mark.django_db
URL = "/desk/kreis-kleve/calendar/"
FEED = "/feeds/kreis-kleve/dates.ics"


@pytest.fixture
def kleve():
    return centre_of()


def month_in(days: int) -> str:
    return f"{timezone.localdate() + dt.timedelta(days=days):%Y-%m}"


def titles(centre, filters: DateFilter, days: int) -> list[str]:
    day = timezone.localdate() + dt.timedelta(days=days)
    month = month_of(centre, day.replace(day=1), filters)
    return [
        entry.text.title
        for week in month.weeks
        for one in week.days
        if one.date == day
        for entry in one.entries
    ]


def test_a_month_has_whole_weeks_with_numbers_and_holidays(kleve):
    with translation.override("de"):
        month = month_of(kleve, dt.date(2026, 12, 1), DateFilter())

    assert [week.number for week in month.weeks] == [49, 50, 51, 52, 53]
    assert {len(week.days) for week in month.weeks} == {7}
    assert [day.holiday for day in month.weeks[3].days[4:6]] == [
        "Erster Weihnachtstag",
        "Zweiter Weihnachtstag",
    ]
    assert (month.previous, month.next) == ("2026-11", "2027-01")


@pytest.mark.parametrize(
    ("day", "name"), [(dt.date(2026, 11, 1), "Allerheiligen"), (dt.date(2026, 11, 2), "")]
)
def test_holidays_are_those_of_the_state(day, name):
    with translation.override("de"):
        assert holiday_name(day) == name


def test_dates_of_visible_offers_of_the_area(kleve):
    wesel = centre_of("kreis-wesel")
    make_offer(kleve, KLEVE, title="Eigenes", dates=(date_in(5, 10),))
    make_offer(wesel, GOCH, title="Vom Nachbarn, hier", dates=(date_in(5, 11),))
    make_offer(wesel, title="Vom Nachbarn", dates=(date_in(5, 12),))
    suspended = make_offer(kleve, KLEVE, title="Ausgesetzt", dates=(date_in(5, 13),))
    suspend_offer(by=SYSTEM, offer=suspended, reason="Beispiel")

    assert titles(kleve, DateFilter(), 5) == ["Eigenes", "Vom Nachbarn, hier"]


def test_filters(kleve):
    sport = make_offer(kleve, KLEVE, title="Sport", topics=("sport",), dates=(date_in(5, 10),))
    make_offer(kleve, REES, title="Schulden", dates=(date_in(5, 11),))

    assert titles(kleve, DateFilter(topic="sport"), 5) == ["Sport"]
    assert titles(kleve, DateFilter(municipality=REES), 5) == ["Schulden"]
    assert titles(kleve, DateFilter(organisation=sport.organisation.public_id), 5) == ["Sport"]


def test_queries_do_not_grow(kleve):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            month_of(kleve, dt.date.fromisoformat(f"{month_in(5)}-01"), DateFilter())
        return len(captured)

    make_offer(kleve, KLEVE, dates=(date_in(5),))
    before = queries()
    for number in range(3):
        make_offer(kleve, KLEVE, GOCH, title=f"A{number}", dates=(date_in(5, 10), date_in(5, 12)))

    assert queries() == before


def test_the_page_shows_days_and_the_feeds_address():
    world = make_world()
    offer = make_offer(
        world.home, KLEVE, title="Sprachcafé", dates=tuple(date_in(5, hour) for hour in range(9, 17))
    )

    client = world.client("staff")
    page = client.get(f"{URL}?month={month_in(5)}&municipality={KLEVE}").content.decode()

    assert page.count("Sprachcafé") >= 8
    assert "<details>" in page, "a full day folds what does not fit"
    assert f"{FEED}?municipality={KLEVE}" in page
    assert str(offer.public_id) in page
    for odd in ("month=nonsense", "month=2026-99", "organisation=x", "topic=x"):
        assert client.get(f"{URL}?{odd}").status_code == 200, odd


@pytest.fixture
def feed(kleve):
    make_offer(
        kleve,
        KLEVE,
        title="Sprachcafé; mit Tee, und mehr",
        topics=("sport",),
        dates=(date_in(5, 10), date_in(9)),
    )
    make_offer(kleve, REES, title="Schulden", dates=(date_in(6),))


def parsed(query: str = "") -> tuple[Calendar, list]:
    answer = Client().get(f"{FEED}{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    return calendar, list(calendar.walk("VEVENT"))


def test_the_feed_is_valid_and_complete(feed):
    calendar, events = parsed()

    assert calendar["version"] == "2.0"
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert [str(event["summary"]) for event in events] == [
        "Sprachcafé; mit Tee, und mehr",
        "Schulden",
        "Sprachcafé; mit Tee, und mehr",
    ]
    first = events[0]
    assert first["dtstart"].params["TZID"] == "Europe/Berlin"
    assert first.decoded("dtstart") == date_in(5, 10).starts_at.astimezone(BERLIN)
    assert first.decoded("dtend") - first.decoded("dtstart") == dt.timedelta(hours=2)
    assert first.decoded("dtstamp").tzinfo is not None
    assert "rrule" not in first
    assert "Kleve" in first["location"]
    assert len({str(event["uid"]) for event in events}) == 3


def test_the_feed_stays_the_same_until_something_changes(feed, kleve):
    first, second = Client().get(FEED), Client().get(FEED)

    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert Client().get(FEED, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    make_offer(kleve, GOCH, title="Neu", dates=(date_in(7),))
    assert Client().get(FEED, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_feed_filters(feed):
    assert len(parsed("?topic=sport")[1]) == 2
    assert len(parsed(f"?municipality={REES}")[1]) == 1
    assert len(parsed("?language=ar")[1]) == 3


@pytest.mark.parametrize("query", ["topic=x", "municipality=05170048", "organisation=x", "language=xx"])
def test_a_wrong_filter_is_a_bad_request(feed, query):
    assert Client().get(f"{FEED}?{query}").status_code == 400


def test_an_unknown_centre_has_no_feed():
    assert Client().get("/feeds/kreis-nirgendwo/dates.ics").status_code == 404
