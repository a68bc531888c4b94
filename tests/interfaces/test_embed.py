"""Pages for other websites: a frame may show them, no cookie, no account, right language, errors that say something."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.guide.kleve import GERMAN, make_centre, make_offer
from tests.guide.page import Page
from vielklang.core.actor import SYSTEM
from vielklang.interfaces.embed import listing
from vielklang.offers.actions import suspend_offer

pytestmark = pytest.mark.django_db
KLEVE = "kreis-kleve"


def address(name: str = "offers", language: str = "de", slug: str = KLEVE, **query: object) -> str:
    parts = "&".join(f"{key}={value}" for key, value in query.items())
    return f"/embed/{slug}/{language}/{name}" + (f"?{parts}" if parts else "")


def page(client: Client, *args: object, **query: object) -> str:
    return client.get(address(*args, **query)).content.decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "path",
    [
        address("search"),
        address("offers", "ar"),
        address("offers", "de", topic="nonsense"),
        address("offers", "de", "kreis-nirgendwo"),
        "/embed/nothing/here",
        "/embed/kreis-kleve/xx/offers",
    ],
)
def test_any_website_may_frame_it_and_nothing_is_set(client, path):
    answer = client.get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *;" in f"{policy};"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/de/", "/de/kreis-kleve/", "/account/login/"])
def test_all_else_still_refuses_frames(client, path):
    answer = client.get(path)

    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_search_leads_to_the_results_of_the_centres_area(client):
    read = Page(page(client, "search", "tr"))

    (form,) = read.all("form")
    assert form["action"] == "/tr/search/"
    assert {"type": "hidden", "name": "place", "value": "05154"}.items() <= next(
        field for field in read.all("input") if field["name"] == "place"
    ).items()
    assert read.all("base") == [{"target": "_top"}]
    assert read.headings() == [1]


def test_list_shows_texts_of_the_language_and_marks_german(client):
    centre = make_centre()
    offer, german = make_offer(centre), make_offer(centre)
    german.texts.exclude(language="de").delete()

    read = Page(page(client, "offers", "ar"))

    assert read.all("html") == [{"lang": "ar", "dir": "rtl"}]
    links = [link["href"] for link in read.all("a")]
    assert f"/ar/offer/{offer.public_id}/?place=05154" in links
    assert f"/ar/offer/{german.public_id}/?place=05154" in links
    assert read.language_of(GERMAN.title) == {"lang": "de", "dir": "ltr"}
    assert read.headings() == [1, 2, 3, 3]
    assert client.get(address("offers", "ar")).headers["Content-Language"] == "ar"


def test_list_of_a_topic_an_area_and_an_organisation(client):
    offer = make_offer(make_centre())
    other = make_offer(make_centre(), topics=("debt-advice",))

    for query in ({"topic": "parent-child-group"}, {"area": "early-childhood"}):
        found = page(client, **query)
        assert str(offer.public_id) in found
        assert str(other.public_id) not in found
        assert Page(found).headings() == [1, 2]
    found = page(client, organisation=other.organisation.public_id)
    assert str(other.public_id) in found
    assert str(offer.public_id) not in found


def test_withdrawn_offers_and_those_of_other_centres_are_not_shown(client):
    offer = make_offer(make_centre())
    suspend_offer(by=SYSTEM, offer=offer, reason="Beispiel")

    found = page(client)

    assert str(offer.public_id) not in found
    assert "noch keine Angebote" in found
    assert page(client, "offers", "de", "kreis-wesel").count("<article") == 0


def test_long_lists_have_pages_that_stay_in_the_frame(client, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    offers = {str(make_offer(make_centre()).public_id) for _ in range(3)}

    first, second = page(client, topic="parent-child-group"), page(client, topic="parent-child-group", page=2)

    assert {key for key in offers if key in first} | {key for key in offers if key in second} == offers
    (following,) = (link for link in Page(first).all("a") if link.get("rel") == "next")
    assert following["target"] == "_self"
    assert following["href"] == "?topic=parent-child-group&page=2"
    assert client.get(address(page=3)).status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        (address("offers", "de", topic="nonsense"), 400, "topic"),
        (address("offers", "de", organisation="nonsense"), 400, "organisation"),
        (address("offers", "de", page="0"), 400, "page"),
        (address("offers", "fa", "kreis-nirgendwo"), 404, 'dir="rtl"'),
        ("/embed/kreis-kleve/xx/offers", 404, 'href="/de/"'),
    ],
)
def test_a_wrong_address_says_what_is_wrong_and_where_to_go(client, path, status, words):
    answer = client.get(path)

    assert answer.status_code == status
    assert answer.templates[0].name == "interfaces/public/embed_nothing.html"
    assert words in answer.content.decode()


def test_queries_do_not_grow_with_the_offers(client):
    def queries() -> int:
        """Without those of the index of places, which looks now and then whether it is still the newest."""
        with CaptureQueriesContext(connection) as found:
            client.get(address())
        return sum("places_" not in query["sql"].partition("WHERE")[0] for query in found.captured_queries)

    make_offer(make_centre())
    one = queries()
    for _ in range(2):
        make_offer(make_centre())

    assert queries() == one <= 12


def test_other_methods_are_refused(client):
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(address()).status_code == 405


def test_script_may_be_loaded_from_anywhere_and_is_asked_for_again_cheaply(client):
    answer = client.get(reverse("interfaces:embed_script"))

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert not answer.cookies
    again = client.get(reverse("interfaces:embed_script"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
