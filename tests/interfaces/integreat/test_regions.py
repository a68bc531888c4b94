"""Centres as regions: names, languages, where they lie, what there is."""

from __future__ import annotations

import pytest

from tests.guide.kleve import GERMAN, make_centre, make_offer
from tests.interfaces.integreat.making import EMPTY, REGION, full_offer, make_news
from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_TAGS
from vielklang.interfaces.imports.source import guide_tag
from vielklang.interfaces.integreat.codes import CODES, RESERVED_REGIONS, TAGS, region_of, slug_of
from vielklang.interfaces.integreat.regions import split_name

pytestmark = pytest.mark.django_db

APP_LANGUAGES = {
    *(
        "de",
        "ar",
        "en",
        "pes",
        "fr",
        "ro",
        "tr",
        "pl",
        "ti",
        "ckb",
        "ru",
        "so",
        "hr",
        "es",
        "sr-Latn",
        "sr-Cyrl",
        "ps",
    ),
    *(
        "kmr",
        "am",
        "bg",
        "el",
        "it",
        "zh-CN",
        "mk",
        "sq",
        "ka",
        "prs",
        "hu",
        "ur",
        "uk",
        "fi",
        "nl",
        "pt",
        "cs",
        "sk",
    ),
    *("orm", "da", "de-si"),
}
"""Codes of the app's table, with the one that it reads as German (contract, section 1)."""


def region(client, slug=REGION):
    return client.get(f"/api/v3/regions/{slug}/").json()


def test_the_app_knows_every_code():
    assert set(CODES) == set(GUIDE_TAGS)
    assert set(TAGS) <= APP_LANGUAGES


@pytest.mark.parametrize(
    ("tag", "code"), [("ku", "kmr"), ("fa", "pes"), ("de-simple", "de-si"), ("uk", "uk")]
)
def test_codes_go_both_ways_and_the_import_reads_the_same(tag, code):
    assert CODES[tag] == code
    assert TAGS[code] == tag
    assert guide_tag(code) == tag


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Kreis Kleve", ("Kreis", "Kleve")),
        ("Stadt Köln", ("Stadt", "Köln")),
        ("StädteRegion Aachen", ("StädteRegion", "Aachen")),
        ("Rhein-Sieg-Kreis", (None, "Rhein-Sieg-Kreis")),
        ("Märkischer Kreis", (None, "Märkischer Kreis")),
    ],
)
def test_a_prefix_is_only_what_stands_before_the_name(name, parts):
    assert split_name(name) == parts


def test_no_centre_takes_a_name_of_the_app():
    slugs = set(Centre.objects.values_list("slug", flat=True)) | RESERVED_REGIONS

    assert not {region_of(slug) for slug in slugs} & RESERVED_REGIONS
    assert {slug_of(region_of(slug)) for slug in slugs} == slugs


def test_a_reserved_centre_is_found_under_its_region(client):
    Centre.objects.filter(slug=REGION).update(slug="landing")

    assert client.get("/api/v3/landing/de/pages/").status_code == 404
    assert client.get("/api/v3/regions/landing/").status_code == 404
    assert client.get("/api/v3/landing-nrw/de/pages/").json()[0]["path"].startswith("/landing-nrw/de/")
    assert region(client, "landing-nrw")["path"] == "landing-nrw"


def test_a_centre_is_live_when_there_is_something(client):
    make_offer(make_centre(), GERMAN, hours=False, places=())

    assert region(client)["live"] is True
    assert region(client, EMPTY)["live"] is False


def test_a_closed_centre_is_no_region(client):
    Centre.objects.filter(slug=REGION).update(is_active=False)

    assert client.get(f"/api/v3/regions/{REGION}/").status_code == 404
    assert REGION not in {row["path"] for row in client.get("/api/v3/regions/").json()}


def test_languages_are_those_with_texts(client):
    centre = make_centre()
    full_offer(centre)
    make_news(centre, "ku")

    shown = region(client)["languages"]

    assert [row["code"] for row in shown] == ["de", "ar", "kmr"]
    assert {row["code"]: row["dir"] for row in shown}["ar"] == "rtl"
    assert [row["code"] for row in region(client, EMPTY)["languages"]] == ["de"]


def test_tabs_follow_the_content(client):
    centre = make_centre()
    make_offer(centre, GERMAN, hours=False, places=())
    tabs = ("events", "pois", "push_notifications")

    assert [region(client)[tab] for tab in tabs] == [False, False, False]

    full_offer(centre)
    make_news(centre)

    assert [region(client)[tab] for tab in tabs] == [True, True, True]


def test_towns_are_found_and_lie_in_the_box(client):
    shown = region(client)
    (west, south), (east, north) = shown["bounding_box"]

    assert "Geldern" in shown["aliases"]
    assert "Kleve" not in shown["aliases"]
    for point in shown["aliases"].values():
        assert west < point["longitude"] < east
        assert south < point["latitude"] < north


def test_a_city_has_no_aliases(client):
    assert region(client, "koeln")["aliases"] is None
