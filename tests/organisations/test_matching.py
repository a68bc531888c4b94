"""Which entries may be one: the normal forms, the labelled pairs, and that not all pairs are compared."""

from __future__ import annotations

import pytest

from tests.organisations.pairs import labelled_pairs
from vielklang.organisations.matching.entry import Entry, name_words, street_parts, web_key
from vielklang.organisations.matching.finding import candidate_pairs, find_likely, find_pairs
from vielklang.organisations.matching.scoring import PROPOSED_FROM, compare

PAIRS = list(labelled_pairs())


def test_there_are_enough_labelled_pairs():
    assert len(PAIRS) >= 60
    assert len({(pair.first.name, pair.second.name) for pair in PAIRS}) == len(PAIRS)
    assert sum(not pair.is_same for pair in PAIRS) >= 30


@pytest.mark.parametrize(("part", "precision", "recall"), [("dev", 1.0, 1.0), ("test", 0.95, 0.95)])
def test_labelled_pairs_are_told_apart(part, precision, recall):
    """`python bench/duplicates.py --verbose` names those that are not."""
    pairs = [pair for pair in PAIRS if pair.part == part]
    proposed = [pair for pair in pairs if compare(pair.first, pair.second).score >= PROPOSED_FROM]
    right = sum(pair.is_same for pair in proposed)

    assert right / len(proposed) >= precision
    assert right / sum(pair.is_same for pair in pairs) >= recall


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.why)
def test_the_order_of_a_pair_does_not_matter(pair):
    one, other = compare(pair.first, pair.second), compare(pair.second, pair.first)

    assert one.score == pytest.approx(other.score, abs=1e-9)
    assert set(one.reasons) == set(other.reasons)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hagsche Str. 12", "hagsche straße 12"),
        ("Hagsche Strasse 12", "Hagsche Straße 12"),
        ("Große Str.12", "Grosse Straße 12"),
        ("Marktpl. 3", "Marktplatz 3"),
        ("Lindenall. 5", "Lindenallee 5"),
        ("Dr.-Behr-Str. 8", "Doktor-Behr-Straße 8"),
        ("An der Kirche 2", "Kirche 2"),
    ],
)
def test_streets_in_one_form(one, other):
    assert street_parts(one) == street_parts(other)


@pytest.mark.parametrize(
    ("street", "numbers"),
    [
        ("Weg 12", (12, 12)),
        ("Weg 12-16", (12, 16)),
        ("Weg 12 – 16", (12, 16)),
        ("Weg 12a", (12, 12)),
        ("Weg 12 bis 14", (12, 14)),
        ("Weg", (0, 0)),
        ("Straße des 17. Juni 135", (17, 17)),
    ],
)
def test_house_numbers(street, numbers):
    parts = street_parts(street)

    assert parts is not None
    assert parts[1:] == numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Beispielverein e.V.", "Beispielverein"),
        ("Beispielverein e. V.", "Beispielverein eingetragener Verein"),
        ("Beispiel gGmbH", "Beispiel gemeinnützige GmbH"),
        ("Ev. Kirchengemeinde", "Evangelische Kirchengemeinde".replace("Evangelische", "Evangelisch")),
        ("AWO Kleve", "Arbeiterwohlfahrt Kleve"),
        ("Kinder & Jugend", "Kinder und Jugend"),
    ],
)
def test_names_in_one_form(one, other):
    assert sorted(name_words(one)) == sorted(name_words(other))


@pytest.mark.parametrize(
    ("website", "key"),
    [
        ("https://www.beispiel.example/verein", "beispiel.example"),
        ("beispiel.example", "beispiel.example"),
        ("https://facebook.com/Verein/", "facebook.com/verein"),
        ("", ""),
        ("http://[", ""),
    ],
)
def test_websites_in_one_form(website, key):
    assert web_key(website) == key


def test_a_free_mail_house_says_nothing():
    assert Entry(1, "x", email="verein@gmx.de").mail_domain == ""
    assert Entry(1, "x", email="info@verein.example").mail_domain == "verein.example"


def test_likeliest_first_and_each_pair_once():
    rows = [
        Entry(1, "Türkischer Elternverein e.V.", "Südring 4", "47574", "Goch", "+492823100101"),
        Entry(2, "Elternverein, tuerkischer", "Suedring 4", "47574", "Goch", "+492823100101"),
        Entry(3, "Türkischer Elternverein", "", "47574", "Goch"),
        Entry(4, "Schützenbruderschaft", "Markt 1", "47574", "Goch"),
    ]

    found = find_pairs(rows)

    assert [(pair.first, pair.second) for pair in found] == [(1, 2), (1, 3), (2, 3)]
    assert found[0].score > found[1].score
    likely = find_likely(Entry(0, "Türkischer Elternverein", town="Goch"), rows)
    assert {one.key for one in likely} == {1, 2, 3}


def test_a_switchboard_of_many_is_a_weak_sign():
    offices = [
        Entry(number, f"Stelle {name}", "Markt 2", "47574", "Goch", "+492823320000")
        for number, name in enumerate(("Alpha", "Bravo", "Carla", "Delta", "Emil"))
    ]

    assert find_pairs(offices) == []


def test_few_of_all_pairs_are_compared():
    """5,000 entries: the bench says how long; here that the number of comparisons stays far from all pairs."""
    from bench.duplicates import invented

    rows, twins = invented(1500)
    pairs = {(one.key, other.key) for one, other in candidate_pairs(rows)}

    assert len(pairs) < 1500 * 1499 / 2 * 0.1
    assert twins <= {tuple(sorted(pair)) for pair in pairs}
