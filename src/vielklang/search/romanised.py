"""Cyrillic and Arabic words as people type them on a Latin keyboard: "tarsia rabota", "donbale kar migardam"."""

from __future__ import annotations

import re

from vielklang.search.normalise import fold, script_of

_CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїє"
_CYRILLIC_LATIN = "a|b|v|g|d|e|zh|z|i|i|k|l|m|n|o|p|r|s|t|u|f|h|ts|ch|sh|sht|a|i||e|yu|ya|i|yi|ye"
_CYRILLIC = dict(zip(_CYRILLIC_LETTERS, _CYRILLIC_LATIN.split("|"), strict=True))
# Arabic letters and their usual Latin spellings meet in one sign each; vowels, which one side lacks, are left out.
_ARABIC_LETTERS = "بپتطثجچحهخدذضظزژرسصشعغقفكگلمنوي"
_ARABIC_SIGNS = "b|p|t|t|s|j|c|h|h|x|d|z|z|z|z|j|r|s|s|w||q|q|f|k|g|l|m|n|u|y"
_CONSONANTS = dict(zip(_ARABIC_LETTERS, _ARABIC_SIGNS.split("|"), strict=True))
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
}
_LOOSE = str.maketrans("75", "hx", "aeiouyv'32")
_SEMIVOWELS = str.maketrans("", "", "uy")
_CYRILLIC_TAGS = frozenset({"bg", "ru", "uk"})
_ARABIC_TAGS = frozenset({"ar", "fa"})
_Y = re.compile(r"(?<=[aeiou])?[yj](?=[aeou])")


def romanised_phrase(phrase: str, language: str) -> str:
    """The phrase as `romanised_question` turns a Latin spelling of it; empty for languages in Latin letters."""
    if language in _CYRILLIC_TAGS:
        return _loose_latin("".join(_CYRILLIC.get(char, char) for char in fold(phrase)))
    if language in _ARABIC_TAGS:
        bare = "".join(_CONSONANTS.get(char, "" if char.isalpha() else char) for char in fold(phrase))
        return bare.translate(_SEMIVOWELS)
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
