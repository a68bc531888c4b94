"""Calendars to subscribe to, read back with the library that reads them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.guide.kleve import make_centre, make_offer
from tests.interfaces.feeds.making import START, make_offers
from vielklang.core.actor import SYSTEM
from vielklang.offers.actions import suspend_offer
from vielklang.offers.drafts import DateDraft

pytestmark = pytest.mark.django_db
CENTRE = "/open/centres/kreis-kleve/dates.ics"


def read(client, address: str) -> Calendar:
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    return Calendar.from_ical(response.content)


def test_a_series_of_a_centre(client):
    offer = make_offers()[0]

    calendar = read(client, f"{CENTRE}?language=ar")

    (event,) = calendar.walk("VEVENT")
    assert calendar["REFRESH-INTERVAL"].dt == dt.timedelta(hours=6)
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["SOURCE"].endswith(f"{CENTRE}?language=ar")
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert event["UID"] == f"{offer.public_id}-20300109T140000Z-1@vielklang"
    assert event["DTSTART"].dt == START.astimezone(ZoneInfo("Europe/Berlin"))
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["RRULE"]["UNTIL"][0] == dt.datetime(2030, 6, 30, 21, 59, 59, tzinfo=dt.UTC)
    left_out = [day.dt.date() for day in event["EXDATE"].dts]
    assert dt.date(2030, 1, 23) in left_out
    assert dt.date(2030, 5, 1) in left_out  # a public holiday
    assert max(left_out) <= dt.date(2030, 6, 30)
    assert event["SUMMARY"].params["LANGUAGE"] == "ar"
    assert event["LAST-MODIFIED"].dt == offer.updated_at.replace(microsecond=0)
    assert event["URL"].endswith(f"/ar/offer/{offer.public_id}/")


def test_the_event_is_the_same_as_in_the_offers_own_file(client):
    offer = make_offers()[0]

    own = Calendar.from_ical(client.get(f"/de/offer/{offer.public_id}/dates.ics").content)
    feed = read(client, CENTRE)

    assert own.walk("VEVENT")[0].to_ical() == feed.walk("VEVENT")[0].to_ical()


def test_one_topic(client):
    make_offers()

    assert len(read(client, f"{CENTRE}?topic=parent-child-group").walk("VEVENT")) == 1
    other = read(client, f"{CENTRE}?topic=debt-advice")
    assert other.walk("VEVENT") == []
    assert str(other["X-WR-CALNAME"]) == "Vielklang · Kreis Kleve · Schulden"


def test_an_organisation(client):
    first, second = make_offers(2)

    calendar = read(client, f"/open/organisations/{first.organisation.public_id}/dates.ics")

    assert [str(event["UID"])[:36] for event in calendar.walk("VEVENT")] == [str(first.public_id)]
    suspend_offer(by=SYSTEM, offer=second, reason="Beispiel")
    gone = client.get(f"/open/organisations/{second.organisation.public_id}/dates.ics")
    assert (gone.status_code, gone.json()["status"]) == (404, 404)


def test_what_is_long_past_leaves(client):
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)
    for start in (now - 3 * day, now - 90 * day):
        make_offer(make_centre(), dates=(DateDraft(starts_at=start, duration=dt.timedelta(hours=1)),))

    (event,) = read(client, CENTRE).walk("VEVENT")

    assert event["DTSTART"].dt.date() == (now - 3 * day).astimezone(ZoneInfo("Europe/Berlin")).date()
