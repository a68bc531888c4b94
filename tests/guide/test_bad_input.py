"""Nonsense in any parameter gives a readable page, never an error of ours, and does no harm."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.guide.kleve import make_centre, make_offer

pytestmark = pytest.mark.django_db

NASTY = [
    "",
    " ",
    "'; DROP TABLE offers_offer; --",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ settings.SECRET_KEY }}{% debug %}",
    "%00\x00\x01\x1b[31m",
    "\u202e\u2066mirror\u2069\u200f\u200e",
    "👩‍👩‍👧‍👦🇺🇦" * 20,
    "ﷺ" * 400,
    "a" * 10_000,
    "(" * 5_000,
    "' OR 1=1",
    "& | ! <-> :* \\",
    "٤٧٥٣٣",
    "\ud7ff\ufffd",
    "é" * 3 + "\u0301" * 300,
]
PARAMETERS = [
    "q", "place", "area", "topic", "language", "kind", "group", "age", "open", "step_free", "childcare", "free",
    "online", "km", "view", "page", "where", "lat", "lon", "offer", "second",
]  # fmt: skip
PAGES = ["start", "search", "points", "place", "locate", "leaflets", "centres", "accessibility"]


@pytest.fixture
def offer():
    return make_offer(make_centre())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_nasty_text_in_every_parameter(client, offer, page, nasty):
    for parameter in PARAMETERS:
        response = client.get(reverse(f"guide:{page}", args=["ar"]), {parameter: nasty})

        assert response.status_code in {200, 302, 400, 404}, (parameter, response.status_code)
        assert b"<script>alert" not in response.content
        assert b"<img src=x" not in response.content


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=30), max_size=4))
def test_any_text_and_any_parameters(client, offer, text, parameters):
    for page in ("search", "place"):
        response = client.get(reverse(f"guide:{page}", args=["uk"]), {**parameters, "q": text, "where": text})

        assert response.status_code in {200, 302, 400, 404}


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "page=501", "age=-1", "age=121", "km=3", "topic=nothing", "kind=x", "open=later",
     "language=klingon", "group=x", "area=x", "place=99999", "place=47533-05111000", "view=x"],
)  # fmt: skip
def test_a_value_nobody_can_click_is_a_readable_400(client, query):
    response = client.get(reverse("guide:search", args=["ar"]) + f"?{query}")

    assert response.status_code == 400
    page = response.content.decode()
    assert 'lang="ar"' in page
    assert 'dir="rtl"' in page


def test_a_leaflet_of_nothing_says_what_to_do(client):
    response = client.get(reverse("guide:leaflets", args=["de"]))

    assert response.status_code == 400
    assert "kreuzen Sie ein oder mehrere Angebote an" in response.content.decode()


def test_unknown_parameters_are_ignored(client, offer):
    assert client.get(reverse("guide:search", args=["de"]) + "?utm_source=poster").status_code == 200


def test_too_many_requests_are_told_when_to_come_back(client, settings):
    from vielklang.web.middleware import RateLimitMiddleware

    settings.RATE_LIMIT = "2/minute"
    from django.test import RequestFactory

    middleware = RateLimitMiddleware(lambda request: None)
    from vielklang.core.languages import get_language

    def request():
        made = RequestFactory().get("/ar/search/")
        made.vk_language, made.vk_place = get_language("ar"), None
        return made

    assert middleware(request()) is None
    assert middleware(request()) is None
    answer = middleware(request())

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert 'lang="ar"' in answer.content.decode()


def test_another_client_is_not_limited(settings):
    from django.test import RequestFactory

    from vielklang.web.middleware import RateLimitMiddleware

    settings.RATE_LIMIT = "1/minute"
    middleware = RateLimitMiddleware(lambda request: "served")

    assert middleware(RequestFactory().get("/de/", REMOTE_ADDR="192.0.2.1")) == "served"
    assert middleware(RequestFactory().get("/de/", REMOTE_ADDR="192.0.2.2")) == "served"


@pytest.mark.parametrize(("proxies", "address"), [(0, "10.0.0.9"), (1, "198.51.100.7"), (2, "203.0.113.5")])
def test_client_address_is_never_taken_from_beyond_our_proxies(settings, proxies, address):
    from django.test import RequestFactory

    from vielklang.web.middleware import client_address

    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.5, 198.51.100.7"
    )

    assert client_address(request) == address
