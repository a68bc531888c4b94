"""Errors, methods and costs of all open feeds."""

from __future__ import annotations

import uuid

import pytest

from tests.interfaces.feeds.making import make_news, make_offers, queries
from vielklang.offers.models import Offer

pytestmark = pytest.mark.django_db
NEWS, OFFERS = "/open/news.atom", "/open/offers.geojson"
DATES = "/open/centres/kreis-kleve/dates.ics"


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        (f"{NEWS}?language=xx", "language"),
        (f"{NEWS}?page=0", "page"),
        (f"{NEWS}?page=zwei", "page"),
        (f"{NEWS}?page=9999999", "page"),
        (f"{OFFERS}?topic=nothing", "topic"),
        (f"{OFFERS}?language=de%00", "language"),
        (f"{DATES}?topic=debt-advice%20", ""),
        (f"{DATES}?topic=DEBT", "topic"),
    ],
)
def test_a_malformed_parameter_is_named(client, address, parameter):
    response = client.get(address)

    if not parameter:
        assert response.status_code == 200
        return
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["parameter"] == parameter


@pytest.mark.parametrize(
    "address",
    [
        "/open/centres/kreis-nirgendwo/news.atom",
        "/open/centres/kreis-nirgendwo/dates.ics",
        "/open/centres/kreis-nirgendwo/offers.geojson",
        f"/open/organisations/{uuid.UUID(int=7)}/dates.ics",
        "/open/organisations/17/dates.ics",
        "/sitemap-1-kreis-nirgendwo.xml",
        "/sitemap-1-kreis-kleve.xml",
        f"/sitemap-{'9' * 40}-kreis-kleve.xml",
        "/open/",
        "/open/nothing",
    ],
)
def test_what_is_unknown_is_a_problem(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert response.json()["status"] == 404


@pytest.mark.parametrize("address", [NEWS, OFFERS, DATES, "/sitemap.xml"])
def test_methods(client, address):
    for method in ("post", "put", "delete", "patch"):
        response = getattr(client, method)(address)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert client.head(address).status_code == 200
    assert client.options(address).status_code == 204
    assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"


def test_three_offers_cost_as_many_queries_as_one(client):
    (first,) = make_offers()
    make_news(first.centre)
    addresses = [
        NEWS,
        "/open/centres/kreis-kleve/news.atom?language=ar",
        f"{OFFERS}?language=ar",
        "/open/centres/kreis-kleve/offers.geojson",
        DATES,
        f"/open/organisations/{first.organisation.public_id}/dates.ics",
        "/sitemap.xml",
        "/sitemap-guide.xml",
        "/sitemap-1-kreis-kleve.xml",
    ]
    one = {address: queries(client, address) for address in addresses}
    more = make_offers(2)
    Offer.objects.filter(pk__in=[row.pk for row in more]).update(organisation=first.organisation)

    three = {address: queries(client, address) for address in addresses}

    assert three == one
    assert max(three.values()) <= 8
