"""The sitemap: an index, parts that stay small, each page in each language that it is worth finding in."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import pytest

from tests.guide.kleve import make_centre, make_offer
from tests.interfaces.feeds.making import make_offers
from vielklang.core.actor import SYSTEM
from vielklang.core.languages import GUIDE_TAGS
from vielklang.interfaces.feeds import sitemap
from vielklang.offers.actions import suspend_offer
from vielklang.organisations.actions import set_public_profile

pytestmark = pytest.mark.django_db
S, X = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"
HOST = "http://127.0.0.1:8000"


def parts(client) -> list[str]:
    index = Xml.fromstring(client.get("/sitemap.xml").content)
    return [row.text.removeprefix(HOST) for row in index.iter(f"{S}loc")]


def pages(client, address: str) -> dict[str, dict[str, str]]:
    """Address → its alternates by language."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return {
        url.findtext(f"{S}loc"): {
            link.get("hreflang"): link.get("href") for link in url.findall(f"{X}link[@rel='alternate']")
        }
        for url in Xml.fromstring(response.content)
    }


def test_robots_names_it(client):
    assert f"Sitemap: {HOST}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_every_address_is_a_page_and_names_the_same_alternates(client):
    offer = make_offers()[0]
    set_public_profile(by=SYSTEM, organisation=offer.organisation, is_public=True)
    found: dict[str, dict[str, str]] = {}
    for part in parts(client):
        found |= pages(client, part)

    assert len(found) > 900
    for address, alternates in found.items():
        assert address in alternates.values()
        assert "x-default" in alternates
        for tag, other in alternates.items():
            assert tag == "x-default" or found[other] == alternates
    for address in [x for x in found if x.startswith(f"{HOST}/ar/")]:
        assert client.get(address.removeprefix(HOST)).status_code == 200, address


def test_an_offer_stands_in_the_languages_of_its_texts(client):
    offer = make_offers()[0]
    hidden = make_offer(offer.centre)
    suspend_offer(by=SYSTEM, offer=hidden, reason="Beispiel")

    found = pages(client, "/sitemap-1-kreis-kleve.xml")

    german = f"{HOST}/de/offer/{offer.public_id}/"
    arabic = f"{HOST}/ar/offer/{offer.public_id}/"
    assert set(found) == {german, arabic}
    assert found[german] == {"de": german, "ar": arabic, "x-default": german}
    assert set(pages(client, "/sitemap-guide.xml")[f"{HOST}/de/"]) == {*GUIDE_TAGS, "x-default"}


def test_many_pages_are_divided(client, monkeypatch):
    monkeypatch.setattr(sitemap, "PER_PART", 2)
    offers = make_offers(3)
    set_public_profile(by=SYSTEM, organisation=offers[0].organisation, is_public=True)
    make_offer(make_centre())

    of_centre = [part for part in parts(client) if "kleve" in part]
    found = [address for part in of_centre for address in pages(client, part) if "/de/" in address]

    assert of_centre == [f"/sitemap-{number}-kreis-kleve.xml" for number in (1, 2, 3)]
    assert len(found) == len(set(found)) == 5
    assert client.get("/sitemap-4-kreis-kleve.xml").status_code == 404
    assert client.get("/sitemap-0-kreis-kleve.xml").status_code == 404
