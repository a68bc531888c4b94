"""One offer or three: as many queries; parts of the tree cost no more than they show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.guide.kleve import make_centre
from tests.interfaces.integreat.making import REGION, full_offer, make_news

pytestmark = pytest.mark.django_db
BASE = f"/api/v3/{REGION}/ar/"
MOST = {
    "/api/v3/regions/": 9,
    f"/api/v3/regions/{REGION}/": 9,
    f"{BASE}pages/": 15,
    f"{BASE}children/?depth=1": 8,
    f"{BASE}children/?depth=2&url=/{REGION}/ar/early-childhood/": 15,
    f"{BASE}page/?url=/{REGION}/ar/early-childhood/": 8,
    f"{BASE}parents/?url=/{REGION}/ar/early-childhood/parent-child-group/": 8,
    f"{BASE}locations/?on_map=1": 14,
    f"{BASE}events/?combine_recurring=True": 14,
    f"{BASE}news": 7,
    f"{BASE}imprint/": 7,
}


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_three_offers_cost_as_many_queries_as_one(client):
    centre = make_centre()
    make_news(centre)
    full_offer(centre)
    one = {address: len(queries(client, address)) for address in MOST}
    full_offer(centre)
    full_offer(centre)
    three = {address: len(queries(client, address)) for address in MOST}

    assert one == three
    assert {address: count for address, count in one.items() if count > MOST[address]} == {}


def test_nothing_is_written(client):
    full_offer()

    for address in MOST:
        assert not [
            sql for sql in queries(client, address) if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE"))
        ]
