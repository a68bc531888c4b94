"""A centre with everything that the app can show, and one with nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.guide.kleve import ARABIC, GERMAN, NOW, make_centre, make_offer
from vielklang.centres.models import Centre, CentreText
from vielklang.core.actor import SYSTEM
from vielklang.offers.drafts import DateDraft
from vielklang.offers.models import Offer

REGION, EMPTY = "kreis-kleve", "kreis-wesel"
SERIES = DateDraft(
    starts_at=NOW.replace(year=2026, month=12, day=1, hour=15),
    duration=dt.timedelta(hours=2),
    rrule="FREQ=WEEKLY;BYDAY=TU",
    until=dt.date(2027, 6, 29),
)
SINGLE = DateDraft(starts_at=NOW.replace(month=12, day=12, hour=10), duration=dt.timedelta(hours=3))
PAST = DateDraft(starts_at=NOW.replace(year=2025), duration=dt.timedelta(hours=1))


def full_offer(centre: Centre | None = None, **facts: Any) -> Offer:
    """An offer in German and Arabic with hours, a place, a series, a date to come and one that is over."""
    return make_offer(centre or make_centre(), GERMAN, ARABIC, **({"dates": (SERIES, SINGLE, PAST)} | facts))


def make_news(centre: Centre, language: str = "de", **values: Any) -> CentreText:
    words = {
        "introduction": "Wir helfen.\n\nKommen Sie.",
        "news_title": "Neues",
        "news": "Es gibt <b>Neues</b>.",
    }
    return CentreText.objects.create(
        centre=centre, language=language, status="human", author=str(SYSTEM), **(words | values)
    )


def get(client, path: str, region: str = REGION, language: str = "de", **query: Any) -> Any:
    response = client.get(f"/api/v3/{region}/{language}/{path}", query)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/json"
    return response.json()
