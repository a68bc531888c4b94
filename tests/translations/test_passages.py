"""Texts as passages, and what changed between two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vielklang.translations.differences import difference
from vielklang.translations.passages import (
    compose,
    normalise,
    pairs,
    passage_hash,
    passages_of,
    sentences_of,
    unknown_of,
)


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("Kommen Sie. Wir helfen.", ["Kommen Sie.", "Wir helfen."]),
        ("Rufen Sie an: Tel. 0123. Danke!", ["Rufen Sie an: Tel. 0123.", "Danke!"]),
        ("Im 2. Stock, z. B. montags.", ["Im 2. Stock, z. B. montags."]),
        ("Haben Sie Fragen? Wir auch!", ["Haben Sie Fragen?", "Wir auch!"]),
        ("هل لديكم أسئلة؟ نحن هنا.", ["هل لديكم أسئلة؟", "نحن هنا."]),
        ("", []),
    ],
)
def test_sentences(line, sentences):
    assert sentences_of(line) == sentences


def test_spaces_and_letters_are_written_one_way():
    assert passage_hash("Für  Sie\n da") == passage_hash("Fu\u0308r Sie da")
    assert passage_hash("Für Sie") != passage_hash("für Sie")


def test_pairs_by_sentence_where_counts_agree():
    assert dict(pairs("Eins. Zwei.\nDrei.", "One. Two.\nThree.")) == {
        "Eins. Zwei. Drei.": "One. Two.\nThree.",
        "Eins. Zwei.": "One. Two.",
        "Eins.": "One.",
        "Zwei.": "Two.",
        "Drei.": "Three.",
    }


def test_pairs_by_line_and_as_a_whole_where_counts_differ():
    assert dict(pairs("Eins. Zwei.\nDrei.", "One and two.\nThree.")) == {
        "Eins. Zwei. Drei.": "One and two.\nThree.",
        "Eins. Zwei.": "One and two.",
        "Drei.": "Three.",
    }
    assert dict(pairs("Eins.\nZwei.", "One and two.")) == {"Eins. Zwei.": "One and two."}
    assert list(pairs("Eins.", " ")) == []


def test_compose_says_how_much_is_known():
    known = {"Eins.": "One.", "Drei. Vier.": "Three, four."}

    assert compose("Eins. Zwei.\nDrei. Vier.", known) == ("One.\nThree, four.", 3, 4)
    assert compose("Drei. Vier.", known) == ("Three, four.", 2, 2)
    assert unknown_of("Eins. Zwei.\nDrei. Vier.", known) == ["Zwei."]


def test_difference_is_word_by_word():
    assert difference("Montag um 9 Uhr", "Dienstag um 10 Uhr") == [
        ("del", "Montag"), ("ins", "Dienstag"), ("same", " um "), ("del", "9"), ("ins", "10"), ("same", " Uhr"),
    ]  # fmt: skip


@given(st.text(), st.text())
def test_a_difference_holds_both_texts(old, new):
    pieces = difference(old, new)

    assert "".join(text for kind, text in pieces if kind != "ins") == old
    assert "".join(text for kind, text in pieces if kind != "del") == new


@given(st.text())
def test_no_word_is_lost_in_passages(text):
    assert normalise(" ".join(passages_of(text))) == normalise(text)
