"""Cyrillic and Arabic words as people type them on a Latin keyboard: "tarsia rabota", "donbale kar migardam"."""

from __future__ import annotations

import re

from vielklang.search.normalise import fold, script_of

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяіїє",
        ["a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "sht", "a", "i", "_", "e", "yu", "ya", "i", "yi", "ye"],
        strict=True,
    )
) | {"ь": ""}  # fmt: skip
# Arabic letters and their usual Latin spellings meet in one sign each; vowels, which one side lacks, are left out.
_CONSONANTS = dict(zip("بپتطثجچحهخدذضظزژرسصشعغقفكگلمنوي", "bpttscchhxdzzzzjrsssaqqfkglmnuy", strict=True)) | {
    "ع": "",
    "ش": "w",
}
_DIGRAPHS = {
    "kh": "x",
    "sh": "w",
    "ch": "c",
    "gh": "q",
    "zh": "j",
    "th": "s",
    "dh": "z",
    "ou": "u",
    "oo": "u",
    "ph": "f",
}
_LOOSE = str.maketrans(
    {
        "a": "",
        "e": "",
        "i": "",
        "o": "",
        "u": "",
        "y": "",
        "'": "",
        "v": "",
        "3": "",
        "7": "h",
        "5": "x",
        "2": "",
    }
)
_SEMIVOWELS = str.maketrans({"u": "", "y": ""})
_CYRILLIC_TAGS = frozenset({"bg", "ru", "uk"})
_ARABIC_TAGS = frozenset({"ar", "fa"})
_Y = re.compile(r"(?<=[aeiou])?[yj](?=[aeou])")


def romanised_phrase(phrase: str, language: str) -> str:
    """The phrase as `romanised_question` turns a Latin spelling of it; empty for languages in Latin letters."""
    if language in _CYRILLIC_TAGS:
        return _loose_latin("".join(_CYRILLIC.get(char, char) for char in fold(phrase)))
    if language in _ARABIC_TAGS:
        return "".join(
            _CONSONANTS.get(char, "" if char.isalpha() else char) for char in fold(phrase)
        ).translate(_SEMIVOWELS)
    return ""


def romanised_question(text: str, language: str) -> str:
    """A question in Latin letters on a page in another script, made comparable; empty where this is not so."""
    if language not in _CYRILLIC_TAGS | _ARABIC_TAGS or script_of(text) != "Latn":
        return ""
    folded = fold(text)
    if language in _CYRILLIC_TAGS:
        return _loose_latin(folded)
    for pair, sign in _DIGRAPHS.items():
        folded = folded.replace(pair, sign)
    return re.sub(r"(.)\1", r"\1", folded.translate(_LOOSE))


def _loose_latin(text: str) -> str:
    """One spelling for the usual variants: ya, ia and ja; x, kh and h; w and v; 4 for ch and 6 for sh."""
    loose = text.replace("kh", "h").replace("x", "h").replace("w", "v").replace("4", "ch").replace("6", "sh")
    return _Y.sub("i", loose.replace("iya", "ia").replace("yi", "i")).replace("ii", "i").replace("y", "i")
