"""Every page of the guide as its readers get it: built soundly, in their language, with a way on, small enough."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import brotli
import pytest
import time_machine
from django.urls import reverse

from tests.guide.kleve import ARABIC, GERMAN, KURMANCI, NOW, make_centre, make_offer
from tests.guide.page import Page
from vielklang.centres.models import Centre, CentreText
from vielklang.core.actor import SYSTEM
from vielklang.offers.drafts import DateDraft
from vielklang.offers.models import Offer
from vielklang.search.actions import index_offers

pytestmark = pytest.mark.django_db

PLACE = "place=47533-05154036"
PAGES = {
    "languages": "/",
    "unknown language": "/xx/centres/",
    "start": "/{}/",
    "start with a place": f"/{{}}/?{PLACE}",
    "life areas": "/{}/topics/",
    "life area": "/{}/topics/school/",
    "which place": "/{}/place/?where=33154",
    "elsewhere": "/{}/place/?where=80331",
    "postcode nobody has": "/{}/place/?where=00000",
    "no such place": "/{}/place/?where=qqqqqq",
    "no place": "/{}/place/",
    "outside": "/{}/locate/?lat=1&lon=1",
    "results": f"/{{}}/search/?{PLACE}",
    "results with filters": f"/{{}}/search/?{PLACE}&free=on&language=ar&topic=parent-child-group",
    "results on the map": f"/{{}}/search/?{PLACE}&view=map",
    "nothing found": f"/{{}}/search/?{PLACE}&topic=addiction&km=2",
    "beyond the last page": f"/{{}}/search/?{PLACE}&page=9",
    "offer": f"/{{}}/offer/OFFER/?{PLACE}",
    "centre": "/{}/kreis-kleve/",
    "centre without anything": "/{}/kreis-olpe/",
    "kept page": "/{}/kreis-kleve/saved/",
    "centres": "/{}/centres/",
    "about": "/{}/about/",
    "imprint": "/{}/imprint/",
    "privacy": "/{}/privacy/",
    "accessibility": "/{}/accessibility/",
    "thanks": "/{}/accessibility/thanks/",
    "offline": "/{}/offline/",
    "bad address": "/{}/search/?km=3",
    "no such page": "/{}/no-such-page/",
}


@pytest.fixture
def centre() -> Centre:
    made = make_centre()
    CentreText.objects.create(
        centre=made, language="de", news_title="Neue Sprechstunde", news="Dienstags ab 14 Uhr.", status="human",
        introduction="Wir helfen Ihnen beim Ankommen.", author="KI",
    )  # fmt: skip
    return made


@pytest.fixture
def offer(centre, settings) -> Offer:
    settings.ENCODERS = ()
    dates = (DateDraft(starts_at=NOW + dt.timedelta(days=2), duration=dt.timedelta(minutes=90)),)
    made = make_offer(centre, GERMAN, ARABIC, KURMANCI, dates=dates)
    index_offers(by=SYSTEM)
    return made


@pytest.fixture
def read(client):
    def read_page(address: str, **headers: str) -> Page:
        return Page(client.get(address, headers=headers).content.decode())

    return read_page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["ar", "de-simple"])
def test_page_is_sound(read, offer, name, language):
    page = read(PAGES[name].format(language).replace("OFFER", str(offer.public_id)))

    _has_ordered_headings(page)
    _has_sound_references(page)
    _loads_nothing_inline_and_nothing_foreign(page)
    assert {"main", "header", "footer"} <= {tag for tag, _ in page.elements}
    links = [link["href"] for link in page.all("a") if "href" in link]
    assert any(link.startswith((f"/{language}/", "tel:")) for link in links), "a dead end"


def _has_ordered_headings(page: Page) -> None:
    levels = page.headings()
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels


def _has_sound_references(page: Page) -> None:
    """Ids once, a label for each field (a checkbox stands inside its own), targets for what refers."""
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    labelled = {label["for"] for label in page.all("label") if "for" in label}
    for control in page.all("input", "select", "textarea"):
        assert control.get("type") in {"hidden", "checkbox"} or control["id"] in labelled, control
    for _, attributes in page.elements:
        for name in ("aria-labelledby", "aria-describedby", "form"):
            assert not attributes.get(name) or attributes[name] in ids, attributes
    assert all("alt" in image for image in page.all("img"))


def _loads_nothing_inline_and_nothing_foreign(page: Page) -> None:
    assert not page.all("style")
    assert not [
        one for _, one in page.elements if "style" in one or any(name.startswith("on") for name in one)
    ]
    scripts = [script for script in page.all("script") if script.get("type") != "application/ld+json"]
    assert all(script["src"].startswith("/static/") for script in scripts)
    assert all(image["src"].startswith("/") for image in page.all("img"))


def test_languages_go_by_their_own_names_the_devices_first(read):
    page = read("/", **{"Accept-Language": "fa-IR,de;q=0.4"})

    first = next(link for link in page.all("a") if link.get("href", "").count("/") == 2 and "hreflang" in link
                 and link.get("class") == "vk-language--own")  # fmt: skip
    assert (first["href"], first["lang"], first["dir"], first["hreflang"]) == ("/fa/", "fa", "rtl", "fa")
    assert "فارسی" in page.html


def test_start_asks_for_the_place_until_it_is_known(read, centre):
    without, with_place = read("/de/"), read(f"/de/?{PLACE}")

    assert 'name="where"' in without.html
    assert 'name="where"' not in with_place.html
    assert "02821 85-0" in with_place.html or "02821 850" in with_place.html
    assert with_place.language_of("Neue Sprechstunde")["lang"] == "de"
    assert len([link for link in without.all("a") if link.get("class") == "vk-area"]) == 12


def test_examples_on_the_start_page_are_searches(read):
    chips = [link["href"] for link in read("/ar/").all("a") if link.get("class") == "vk-chip"]

    assert len(chips) == 3
    assert all(href.startswith("/ar/search/?q=") for href in chips)


def test_a_passage_in_german_is_marked_in_an_arabic_page(read, centre, settings):
    settings.ENCODERS = ()
    only_german = make_offer(centre, GERMAN)
    index_offers(by=SYSTEM)

    for address in (f"/ar/search/?{PLACE}", f"/ar/offer/{only_german.public_id}/", "/ar/kreis-kleve/saved/"):
        around = read(address).language_of(GERMAN.title)
        assert (around["lang"], around["dir"]) == ("de", "ltr")


def test_offer_in_the_order_of_need(read, offer):
    page = read(f"/de/offer/{offer.public_id}/?{PLACE}")

    sections = [section["aria-labelledby"] for section in page.all("section")]
    assert sections == [
        "what", "when", "place-heading", "join", "bring", "costs", "languages-heading", "whom", "access", "who",
    ]  # fmt: skip
    for expected in ('href="tel:+492821999990"', "openstreetmap.org/directions?to=51.78100%2C6.13400",
                     "dates.ics", "leaflet.pdf", "qr.svg"):  # fmt: skip
        assert expected in page.html, expected


def test_address_and_phone_stay_left_to_right_in_arabic(read, offer):
    page = read(f"/ar/offer/{offer.public_id}/")

    assert page.language_of("Hagsche Straße 12") == {"lang": "de", "dir": "ltr"}
    assert page.language_of("02821 999990")["dir"] == "ltr"


def test_leaflet_beside_german_is_offered_where_the_page_is_not_german(read, offer):
    german, arabic = read(f"/de/offer/{offer.public_id}/"), read(f"/ar/offer/{offer.public_id}/")

    assert "second=de" in arabic.html
    assert "second=de" not in german.html


def test_machine_text_and_missing_text_are_said(client, offer):
    kurdish = client.get(f"/ku/offer/{offer.public_id}/").context["text"]
    turkish = client.get(f"/tr/offer/{offer.public_id}/")

    assert kurdish.is_machine
    assert turkish.context["text"].is_fallback
    assert turkish.content.decode().count('class="vk-note') == 1


@time_machine.travel(NOW, tick=False)
def test_hours_say_what_matters_now(read, offer):
    page = read(f"/en/offer/{offer.public_id}/")

    assert "Open now, until 12:00" in page.html
    assert re.search(r'<tr aria-current="date">\s*<th scope="row">Monday', page.html)


def test_results_announce_how_many_and_say_why(read, offer):
    page = read(f"/en/search/?q=Spielgruppe&{PLACE}")

    assert page.language_of("1 offer")["lang"] == "en"
    assert 'class="vk-why"' in page.html
    assert any("data-vk-live" in attributes for attributes in page.all("div"))


def test_no_distance_from_the_middle_of_a_whole_district(read, offer):
    for page in ("/en/search/?place={}", f"/en/offer/{offer.public_id}/?place={{}}"):
        assert re.search(r"\d (km|m)\b", read(page.format("47533-05154036")).html)
        assert not re.search(r"\d (km|m)</span>|as the crow flies", read(page.format("05154")).html)


def test_htmx_gets_the_result_part_alone(client, offer):
    whole = client.get(f"/de/search/?{PLACE}").content.decode()
    part = client.get(f"/de/search/?{PLACE}", headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith('<div id="results">')
    assert "<html" not in part
    assert "<html" in whole


def test_chosen_filters_can_be_taken_away_one_by_one(read, offer):
    page = read(f"/de/search/?{PLACE}&free=on&language=ar")

    links = [link["href"] for link in page.all("a") if link.get("href", "").startswith("?place")]
    assert f"?{PLACE}&language=ar" in links
    assert f"?{PLACE}&free=on" in links


def test_nothing_found_leads_on(read, offer):
    page = read(f"/de/search/?{PLACE}&topic=addiction&free=on")

    assert 'class="vk-empty"' in page.html
    assert f"/de/search/?{PLACE}" in [link["href"] for link in page.all("a")] or "vk-ways" in page.html
    assert 'href="/de/kreis-kleve/' in page.html
    assert "tel:" in page.html


def test_ten_results_are_small(client, centre, settings):
    settings.ENCODERS = ()
    for _ in range(10):
        make_offer(centre, GERMAN, ARABIC)
    index_offers(by=SYSTEM)

    body = client.get(f"/ar/search/?{PLACE}").content

    assert body.count(b"data-vk-basket-item") == 10
    assert len(brotli.compress(body, quality=5)) <= 12_000


def test_kept_page_says_how_old_it_is_and_has_what_one_needs_offline(read, offer):
    with time_machine.travel(NOW, tick=False):
        page = read("/en/kreis-kleve/saved/")

    for expected in (
        "November 23, 2026",
        "10:00",
        "Hagsche Straße 12",
        "02821 999990",
        f"offer-{offer.public_id}",
    ):
        assert expected in page.html, expected


def test_service_worker_changes_with_the_static_files(client):
    script = client.get(reverse("guide:service_worker"))

    assert script.headers["Content-Type"].startswith("text/javascript")
    assert script.headers["Cache-Control"] == "no-cache"
    assert "importScripts(" in script.content.decode()


def test_language_switch_keeps_page_and_place(read, centre):
    page = read(f"/de/kreis-kleve/?{PLACE}")

    switch = {
        link["hreflang"]: link["href"] for link in page.all("a") if "hreflang" in link and "lang" in link
    }
    assert switch["fa"] == f"/fa/kreis-kleve/?{PLACE}"
    assert len(switch) == 13
