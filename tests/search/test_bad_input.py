"""Whatever is typed, a search answers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.offers.factories import centre
from vielklang.core.languages import GUIDE_TAGS
from vielklang.search.normalise import LONGEST_QUESTION, clean, fold, latinised, words
from vielklang.search.queries import SearchRequest, search_offers

NASTY = st.text(st.characters(codec=None), max_size=300) | st.sampled_from(
    [
        "'; DROP TABLE offers_offer; --",
        "<script>alert(1)</script>",
        "\u202eabc\u202c\u200f\u200e\ufeff",
        "a\x00b\x01c\ud800",
        "😀👩‍👩‍👧🏽" * 40,
        "%_%\\ & | ! ( ) :* <->",
        "''''\"\"",
        "x" * 10_000,
        "كلمة " * 3000,
        "I" * 300 + "ıİ",
        "ﷺ" * 700,
        "٠١٢٣۴۵۶",
    ]
)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=NASTY, language=st.sampled_from(GUIDE_TAGS))
def test_search_answers_anything(offers, kleve, text, language):
    response = search_offers(SearchRequest(text=text, language=language, place=kleve, centre_id=centre().pk))
    assert 0 <= len(response.results) <= response.total


@settings(max_examples=200, deadline=None)
@given(text=NASTY)
def test_clean_text_is_short_visible_and_stable(text):
    cleaned = clean(text)
    assert len(cleaned) <= LONGEST_QUESTION
    assert clean(cleaned) == cleaned
    assert not any(char in cleaned for char in "\x00\u200f\u202e\ufeff")


@settings(max_examples=200, deadline=None)
@given(text=NASTY)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(clean(text))) == fold(clean(text))
    assert all(latinised(word) is not None for word in words(clean(text)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("١٢٣ ۴۵۶", "123 456"),
        ("مدرســــة", "مدرسة"),
        ("Kita\u200f\u200e Platz", "Kita Platz"),
        ("Deutsch 😀 Kurs", "Deutsch Kurs"),
        ("a\x07b\nc", "a b c"),
        ("Ｋｉｔａ", "Kita"),
    ],
)
def test_clean(typed, expected):
    assert clean(typed) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İŞ", "iş"),
        ("KIRIK", "kirik"),
        ("أحمد", "احمد"),
        ("کتاب", "كتاب"),
        ("مدرسة", "مدرسه"),
        ("Größe", "grosse"),
        ("Ёлка", "елка"),
        ("Łódź", "lodz"),
    ],
)
def test_spellings_that_are_one_word(one, other):
    assert fold(one) == fold(other)
