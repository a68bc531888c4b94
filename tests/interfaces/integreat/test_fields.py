"""Every field that the app reads, with its type, for every list; also for a centre with nothing in it.

The tables are those of the contract (shared/contracts/integreat-api.md), written down a second time on purpose.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine

from tests.guide.kleve import NOW, make_centre
from tests.interfaces.integreat.making import EMPTY, REGION, full_offer, get, make_news

pytestmark = pytest.mark.django_db
MAYBE = type(None)


class Each:
    """A list of such rows; `size` where it is fixed."""

    def __init__(self, row: Any, size: int | None = None) -> None:
        self.row, self.size = row, size


class By:
    """An object with such values under any key."""

    def __init__(self, row: Any) -> None:
        self.row = row


class Moment:
    """ISO 8601 with an offset."""


NUMBER = (int, float)
LANGUAGES = By({"id": int, "url": str, "path": str})
HEAD = {
    "id": int,
    "url": str,
    "path": str,
    "title": str,
    "content": str,
    "excerpt": str,
    "last_updated": Moment,
    "available_languages": LANGUAGES,
    "thumbnail": (str, MAYBE),
}
SLOT = {"start": str, "end": str, "timezone": str}
DAY = {"allDay": bool, "closed": bool, "appointmentOnly": bool, "timeSlots": Each(SLOT)}
WEEK = Each(DAY, 7)
LOCATION = {
    "id": int,
    "name": str,
    "address": str,
    "town": str,
    "postcode": str,
    "country": str,
    "latitude": NUMBER,
    "longitude": NUMBER,
}
CONTACT = dict.fromkeys(
    ("name", "area_of_responsibility", "email", "phone_number", "mobile_number", "website"), (str, MAYBE)
) | {"opening_hours": (WEEK, MAYBE)}
ORGANISATION = ({"name": str, "website": str, "logo": str}, MAYBE)
POINT = {"latitude": NUMBER, "longitude": NUMBER}
PAGE = HEAD | {
    "order": int,
    "parent": {"path": (str, MAYBE)},
    "organization": ORGANISATION,
    "embedded_offers": Each({"alias": str, "name": str, "url": str, "thumbnail": str}),
}
REGION_FIELDS = {
    "name": str,
    "path": str,
    "live": bool,
    "languages": Each({"code": str, "native_name": str}),
    "events": bool,
    "pois": bool,
    "push_notifications": bool,
    "external_news": bool,
    "name_without_prefix": str,
    "prefix": (str, MAYBE),
    "latitude": NUMBER,
    "longitude": NUMBER,
    "aliases": (By(POINT), MAYBE),
    "bounding_box": Each(Each(NUMBER, 2), 2),
    "is_chat_enabled": bool,
    "zammad_privacy_policy": (str, MAYBE),
}
EVENT = HEAD | {
    "event": {"start": Moment, "end": Moment, "all_day": bool, "only_weekdays": bool},
    "location": (LOCATION, dict.fromkeys(LOCATION, MAYBE)),
    "location_path": (str, MAYBE),
    "meeting_url": (str, MAYBE),
    "recurrence_rule": (str, MAYBE),
}
PLACE = HEAD | {
    "meta_description": (str, MAYBE),
    "temporarily_closed": bool,
    "appointment_url": (str, MAYBE),
    "barrier_free": (bool, MAYBE),
    "organization": ORGANISATION,
    "category": {"id": int, "name": str, "color": str, "icon": str, "icon_url": str},
    "location": LOCATION,
    "opening_hours": (WEEK, MAYBE),
    "contacts": Each(CONTACT),
}
NEWS = {
    "id": str,
    "title": str,
    "content": str,
    "display_date": Moment,
    "source": str,
    "externalUrl": str,
    "available_languages": (By({"id": str}), MAYBE),
}
IMPRINT = {key: HEAD[key] for key in ("path", "title", "content", "last_updated")}

LISTS: dict[str, tuple[str, Any]] = {
    "pages": ("pages/", Each(PAGE)),
    "first level": ("children/?depth=1", Each(PAGE)),
    "below": ("children/?depth=2&url=/REGION/CODE/early-childhood/", Each(PAGE)),
    "page": ("page/?url=/REGION/CODE/integration-centre/", PAGE),
    "parents": ("parents/?url=/REGION/CODE/early-childhood/parent-child-group/", Each(PAGE)),
    "events": ("events/?combine_recurring=True", Each(EVENT)),
    "single dates": ("events/", Each(EVENT)),
    "places": ("locations/?on_map=1", Each(PLACE)),
    "news": ("news", Each(NEWS)),
    "one piece of news": ("news/local-5154", NEWS),
    "imprint": ("imprint/", IMPRINT),
    "offers": ("offers/", Each({})),
}


def wrong(value: Any, kind: Any, where: str = "") -> list[str]:  # noqa: PLR0911 (one return for each kind)
    """What of a value is not of this kind; extra fields are allowed."""
    if isinstance(kind, tuple):
        answers = [wrong(value, one, where) for one in kind]
        return [] if [] in answers else answers[0]
    if isinstance(kind, dict):
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no object"]
        lacking = [f"{where}.{key} is missing" for key in kind if key not in value]
        found = [key for key in kind if key in value]
        return lacking + [line for key in found for line in wrong(value[key], kind[key], f"{where}.{key}")]
    if isinstance(kind, By):
        return wrong(value, dict.fromkeys(value, kind.row) if isinstance(value, dict) else {}, where)
    if isinstance(kind, Each):
        if not isinstance(value, list) or (kind.size and len(value) != kind.size):
            return [f"{where}: {value!r} is no list of {kind.size or 'any number'}"]
        return [line for n, one in enumerate(value) for line in wrong(one, kind.row, f"{where}[{n}]")]
    if kind is Moment:
        good = (
            isinstance(value, str)
            and re.search(r"[+-]\d\d:\d\d$", value)
            and dt.datetime.fromisoformat(value)
        )
        return [] if good else [f"{where}: {value!r} is no moment with offset"]
    return [] if type(value) is kind else [f"{where}: {value!r} is no {kind.__name__}"]


@pytest.fixture
def full():
    with time_machine.travel(NOW, tick=False):
        centre = make_centre()
        full_offer(centre)
        full_offer(centre, places=(), hours=False)
        make_news(centre)
        make_news(centre, "ku", news_title="Nûçe")
        yield


@pytest.mark.parametrize("language", ["de", "de-si", "ar", "pes", "kmr"])
@pytest.mark.parametrize("name", LISTS)
def test_every_field_is_there(client, full, name, language):
    path, kind = LISTS[name]

    answer = get(client, path.replace("REGION", REGION).replace("CODE", language), language=language)

    assert wrong(answer, kind) == []
    assert answer or name in {"offers"}


EMPTY_LISTS = {"pages", "first level", "page", "events", "places", "news", "offers"}


@pytest.mark.parametrize("name", sorted(EMPTY_LISTS))
def test_a_centre_with_nothing_has_the_same_fields(client, name):
    path, kind = LISTS[name]

    answer = get(client, path.replace("REGION", EMPTY).replace("CODE", "de"), EMPTY)

    assert wrong(answer, kind) == []


def test_regions(client, full):
    regions = client.get("/api/v3/regions/").json()
    one = client.get(f"/api/v3/regions/{REGION}/").json()

    assert len(regions) == 54
    assert wrong(regions, Each(REGION_FIELDS)) == []
    assert one == next(row for row in regions if row["path"] == REGION)
