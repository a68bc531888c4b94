"""The guide's part of the access matrix: what anybody gets there, and what stays closed."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from tests.guide.kleve import make_centre, make_offer
from vielklang.core.actor import SYSTEM
from vielklang.offers.actions import publish_offer, suspend_offer
from vielklang.offers.models import Offer
from vielklang.organisations.actions import set_public_profile
from vielklang.search.actions import index_offers

pytestmark = pytest.mark.django_db

LANGUAGE = {"language": "ar"}
OFFER = ("guide:offer", "guide:report", "guide:report_thanks", "guide:leaflet", "guide:qr", "guide:calendar")

# name → (arguments, query, status for anybody)
MATRIX: dict[str, tuple[dict[str, object], str, int]] = {
    "web:live": ({}, "", 200),
    "web:ready": ({}, "", 200),
    "guide:languages": ({}, "", 200),
    "guide:service_worker": ({}, "", 200),
    "guide:robots": ({}, "", 200),
    "guide:start": (LANGUAGE, "", 200),
    "guide:manifest": (LANGUAGE, "", 200),
    "guide:offline": (LANGUAGE, "", 200),
    "guide:place": (LANGUAGE, "where=47533", 302),
    "guide:locate": (LANGUAGE, "lat=51.79&lon=6.13", 302),
    "guide:search": (LANGUAGE, "place=47533-05154036", 200),
    "guide:points": (LANGUAGE, "place=47533-05154036", 200),
    "guide:life_areas": (LANGUAGE, "", 200),
    "guide:life_area": (LANGUAGE | {"area": "german"}, "", 200),
    "guide:offer": (LANGUAGE | {"public_id": "PUBLISHED"}, "", 200),
    "guide:report": (LANGUAGE | {"public_id": "PUBLISHED"}, "", 200),
    "guide:report_thanks": (LANGUAGE | {"public_id": "PUBLISHED"}, "", 200),
    "guide:leaflet": (LANGUAGE | {"public_id": "PUBLISHED"}, "", 200),
    "guide:calendar": (LANGUAGE | {"public_id": "WITH DATES"}, "", 200),
    "guide:qr": (LANGUAGE | {"public_id": "PUBLISHED"}, "", 200),
    "guide:leaflets": (LANGUAGE, "offer=PUBLISHED", 200),
    "guide:organisation": (LANGUAGE | {"public_id": "PROFILE"}, "", 200),
    "guide:centres": (LANGUAGE, "", 200),
    "guide:areas": (LANGUAGE, "", 200),
    "guide:about": (LANGUAGE, "", 200),
    "guide:imprint": (LANGUAGE, "", 200),
    "guide:privacy": (LANGUAGE, "", 200),
    "guide:accessibility": (LANGUAGE, "", 200),
    "guide:feedback_thanks": (LANGUAGE, "", 200),
    "guide:centre": (LANGUAGE | {"slug": "kreis-kleve"}, "", 200),
    "guide:centre_qr": (LANGUAGE | {"slug": "kreis-kleve"}, "", 200),
    "guide:saved": (LANGUAGE | {"slug": "kreis-kleve"}, "", 200),
    "guide:negotiate": ({"slug": "kreis-kleve"}, "", 200),
    "guide:unknown_language": ({"unknown": "xx", "rest": "centres/"}, "", 404),
}


@pytest.fixture
def offers() -> dict[str, str]:
    import datetime as dt

    from vielklang.offers.drafts import DateDraft

    centre = make_centre()
    start = dt.datetime(2030, 1, 9, 15, tzinfo=dt.UTC)
    dates = (DateDraft(starts_at=start, duration=dt.timedelta(minutes=90), rrule="FREQ=WEEKLY;COUNT=5"),)
    published, dated, withdrawn = make_offer(centre), make_offer(centre, dates=dates), make_offer(centre)
    suspend_offer(by=SYSTEM, offer=withdrawn, reason="Beispiel")
    profile = set_public_profile(by=SYSTEM, organisation=published.organisation, is_public=True)
    return _ids(published.public_id, dated.public_id, withdrawn.public_id, profile.public_id)


def _ids(published: object, dated: object, withdrawn: object, profile: object) -> dict[str, str]:
    ids = {"PUBLISHED": published, "WITH DATES": dated, "WITHDRAWN": withdrawn, "PROFILE": profile}
    return {name: str(public_id) for name, public_id in ids.items()}


def _address(name: str, ids: dict[str, str]) -> str:
    arguments, query, _ = MATRIX[name]
    arguments = {key: ids.get(str(value), value) for key, value in arguments.items()}
    for label, public_id in ids.items():
        query = query.replace(label, public_id)
    return reverse(name, kwargs=arguments) + (f"?{query}" if query else "")


@pytest.mark.parametrize("name", MATRIX)
def test_anybody(client, offers, name):
    assert client.get(_address(name, offers)).status_code == MATRIX[name][2]


@pytest.mark.parametrize("name", MATRIX)
def test_nothing_is_written_by_other_methods(client, settings, name):
    settings.FEEDBACK_EMAIL = "barrieren@example.org"
    address = _address(name, _ids(*(uuid.uuid4() for _ in range(4))))
    # An unknown language is no page at all; an empty report is answered with the form and its errors.
    expected = {"guide:unknown_language": {404, 405}}.get(name, {405})

    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(address).status_code in expected, method
    posted = {"guide:accessibility": {400}, "guide:report": {404}}  # there is no such offer
    assert client.post(address).status_code in posted.get(name, expected)


@pytest.mark.parametrize("name", OFFER)
def test_a_withdrawn_offer_is_gone_on_every_path(client, offers, name):
    for public_id in (offers["WITHDRAWN"], str(uuid.uuid4())):
        assert client.get(reverse(name, args=["de", public_id])).status_code == 404


def test_a_withdrawn_offer_is_in_no_list(client, offers):
    # The index still knows all three when one is withdrawn: visibility must not depend on it.
    withdrawn = Offer.objects.get(public_id=offers["WITHDRAWN"])
    publish_offer(by=SYSTEM, offer=withdrawn)
    index_offers(by=SYSTEM, offer_ids=None)
    suspend_offer(by=SYSTEM, offer=withdrawn, reason="Beispiel")
    place = "?place=47533-05154036"
    centre = client.get(reverse("guide:centre", args=["de", "kreis-kleve"])).content.decode()
    saved = client.get(reverse("guide:saved", args=["de", "kreis-kleve"])).content.decode()
    results = client.get(reverse("guide:search", args=["de"]) + place).content.decode()
    points = client.get(reverse("guide:points", args=["de"]) + place).content.decode()

    assert offers["PUBLISHED"] in centre
    assert offers["PUBLISHED"] in saved
    assert offers["PUBLISHED"] in results
    assert offers["PUBLISHED"] in points
    for page in (centre, saved, results, points):
        assert offers["WITHDRAWN"] not in page


def test_unknown_language_offers_a_choice_and_not_german(client):
    response = client.get("/xx/centres/")

    assert response.status_code == 404
    page = response.content.decode()
    assert 'href="/ku/centres/"' in page
    assert 'href="/ar/centres/"' in page


def test_unknown_page_of_a_known_language_is_an_error_page_in_it(client):
    response = client.get("/fa/nothing/here/")

    assert response.status_code == 404
    page = response.content.decode()
    assert '<html lang="fa" dir="rtl"' in page
    assert response.templates[0].name == "guide/error.html"


def test_poster_address_goes_on_in_the_language_of_the_device(client):
    response = client.get("/kreis-kleve/", headers={"Accept-Language": "ar-SY,ar;q=0.9,de;q=0.5"})

    assert response.status_code == 302
    assert response.headers["Location"] == "/ar/kreis-kleve/"
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "tag"), [("kmr", "ku"), ("prs-AF", "fa"), ("uk-UA", "uk"), ("de-AT", "de")]
)
def test_relatives_of_a_guide_language_are_understood(client, accepted, tag):
    response = client.get("/kreis-kleve/", headers={"Accept-Language": accepted})

    assert response.headers["Location"] == f"/{tag}/kreis-kleve/"


def test_security_headers_on_pages(client):
    headers = client.get("/de/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers
