"""The components of the pages: what they print, and that text from people stays text."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from vielklang.core.languages import get_language
from vielklang.web.icons import all_icons

LIFE_AREAS = [
    "arrival",
    "german",
    "school",
    "early-childhood",
    "work",
    "housing",
    "money",
    "health",
    "family",
    "safety",
    "community",
    "everyday",
]


def render(source: str, tag: str = "de", **context: object) -> str:
    with translation.override(tag):
        return Template("{% load vk %}" + source).render(Context({"language": get_language(tag), **context}))


@pytest.mark.parametrize("name", LIFE_AREAS)
def test_every_life_area_has_a_pictogram(name):
    assert all_icons()[name].view_box == "0 0 48 48"


def test_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in render('{% icon "phone" %}')
    assert 'role="img" aria-label="Telefon"' in render('{% icon "phone" "Telefon" %}')


def test_directional_icons_turn_with_the_reading_direction():
    assert "vk-icon--directional" in render('{% icon "arrow" %}')
    assert "vk-icon--directional" not in render('{% icon "clock" %}')


def test_passage_marks_language_and_direction():
    html = render('{% passage "ar" %}<p>مرحبا</p>{% endpassage %}')
    assert 'lang="ar" dir="rtl"' in html
    assert "data-vk-listen" in html


def test_passage_may_have_no_button_of_its_own():
    assert "data-vk-listen" not in render('{% passage "ar" listen=False %}x{% endpassage %}')


def test_passage_without_a_language_is_a_mistake():
    with pytest.raises(TemplateSyntaxError):
        render("{% passage %}x{% endpassage %}")


def test_german_text_on_an_arabic_page_is_announced():
    assert "Deutsch" in render('{% language_note "de" %}', "ar")


def test_german_text_on_a_page_in_plain_german_is_not():
    assert render('{% language_note "de" %}', "de-simple") == ""


def test_machine_text_is_announced():
    assert "vk-note" in render('{% language_note "ar" True %}', "ar")


def test_phone_is_left_to_right_and_can_be_dialled():
    html = render("{% phone number %}", "ar", number="+492821123456")
    assert html == '<a class="vk-ltr" dir="ltr" href="tel:+492821123456">02821 123456</a>'


@pytest.mark.parametrize(
    "source", ["{% chip text %}", "{% note %}{{ text }}{% endnote %}", "{% phone text %}"]
)
def test_text_from_people_stays_text(source):
    assert "<script>" not in render(source, text="<script>alert(1)</script>")
