"""A centre with news, offers with dates and places, and an organisation with a page of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.guide.kleve import ARABIC, FAMILY_CENTRE, GERMAN, make_centre, make_offer
from vielklang.centres.models import Centre, CentreText
from vielklang.offers.drafts import DateDraft
from vielklang.offers.models import Offer

START = dt.datetime(2030, 1, 9, 14, tzinfo=dt.UTC)
"""15:00 in Germany, a Wednesday; series of the tests lie in a future whose public holidays are known."""
ELSEWHERE = replace(FAMILY_CENTRE, name="Bürgerhaus", lat=51.7812345, lon=6.1398765)


def make_news(centre: Centre, language: str = "de", **values: Any) -> CentreText:
    words = {"news_title": "Neue Sprechzeiten", "news": "Ab Montag länger.", "status": "human", "author": "x"}
    return CentreText.objects.create(centre=centre, language=language, **(words | values))


def make_offers(count: int = 1, centre: Centre | None = None) -> list[Offer]:
    """Offers in German and Arabic at two places, with a weekly series that leaves out one day."""
    where = centre or make_centre()
    series = DateDraft(
        starts_at=START,
        duration=dt.timedelta(minutes=90),
        rrule="FREQ=WEEKLY",
        until=dt.date(2030, 6, 30),
        exdates=(dt.date(2030, 1, 23),),
    )
    return [
        make_offer(where, GERMAN, ARABIC, dates=(series,), places=(FAMILY_CENTRE, ELSEWHERE))
        for _ in range(count)
    ]


def queries(client: Client, address: str) -> int:
    """How many queries an answer costs when everything is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])
