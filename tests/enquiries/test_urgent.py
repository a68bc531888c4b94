"""Urgent needs: recognised in every guide language, marked, answered with numbers, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.enquiries.test_asking import send, stored
from vielklang.core.languages import GUIDE_TAGS
from vielklang.enquiries import urgent
from vielklang.offers.taxonomy import get_taxonomy

DATA = Path(urgent.__file__).parent / "data"
SENTENCES = [
    ("Mein Mann schlägt mich seit Jahren.", "violence"),
    ("My husband beats me", "violence"),
    ("Kocam beni dövüyor, ne yapayım?", "violence"),
    ("زوجي يَضربني كل يوم", "violence"),
    ("Чоловік б’є мене", "violence"),
    ("Муж меня бьёт", "violence"),
    ("Soțul mă bate", "violence"),
    ("Mąż mnie bije!", "violence"),
    ("Мъжът ми ме бие", "violence"),
    ("Mêrê min li min dixe", "violence"),
    ("شوهرم مرا می‌زند", "violence"),
    ("Mon mari me frappe", "violence"),
    ("Ich will nicht mehr leben", "suicide"),
    ("не хочу більше жити", "suicide"),
    ("أريد أن أموت", "suicide"),
    ("به خودکشی فکر می‌کنم", "suicide"),
    ("İntihar etmek istiyorum", "suicide"),
    ("Morgen kommt der Gerichtsvollzieher, Zwangsräumung", "eviction"),
    ("Нас завтра выселяют", "eviction"),
    ("Jutro eksmisja", "eviction"),
    ("Er schlägt mein Kind", "child"),
    ("Дитина в небезпеці", "child"),
]


@pytest.mark.parametrize(("sentence", "need"), SENTENCES)
def test_need_is_recognised(sentence, need):
    assert need in urgent.urgent_needs(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Wo kann ich Deutsch lernen?",
        "Де я можу вивчати німецьку мову?",
        "Ich suche eine Wohnung",
        "أبحث عن طبيب",
        "",
    ],
)
def test_everyday_question_is_not_urgent(sentence):
    assert urgent.urgent_needs(sentence) == ()


def test_need_is_recognised_at_the_end_of_a_long_text_and_by_topic():
    assert urgent.urgent_needs("Guten Tag. " * 300 + "Ich will nicht mehr leben.") == ("suicide",)
    assert urgent.urgent_needs("Hallo", ["violence"]) == ("violence",)


def test_words_are_there_for_every_language_and_topics_exist():
    data = json.loads((DATA / "urgent.json").read_text("utf-8"))
    for row in data.values():
        assert set(row["words"]) == set(GUIDE_TAGS) - {"de-simple"}
        assert all(len(words) >= 5 for words in row["words"].values())
        assert set(row["topics"]) <= set(get_taxonomy().topic_keys)
        assert all("*" not in word[:-1] for words in row["words"].values() for word in words)


def test_every_number_names_its_source():
    data = json.loads((DATA / "emergency.json").read_text("utf-8"))
    numbers = {row["number"] for row in data["lines"]}
    assert set(data["needs"]) == set(urgent.all_needs())
    assert {number for row in data["needs"].values() for number in row} == numbers
    assert all(row["source"].startswith("https://") and row["languages"] for row in data["lines"])
    assert {row["key"] for row in data["lines"]} == set(urgent.WHO)


def test_lines_say_whether_somebody_speaks_the_readers_language():
    [helped] = urgent.help_for(["violence"], "uk")
    assert [(line.number, line.speaks) for line in helped.lines] == [("110", ""), ("116 016", "Українська")]
    assert helped.lines[1].dial == "116016"


@pytest.mark.django_db
def test_urgent_question_is_marked_and_numbers_are_shown_after_sending():
    html = send("uk", question="Чоловік б’є мене").content.decode()

    assert "tel:116016" in html
    assert "tel:0800" not in html
    assert stored()[0].is_urgent


@pytest.mark.django_db
def test_everyday_question_shows_no_numbers():
    assert "tel:116016" not in send("uk").content.decode()
    assert not stored()[0].is_urgent
