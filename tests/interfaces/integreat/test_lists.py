"""Places, dates, news and imprint."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from dateutil.rrule import rrulestr

from tests.guide.kleve import FAMILY_CENTRE, GERMAN, NOW, make_centre, make_offer
from tests.interfaces.integreat.making import PAST, REGION, SERIES, SINGLE, full_offer, get, make_news
from vielklang.centres.models import Centre
from vielklang.interfaces.integreat.places import SIGNS
from vielklang.offers.drafts import DateDraft, PlaceDraft
from vielklang.offers.models import OpeningHours
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.web.icons import all_icons

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_life_area_has_a_sign():
    assert set(SIGNS) == set(get_taxonomy().life_area_keys)
    assert set(SIGNS) <= set(all_icons())


def test_the_sign_of_a_category_can_be_fetched(client):
    full_offer()
    address = get(client, "locations/", on_map=1)[0]["category"]["icon_url"]

    answer = client.get(address[address.index("/api") :])

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")


def test_only_places_with_coordinates_are_places(client):
    centre = make_centre()
    full_offer(centre, places=(PlaceDraft(name="Ohne Punkt", town="Kleve"), FAMILY_CENTRE))
    full_offer(centre, places=())

    (place,) = get(client, "locations/", on_map=1)

    assert (place["location"]["latitude"], place["location"]["longitude"]) == (51.781, 6.134)
    assert place["path"].startswith(f"/{REGION}/de/places/griffbereit")
    assert get(client, "locations/", on_map=0) == []


def test_places_of_one_offer_have_paths_of_their_own(client):
    full_offer(places=(FAMILY_CENTRE, PlaceDraft(name="Zweiter Ort", lat=51.7, lon=6.2)))

    first, second = get(client, "locations/")

    assert second["path"] == f"{first['path'].rstrip('/')}-2/"
    assert first["location"]["id"] != second["location"]["id"]


def test_the_week_has_seven_days(client):
    offer = full_offer(hours=False)
    rows = ((0, dt.time(9), dt.time(12, 30)), (0, dt.time(14), dt.time(16)), (6, dt.time(0), dt.time(23, 59)))
    for day, opens, closes in rows:
        OpeningHours.objects.create(offer=offer, weekday=day, opens=opens, closes=closes)

    week = get(client, "locations/")[0]["opening_hours"]

    zone = {"timezone": "Europe/Berlin"}
    assert week[0]["timeSlots"] == [
        {"start": "09:00", "end": "12:30"} | zone,
        {"start": "14:00", "end": "16:00"} | zone,
    ]
    assert [day["closed"] for day in week] == [False, True, True, True, True, True, False]
    assert (week[6]["allDay"], week[6]["timeSlots"]) == (True, [])


def test_without_hours_there_is_no_week(client):
    make_offer(make_centre(), GERMAN, hours=False)

    assert get(client, "locations/")[0]["opening_hours"] is None


def test_events_are_dates_to_come(client):
    full_offer()

    series, single = get(client, "events/", combine_recurring="True")

    assert series["event"]["start"] == "2026-12-01T15:00:00+01:00"
    assert series["event"]["end"] == "2026-12-01T17:00:00+01:00"
    assert single["event"]["start"] == "2026-12-12T10:00:00+01:00"
    assert single["recurrence_rule"] is None
    assert series["location_path"] == get(client, "locations/")[0]["path"]
    assert series["path"] != single["path"]


def test_a_series_keeps_its_clock_time(client):
    """As the app counts: DTSTART in UTC is moved to local time first, then the rule is counted out."""
    full_offer()
    rule = get(client, "events/", combine_recurring="True")[0]["recurrence_rule"]

    start, text = rule.split("\n")

    assert start == "DTSTART:20261201T140000"
    assert text == "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270629T215959"
    local = rrulestr(f"DTSTART:20261201T150000\n{text}")
    assert {moment.hour for moment in local} == {15}
    assert local[-1].date() == dt.date(2027, 6, 29)


def test_until_and_count_exclude_each_other(client):
    date = DateDraft(
        starts_at=SERIES.starts_at,
        duration=SERIES.duration,
        rrule="FREQ=DAILY;COUNT=3",
        until=dt.date(2027, 1, 1),
    )
    full_offer(dates=(date,))

    rule = get(client, "events/", combine_recurring="True")[0]["recurrence_rule"]

    assert rule.endswith("RRULE:FREQ=DAILY;UNTIL=20261203T140000")


def test_single_dates_are_counted_out_on_request(client):
    full_offer()

    found = get(client, "events/")

    assert len({event["path"] for event in found}) == len(found) > 8
    assert {event["recurrence_rule"] for event in found} == {None}
    assert found == sorted(found, key=lambda event: event["event"]["start"])


def test_what_is_over_is_no_event(client):
    over = DateDraft(
        starts_at=PAST.starts_at, duration=PAST.duration, rrule="FREQ=DAILY", until=dt.date(2026, 1, 1)
    )
    full_offer(dates=(PAST, over))

    assert get(client, "events/", combine_recurring="True") == []


def test_an_event_without_a_point_is_nowhere(client):
    full_offer(places=(), dates=(SINGLE,))

    (event,) = get(client, "events/", combine_recurring="True")

    assert set(event["location"].values()) == {None}
    assert event["location_path"] is None


def test_news_are_escaped_and_have_one_id_in_every_language(client):
    centre = make_centre()
    make_news(centre)
    make_news(centre, "ar", news_title="أخبار", news="خبر")

    (german,), (arabic,) = get(client, "news"), get(client, "news/", language="ar")

    assert german["id"] == arabic["id"] == "local-5154"
    assert "&lt;b&gt;Neues" in german["content"]
    assert arabic["title"] == "أخبار"
    assert set(german["available_languages"]) == {"de", "ar"}
    assert get(client, "news/local-5154") == german


def test_news_that_stand_in_are_marked(client):
    make_news(make_centre())

    (news,) = get(client, "news", language="ar")

    assert '<div lang="de" dir="ltr">' in news["content"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("source=local", 1),
        ("source=tunews", 0),
        ("source=tunews&source=local", 1),
        ("page=2", 0),
        ("size=500", 1),
        ("channel=x", 1),
    ],
)
def test_news_are_asked_for_by_source_and_page(client, query, count):
    make_news(make_centre())

    assert len(get(client, f"news?{query}")) == count


def test_without_news_there_are_none(client):
    make_news(make_centre(), news_title="", news="")

    assert get(client, "news") == []
    assert client.get(f"/api/v3/{REGION}/de/news/local-5154").status_code == 404


def test_the_imprint_names_operator_and_centre(client, settings):
    make_centre()
    settings.OPERATOR = {
        "name": "Kreis <Beispiel>",
        "address": "Weg 1\nOrt",
        "email": "x@example.org",
        "phone": "",
    }

    imprint = get(client, "imprint/")

    assert imprint["path"] == f"/{REGION}/de/disclaimer/"
    assert "Kreis &lt;Beispiel&gt;" in imprint["content"]
    assert "ki@example.org" in imprint["content"]


def test_nothing_known_is_no_imprint(client, settings):
    settings.OPERATOR = dict.fromkeys(("name", "address", "email", "phone"), "")
    Centre.objects.filter(slug=REGION).update(phone="", email="", street="")

    assert client.get(f"/api/v3/{REGION}/de/imprint/").status_code == 404
