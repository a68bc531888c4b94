"""Typed text made comparable: one spelling for digits, letters and invisible marks, in every script of the guide."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_QUESTION = 600
"""Characters that are searched; the rest of a longer text is ignored."""

_READ_AT_MOST = 20_000
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*", re.UNICODE)
_ZERO_WIDTH_NON_JOINER = "\u200c"

_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه",
     "ؤ": "و", "ء": None, "ـ": None}
)  # fmt: skip
_OTHER_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ё": "е",
        "ґ": "г",
        "’": "'",
        "ʼ": "'",
    }
)
_CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїє"
_CYRILLIC_GERMAN = "a|b|v|g|d|e|sh|s|i|i|k|l|m|n|o|p|r|s|t|u|f|h|z|tsch|sch|sch||i||e|ju|ja|i|ji|je"
_ARABIC_SOUNDS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگ"
_ARABIC_GERMAN = "a|b|t|t|j|h|ch|d|d|r|s|s|sch|s|d|t|s|a|g|f|k|k|l|m|n|h|u|i|p|tsch|sch|g"
_CYRILLIC = dict(zip(_CYRILLIC_LETTERS, _CYRILLIC_GERMAN.split("|"), strict=True))
_ARABIC_LATIN = dict(zip(_ARABIC_SOUNDS, _ARABIC_GERMAN.split("|"), strict=True))


def clean(text: str) -> str:
    """The question as encoders read it: NFKC, plain digits, no invisible or pictorial characters, at most 600 long."""
    kept = (_plain(char) for char in unicodedata.normalize("NFKC", text[:_READ_AT_MOST]))
    return _SPACES.sub(" ", "".join(kept)).strip()[:LONGEST_QUESTION].strip()


def fold(text: str) -> str:
    """The form in which words are compared: lower case, without accents, one letter for each of its variants."""
    lowered = text.replace("İ", "i").lower().translate(_ARABIC_LETTERS).translate(_OTHER_LETTERS)
    decomposed = unicodedata.normalize("NFD", lowered)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char) or char == "\u0306")
    return unicodedata.normalize("NFC", bare)


def words(text: str) -> list[str]:
    """The words of a cleaned text, in order, as they were typed."""
    return _WORD.findall(text)


def script_of(word: str) -> str:
    """`Latn`, `Cyrl`, `Arab` or `Zyyy` (anything else), by the first letter that tells."""
    for char in word:
        if char.isalpha():
            name = unicodedata.name(char, "")
            return next((tag for start, tag in _SCRIPTS if name.startswith(start)), "Zyyy")
    return "Zyyy"


_SCRIPTS = (("LATIN", "Latn"), ("CYRILLIC", "Cyrl"), ("ARABIC", "Arab"))


@lru_cache(maxsize=4096)
def latinised(word: str) -> str:
    """A name in Cyrillic or Arabic letters roughly as German would write it, for comparison by trigrams."""
    table = {"Cyrl": _CYRILLIC, "Arab": _ARABIC_LATIN}.get(script_of(word))
    return "".join(table.get(char, "") for char in fold(word)) if table else fold(word)


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if char == _ZERO_WIDTH_NON_JOINER or category in {"Cc", "So", "Sk", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return " "
    if category == "Cf" or char in "ـ\ufe0f\ufe0e" or "\u064b" <= char <= "\u065f":
        return ""
    return char
