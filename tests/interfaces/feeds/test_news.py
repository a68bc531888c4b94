"""Atom: RFC 4287 with paging of RFC 5005, ids that stay, the language of each entry."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as Xml

import pytest

from tests.interfaces.feeds.making import make_news, make_offers
from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.interfaces.feeds import news
from vielklang.offers.actions import suspend_offer
from vielklang.offers.models import Offer

pytestmark = pytest.mark.django_db
A = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read(client, address: str) -> Xml.Element:
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = Xml.fromstring(response.content)
    for element in (feed, *feed.findall(f"{A}entry")):  # what RFC 4287 demands
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{A}{name}")) == 1, name
            assert element.findtext(f"{A}{name}")
        assert dt.datetime.fromisoformat(element.findtext(f"{A}updated", "")).tzinfo
    return feed


def links(element: Xml.Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in element.findall(f"{A}link")}


def test_news_and_offers_of_a_centre_newest_first(client):
    offer = make_offers()[0]
    make_news(offer.centre)
    Offer.objects.filter(pk=offer.pk).update(published_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))

    feed = read(client, "/open/centres/kreis-kleve/news.atom?language=ar")

    entries = feed.findall(f"{A}entry")
    assert [entry.findtext(f"{A}title") for entry in entries] == [
        "Neue Sprechzeiten",
        "مجموعة Griffbereit: لعب للأهل والأطفال",
    ]
    assert [entry.get(LANG) for entry in entries] == ["de", "ar"]
    assert feed.get(LANG) == "ar"
    assert entries[0].findtext(f"{A}content") == "Ab Montag länger."
    assert entries[1].findtext(f"{A}id") == f"urn:uuid:{offer.public_id}"
    assert links(entries[1])["alternate"].endswith(f"/ar/offer/{offer.public_id}/")
    assert [topic.get("term") for topic in entries[1].findall(f"{A}category")] == list(offer.topics)
    assert entries[1].find(f"{A}author/{A}name").text == "Familienzentrum Beispielstraße"


def test_other_news_has_another_id_and_a_changed_text_the_same(client):
    text = make_news(Centre.objects.get(slug="kreis-kleve"))
    address = "/open/centres/kreis-kleve/news.atom"
    first = read(client, address).findtext(f"{A}entry/{A}id")

    text.news = "Ab Dienstag länger."
    text.save()
    changed = read(client, address).findtext(f"{A}entry/{A}id")
    text.news_title = "Sommerfest"
    text.save()

    assert changed == first
    assert read(client, address).findtext(f"{A}entry/{A}id") != first


def test_drafts_and_withdrawn_offers_are_not_in_it(client):
    offer = make_offers()[0]
    make_news(offer.centre, status="draft")
    suspend_offer(by=SYSTEM, offer=offer, reason="Beispiel")

    feed = read(client, "/open/centres/kreis-kleve/news.atom")

    assert feed.findall(f"{A}entry") == []


def test_the_whole_state_page_by_page(client, monkeypatch):
    monkeypatch.setattr(news, "PAGE_SIZE", 2)
    offers = make_offers(4)
    make_news(offers[0].centre)
    make_news(Centre.objects.get(slug="kreis-wesel"))
    address, found, pages = "/open/news.atom?language=de", [], 0

    while address:
        feed = read(client, address)
        found += [entry.findtext(f"{A}id") for entry in feed.findall(f"{A}entry")]
        pages += 1
        assert links(feed)["self"].endswith(address)
        address = links(feed).get("next", "").removeprefix("http://127.0.0.1:8000")

    assert pages == 3
    assert len(found) == len(set(found)) == 6
    assert client.get("/open/news.atom?page=4").status_code == 404


def test_characters_that_xml_does_not_know_do_no_harm(client):
    make_news(Centre.objects.get(slug="kreis-kleve"), news_title="Fest\x0b & <Spiele>")

    feed = read(client, "/open/news.atom")

    assert feed.findtext(f"{A}entry/{A}title") == "Fest & <Spiele>"
