"""Names as people type them."""

from __future__ import annotations

import pytest

from vielklang.places.folding import consonants, from_cyrillic, loose, plain, western_digits


def test_western_digits_of_arabic_persian_and_devanagari() -> None:
    assert western_digits("٤٧٥٣٣ ۴۷۵۳۳ ४७५३३") == "47533 47533 47533"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mülheim/Ruhr", "muelheim ruhr"),
        ("  Oer-Erkenschwick ", "oer erkenschwick"),
        ("Stadt Köln", "koeln"),
        ("\u200fKleve\u200e", "kleve"),
        ("Mu\u0308nster", "muenster"),
        ("😀", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_loose_makes_spellings_of_umlauts_one() -> None:
    assert loose("Münster") == loose("Muenster") == loose("Munster")
    assert loose("St. Augustin") == loose("Sankt Augustin")
    assert loose("Mülheim a. d. Ruhr") == loose("Mülheim an der Ruhr")


def test_from_cyrillic_spells_the_sound() -> None:
    assert from_cyrillic("Бохум") == "bochum"
    assert from_cyrillic("хаген") == "hagen"


@pytest.mark.parametrize(
    ("arabic", "name"),
    [("دورتموند", "Dortmund"), ("لیپشتات", "Lippstadt"), ("إيسن", "Essen"), ("فوبرتال", "Wuppertal")],
)
def test_consonants_are_one_in_both_scripts(arabic: str, name: str) -> None:
    assert consonants(arabic) == consonants(name)


def test_consonants_keep_names_apart_that_begin_otherwise() -> None:
    assert consonants("اوسنابروك") != consonants("Sassenberg")
