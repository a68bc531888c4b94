"""The tree of pages: what stands where, in which words, and what stays out."""

from __future__ import annotations

import html
import re

import pytest
import time_machine

from tests.guide.kleve import ARABIC, GERMAN, KURMANCI, NOW, make_centre, make_offer
from tests.interfaces.integreat.making import REGION, full_offer, get
from vielklang.core.actor import SYSTEM
from vielklang.offers.actions import suspend_offer
from vielklang.offers.drafts import TextDraft
from vielklang.offers.models import Offer, OfferText

pytestmark = pytest.mark.django_db
AREA, TOPIC = "early-childhood", "parent-child-group"


def path(*parts: str, language: str = "de") -> str:
    return "/" + "/".join((REGION, language, *parts)) + "/"


def pages(client, language="de"):
    return {page["path"]: page for page in get(client, "pages/", language=language)}


def offer_page(client, offer, language="de"):
    found = (page for key, page in pages(client, language).items() if offer.public_id.hex[:12] in key)
    return next(found)


def test_areas_hold_topics_and_topics_offers(client):
    offer = full_offer()

    found = pages(client)
    page = offer_page(client, offer)

    assert list(found) == [path(AREA), path(AREA, TOPIC), page["path"], path("integration-centre")]
    assert [found[key]["parent"]["path"] for key in found] == [None, path(AREA), path(AREA, TOPIC), None]
    assert [found[path(AREA)]["content"], found[path(AREA, TOPIC)]["content"]] == ["", ""]
    assert found[path(AREA)]["title"] == "Kleine Kinder und Kita"


def test_an_offer_stands_once_though_it_has_two_topics(client):
    full_offer()

    assert sum("griffbereit" in key for key in pages(client)) == 1


def test_offers_are_in_order_of_their_titles(client):
    centre = make_centre()
    for title in ("Zeichnen", "ärzte", "Malen"):
        make_offer(centre, TextDraft(language="de", title=title, summary="Kurz.", description="Länger."))

    found = [page for page in pages(client).values() if page["parent"]["path"] == path(AREA, TOPIC)]

    assert [page["title"] for page in sorted(found, key=lambda page: page["order"])] == [
        "ärzte",
        "Malen",
        "Zeichnen",
    ]


def test_children_without_a_page_are_the_first_level(client):
    full_offer()

    assert [page["path"] for page in get(client, "children/", depth=1)] == [
        path(AREA),
        path("integration-centre"),
    ]
    assert len(get(client, "children/", depth=3)) == 4
    assert get(client, "children/", depth=0) == []


def test_children_begin_with_the_page_itself(client):
    offer = full_offer()
    own = offer_page(client, offer)["path"]

    found = get(client, "children/", depth=1, url=path(AREA).rstrip("/"))

    assert [page["path"] for page in found] == [path(AREA), path(AREA, TOPIC)]
    assert [page["path"] for page in get(client, "children/", depth=2, url=own)] == [own]


def test_parents_lead_to_the_page(client):
    own = offer_page(client, full_offer())["path"]

    assert [page["path"] for page in get(client, "parents/", url=own)] == [path(AREA), path(AREA, TOPIC)]
    assert get(client, "parents/", url=path(AREA)) == []


def test_a_path_outlives_another_title(client):
    offer = full_offer()
    old = offer_page(client, offer)["path"]
    Offer.objects.filter(pk=offer.pk).update(title="Anders")

    page = get(client, "page/", url=old)

    assert page["path"] == path(AREA, TOPIC, f"anders-{offer.public_id.hex[:12]}")


def test_other_languages_have_the_same_page(client):
    offer = full_offer()

    german, arabic = offer_page(client, offer), offer_page(client, offer, "ar")

    assert german["available_languages"]["ar"]["path"] == arabic["path"]
    assert german["path"] == arabic["available_languages"]["de"]["path"]
    assert arabic["title"] == ARABIC.title
    assert '<div lang="de"' not in arabic["content"]


def test_a_text_that_stands_in_is_marked(client):
    offer = full_offer()

    content = offer_page(client, offer, "pes")["content"]

    assert content.startswith("<p><em>")
    assert "فارسی" in content.split("</em>")[0]
    assert '<div lang="de" dir="ltr"><p><strong>Einmal pro Woche' in content


def test_plain_german_reads_german_without_a_note(client):
    content = offer_page(client, full_offer(), "de-si")["content"]

    assert content.startswith("<div><p><strong>Einmal")


def test_machine_text_and_text_behind_its_source_are_marked(client):
    offer = make_offer(make_centre(), GERMAN, KURMANCI)
    Offer.objects.filter(pk=offer.pk).update(content_revision=2)

    assert offer_page(client, offer, "kmr")["content"].count("<em>") == 2


def test_words_of_others_are_escaped(client):
    offer = full_offer()
    OfferText.objects.filter(offer=offer).update(
        title="<b>Titel</b>",
        summary='"<script>alert(1)</script>',
        description="a < b\n\n<img src=x onerror=alert(1)>",
    )
    Offer.objects.filter(pk=offer.pk).update(website="javascript:alert(1)")

    content = offer_page(client, offer)["content"]

    assert "<script" not in content
    assert "<img" not in content
    assert "javascript:" not in content
    assert html.escape("<img src=x onerror=alert(1)>") in content
    assert set(re.findall(r"<([a-z0-9]+)", content)) <= {
        *("p", "em", "div", "strong", "br", "h2", "h3", "ul", "li", "a", "bdi")
    }


@time_machine.travel(NOW, tick=False)
def test_an_offer_says_what_a_person_needs(client):
    content = offer_page(
        client, full_offer(phone="+492821999991", email="spiel@example.org", website="https://example.org/x")
    )["content"]

    for words in (
        "Einmal pro Woche", "Montag", "09:00–12:00", "1. Dezember 2026", "Familienzentrum",
        "47533 Kleve", "Mit Anmeldung",
        "Gesundheitskarte", "Kostenlos", "العربية", "1,5 bis 3 Jahre", "Stufenloser Eingang: Ja",
        "tel:+492821999991", "mailto:spiel@example.org", "https://example.org/x", "3. November 2026",
        "/de/offer/",
    ):  # fmt: skip
        assert words in content, words


def test_what_is_not_public_stays_out(client):
    centre = make_centre()
    gone, shown = full_offer(centre), full_offer(centre)
    own = offer_page(client, gone)["path"]
    OfferText.objects.filter(offer=shown, language="ar").update(status="draft")
    suspend_offer(by=SYSTEM, offer=gone, reason="Geheimer Grund")

    everything = client.get(f"/api/v3/{REGION}/de/pages/").content.decode()

    assert gone.public_id.hex[:12] not in everything
    assert client.get(f"/api/v3/{REGION}/de/page/", {"url": own}).status_code == 404
    assert ARABIC.title not in client.get(f"/api/v3/{REGION}/ar/pages/").content.decode()


def test_who_confirmed_stays_out(client):
    offer = full_offer()
    Offer.objects.filter(pk=offer.pk).update(
        last_confirmed_by="Frau Geheim", funding_programme="Geheimprogramm"
    )

    for name in ("pages/", "locations/", "events/"):
        assert "Geheim" not in client.get(f"/api/v3/{REGION}/de/{name}").content.decode()
