"""The desk's page that gives a centre's lead the lines for the municipality's website."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def lead(world: World) -> Client:
    client = world.client("lead")
    client.cookies["vk-language"] = "en"
    return client


def shown(client: Client, world: World, query: str = "") -> str:
    answer = client.get(reverse("interfaces:desk_embed", args=[world.home.slug]) + query)
    assert answer.status_code == 200
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    return answer.content.decode()


def codes(page: str) -> list[str]:
    return [html.unescape(code) for code in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)]


def test_a_first_visit_shows_all_offers_in_german(world, lead):
    page = shown(lead, world)

    script, frame = codes(page)
    assert 'data-centre="kreis-kleve" data-show="offers" data-language="de" async></script>' in script
    assert '/embed/kreis-kleve/de/offers"' in frame
    assert 'src="/embed/kreis-kleve/de/offers"' in page


@pytest.mark.parametrize(
    ("query", "attributes", "path"),
    [
        (
            "?show=offers&language=tr&about=topic:debt-advice",
            'data-show="offers" data-language="tr" data-topic="debt-advice"',
            "/embed/kreis-kleve/tr/offers?topic=debt-advice",
        ),
        (
            "?show=offers&language=ar&about=area:school",
            'data-language="ar" data-area="school"',
            "/embed/kreis-kleve/ar/offers?area=school",
        ),
        (
            "?show=search&language=uk&about=area:school",
            'data-show="search" data-language="uk" async',
            "/embed/kreis-kleve/uk/search",
        ),
    ],
)
def test_the_lines_say_what_was_chosen_and_lead_to_a_page(world, lead, query, attributes, path):
    script, frame = codes(shown(lead, world, query))

    assert attributes in script
    (address,) = re.findall(r'src="http[^/]*//[^/]+(/[^"]*)"', html.unescape(frame))
    assert address == path
    assert Client().get(address).status_code == 200


def test_nonsense_in_the_address_is_said_and_shows_the_first_choice(world, lead):
    page = shown(lead, world, "?language=xx&show=%3Cscript%3E")

    assert "vk-field__error" in page
    assert "/embed/kreis-kleve/de/offers" in codes(page)[1]
