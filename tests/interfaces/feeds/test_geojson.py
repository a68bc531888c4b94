"""GeoJSON after RFC 7946."""

from __future__ import annotations

import pytest

from tests.guide.kleve import make_centre, make_offer
from tests.interfaces.feeds.making import make_offers

pytestmark = pytest.mark.django_db


def read(client, address: str) -> list[dict]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/geo+json"
    body = response.json()
    assert body["type"] == "FeatureCollection"
    assert "crs" not in body
    for feature in body["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Point")
        assert 5.8 < lon < 9.5
        assert 50.3 < lat < 52.6
    ids = [feature["id"] for feature in body["features"]]
    assert len(ids) == len(set(ids))
    return body["features"]


def test_a_feature_for_each_place(client):
    offer = make_offers()[0]
    make_offer(offer.centre, places=())

    first, second = read(client, "/open/offers.geojson?language=ar")

    assert first["id"] == f"{offer.public_id}/1"
    assert second["geometry"]["coordinates"] == [6.13988, 51.78123]
    assert first["properties"] == {
        "offer": str(offer.public_id),
        "title": "مجموعة Griffbereit: لعب للأهل والأطفال",
        "summary": "مرة كل أسبوع تلعبون وتغنّون وتتحدثون مع طفلكم.",
        "language": "ar",
        "url": f"http://127.0.0.1:8000/ar/offer/{offer.public_id}/",
        "place": {
            "name": "Familienzentrum",
            "street": "Hagsche Straße 12",
            "postcode": "47533",
            "town": "Kleve",
        },
        "kind": "group",
        "topics": ["parent-child-group", "early-language"],
        "spoken_languages": ["de", "ar", "tr", "ku"],
        "organisation": "Familienzentrum Beispielstraße",
        "centre": "kreis-kleve",
    }


def test_german_stands_in_and_says_so(client):
    make_offers()

    assert {row["properties"]["language"] for row in read(client, "/open/offers.geojson?language=tr")} == {
        "de"
    }


def test_centre_and_topic(client):
    make_offer(make_centre())

    assert len(read(client, "/open/centres/kreis-kleve/offers.geojson?topic=early-language")) == 1
    assert read(client, "/open/centres/kreis-kleve/offers.geojson?topic=debt-advice") == []
    assert read(client, "/open/centres/kreis-wesel/offers.geojson") == []
