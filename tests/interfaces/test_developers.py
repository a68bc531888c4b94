"""The page for developers: whatever it shows as an example answers, so that it cannot rot."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.guide.kleve import make_centre, make_offer
from tests.guide.page import Page
from vielklang.core.actor import SYSTEM
from vielklang.core.languages import GUIDE_TAGS
from vielklang.interfaces.feeds.actions import make_archive

pytestmark = pytest.mark.django_db
KLEVE = "?place=47533-05154036"
LEAST = 25


def shown(client, language: str = "de", query: str = KLEVE) -> str:
    answer = client.get(reverse("interfaces:developers", args=[language]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def examples(page: str) -> list[str]:
    return [
        html.unescape(path) for path in re.findall(r'<a class="vk-tap" href="([^"]+)" rel="nofollow">', page)
    ]


def commands(page: str) -> list[str]:
    return [html.unescape(line) for line in re.findall(r"<code[^>]*>(curl .*?)</code>", page)]


@pytest.mark.owner
@pytest.mark.parametrize("language", ["de", "ku"])
def test_every_example_answers(client, settings, language):
    settings.ENCODERS = ()
    make_offer(make_centre())
    make_archive(by=SYSTEM)

    paths = examples(shown(client, language))

    assert len(paths) > LEAST
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_every_command_asks_for_the_example_beside_it(client, settings):
    make_offer(make_centre())
    page = shown(client)

    addresses = [re.fullmatch(r"curl .*?'(http\S+)'", line) for line in commands(page)]

    assert all(addresses)
    found = [urlsplit(match[1]) for match in addresses if match]
    assert {f"{parts.scheme}://{parts.netloc}" for parts in found} == {settings.BASE_URL}
    assert [parts._replace(scheme="", netloc="").geturl() for parts in found] == examples(page)


def test_without_offers_and_without_a_place_the_examples_answer_as_well(client):
    paths = examples(shown(client, "en", ""))

    assert len(paths) > LEAST - 3
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_every_interface_stands_on_the_page(client):
    """What the access matrix knows as an address of an open interface has an example, or is a detail of one."""
    page = shown(client)

    for prefix in ("/hsds", "/api/v3/", "/open/", "/embed/", "/sitemap.xml"):
        assert any(path.startswith(prefix) for path in examples(page)), prefix


@pytest.mark.parametrize("language", GUIDE_TAGS)
def test_page_is_whole_in_every_language(client, language):
    read = Page(shown(client, language))

    assert read.headings()[0] == 1
    assert set(read.headings()[1:]) == {2}
    ids = [attributes["id"] for _tag, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_footer_of_the_guide_leads_there(client):
    assert f'href="/tr/developers/{KLEVE}"' in client.get(f"/tr/about/{KLEVE}").content.decode()


def test_queries_do_not_grow_with_the_offers(client):
    def queries() -> int:
        """Without those of the index of places, which looks now and then whether it is still the newest."""
        with CaptureQueriesContext(connection) as found:
            shown(client)
        return sum("places_" not in query["sql"].partition("WHERE")[0] for query in found.captured_queries)

    make_offer(make_centre())
    one = queries()
    for _ in range(2):
        make_offer(make_centre())

    assert queries() == one <= 12


def test_the_line_for_websites_is_shown_and_not_run(client):
    page = shown(client)

    assert "&lt;script src=&quot;" in page
    assert "data-centre" not in str(Page(page).all("script"))
