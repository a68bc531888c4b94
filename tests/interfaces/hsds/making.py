"""Offers with everything that HSDS can tell, and a client that reads the API."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.test import Client

from tests.offers.factories import draft, municipality, text
from tests.world import World
from vielklang.core.actor import Actor, ActorKind
from vielklang.offers.actions import create_offer, publish_offer
from vielklang.offers.calendar import BERLIN
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, PlaceDraft
from vielklang.offers.models import Offer

ALICE = Actor(ActorKind.PERSON, "KI Kreis Kleve", person="Beispiel Geheimperson")
PAGE = ("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents")
HOUSE = PlaceDraft(
    name="Beispielhaus", street="Beispielstraße 1", postcode="47533", town="Kleve", municipality=None,
    lat=51.789, lon=6.1381, note="Im Hof",
)  # fmt: skip
SERIES = DateDraft(
    starts_at=dt.datetime(2026, 12, 1, 15, 0, tzinfo=BERLIN), duration=dt.timedelta(minutes=90),
    rrule="FREQ=WEEKLY;BYDAY=TU", until=dt.date(2027, 6, 30), exdates=(dt.date(2026, 12, 22),),
)  # fmt: skip


def rich(world: World, **values: Any) -> Offer:
    """A public offer with every part."""
    held: dict[str, Any] = {
        "centre": world.home,
        "organisation": world.organisation,
        "texts": (
            text(
                title="Hilfe bei Schulden",
                costs="Nichts",
                how_to_join="Anrufen",
                bring="Briefe",
                conditions="Keine",
            ),
            text("ar", title="استشارة", status="machine"),
            text("ru", title="Geheimer Entwurf", status="draft"),
        ),
        "topics": ("debt-advice", "bank-and-consumer"),
        "target_groups": ("women",),
        "age_from": Decimal("0.5"),
        "age_to": Decimal(6),
        "cost_kind": "paid",
        "cost_amount": Decimal("12.50"),
        "interpreting": True,
        "languages": ("de", "ckb", "uk"),
        "municipality": municipality(),
        "lift": "yes",
        "documents": ("passport_or_id",),
        "conditions": ("membership",),
        "phone": "02821 123456",
        "email": "beratung@example.org",
        "website": "https://example.org/straße?b=c",
        "places": (HOUSE, PlaceDraft(name="", town="Irgendwo")),
        "hours": (
            HoursDraft(weekday=0, opens=dt.time(9), closes=dt.time(12)),
            HoursDraft(weekday=2, opens=dt.time(14), closes=dt.time(23, 59), place=1),
        ),
        "exceptions": (
            ExceptionDraft(date=dt.date(2032, 12, 24), reason="Ferien"),
            ExceptionDraft(date=dt.date(2032, 12, 31), opens=dt.time(9), closes=dt.time(11), place=0),
        ),
        "dates": (SERIES,),
    }
    return publish_offer(by=ALICE, offer=create_offer(by=ALICE, draft=draft(**held | values)))


def plain(world: World, title: str, **values: Any) -> Offer:
    """A public offer with little."""
    held: dict[str, Any] = {
        "centre": world.home,
        "organisation": world.organisation,
        "texts": (text(title=title),),
    }
    return publish_offer(by=ALICE, offer=create_offer(by=ALICE, draft=draft(**held | values)))


def ask(address: str, *, language: str = "", status: int = 200, **query: Any) -> Any:
    """The body of `/hsds/<address>`."""
    headers = {"accept-language": language} if language else {}
    answer = Client().get(f"/hsds/{address}", query, headers=headers)
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def ids(page: Any) -> list[str]:
    return [node["id"] for node in page["contents"]]


def walk(address: str, **query: Any) -> Iterator[Any]:
    """Every page, as a client walks them."""
    number = 1
    while True:
        page = ask(address, page=number, **query)
        yield page
        number += 1
        if number > page["total_pages"]:
            return


def values(node: Any) -> Iterator[Any]:
    """Everything in a body, however deep."""
    yield node
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for one in inner:
        yield from values(one)
