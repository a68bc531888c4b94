"""German words for full text: forms, compounds, spellings."""

import pytest

from vielklang.search.german import is_stop_word, key_of, parts_of, rarity, terms_of
from vielklang.search.passages import LONGEST_PASSAGE, passages, sentences


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kurs", "Kursen"),
        ("Schule", "SCHULEN"),
        ("Größe", "Groesse"),
        ("Bescheinigung", "Bescheinigungen"),
        ("Schüler", "Schueler"),
        ("Behörde", "Behoerden"),
        ("Wohnung", "Wohnungen"),
    ],
)
def test_forms_and_spellings_share_a_key(one, other):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(("one", "other"), [("Miete", "Mutter"), ("Schule", "Schuld"), ("Arzt", "Amt")])
def test_different_words_do_not(one, other):
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    ("compound", "part"),
    [
        ("Integrationskurs", "Kurs"),
        ("Sprachkurs", "Kurs"),
        ("Schwangerenberatung", "Beratung"),
        ("Schuldnerberatung", "Beratung"),
        ("Familienberatungsstelle", "Familie"),
    ],
)
def test_compound_has_its_parts(compound, part):
    assert key_of(part) in parts_of(compound)


def test_simple_word_has_no_parts():
    assert parts_of("Kurs") == ()


def test_terms_leave_out_words_that_tell_nothing():
    keys = {term.key for term in terms_of(["ich", "suche", "einen", "Sprachkurs"])}
    assert key_of("Sprachkurs") in keys
    assert key_of("einen") not in keys
    assert is_stop_word("für")


def test_rare_word_tells_more():
    assert rarity(key_of("Hebamme")) > rarity(key_of("Beratung")) > 0


def test_sentences_end_at_lines_and_full_stops_but_not_at_abbreviations():
    text = "Sie brauchen z. B. einen Pass. Kommen Sie vorbei!\nMontag"
    assert sentences(text) == ["Sie brauchen z. B. einen Pass.", "Kommen Sie vorbei!", "Montag"]


def test_passages_carry_the_title_and_overlap_by_a_sentence():
    text = " ".join(f"Das ist der Satz mit der Nummer {number} und noch mehr Worten." for number in range(20))
    found = passages("Titel", text)
    assert len(found) > 1
    assert all(passage.startswith("Titel. ") and len(passage) < 2 * LONGEST_PASSAGE for passage in found)
    assert found[0].split(". ")[-1].rstrip(".") in found[1]


def test_text_without_content_is_its_title():
    assert passages("Nur ein Titel", " \n ") == ["Nur ein Titel"]


def test_endless_sentence_is_cut():
    assert all(len(passage) < 3 * LONGEST_PASSAGE for passage in passages("T", "wort " * 5000))
