"""The base page: context without a prepared request, languages of the same page, the answer to too many
requests.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from vielklang.core.languages import GUIDE_TAGS, get_language
from vielklang.web.context import alternates, site
from vielklang.web.limits import too_many_requests


@pytest.mark.parametrize("tag", GUIDE_TAGS)
def test_base_page_says_its_language_and_direction(rf, tag):
    request = rf.get(f"/{tag}/about/")
    request.vk_language = get_language(tag)
    html = render_to_string("web/base.html", site(request))
    assert f'<html lang="{tag}" dir="{get_language(tag).direction}">' in html


def test_base_page_needs_nothing_of_the_request(rf):
    html = render_to_string("web/base.html", site(rf.get("/nowhere")))
    assert '<html lang="de" dir="ltr">' in html


def test_base_page_has_no_inline_script_or_style(rf):
    html = render_to_string("web/base.html", site(rf.get("/de/")))
    assert "<script>" not in html
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick" not in html


def test_language_menu_keeps_page_and_query(rf):
    request = rf.get("/de/search/", {"q": "Miete", "place": "47533"})
    request.vk_language = get_language("de")
    arabic = next(one for one in alternates(request) if one["language"].tag == "ar")
    assert arabic["url"] == "/ar/search/?q=Miete&place=47533"
    assert arabic["absolute"].endswith("/ar/search/")


def test_language_menu_of_a_page_without_language_leads_to_the_start(rf):
    assert {one["url"] for one in alternates(rf.get("/nowhere/at/all"))} == {f"/{tag}/" for tag in GUIDE_TAGS}


def test_place_is_shown_in_the_header(rf):
    request = rf.get("/de/")
    request.vk_place = SimpleNamespace(label="47533 Kleve <b>", token="05154036")
    html = render_to_string("web/base.html", site(request))
    assert "47533 Kleve &lt;b&gt;" in html
    assert "place=05154036" in html


@pytest.mark.parametrize(("path", "tag"), [("/ar/search/", "ar"), ("/de/", "de"), ("/xx/", "de")])
def test_too_many_requests_is_a_page_in_the_readers_language(rf, path, tag):
    response = too_many_requests(rf.get(path), seconds=90)
    assert response.status_code == 429
    assert response["Retry-After"] == "90"
    assert f'lang="{tag}"' in response.content.decode()
