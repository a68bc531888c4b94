"""Names as people type them: digits of any script, no umlauts, no accents, Cyrillic or Arabic letters."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
"""No name of a place is longer, so what follows is not read."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ARABIC = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ی",
        "ي": "ی",
        "ئ": "ی",
        "ك": "ک",
        "گ": "ک",
        "ة": "ه",
        "ؤ": "و",
    }
)
_CYRILLIC = str.maketrans(
    dict(zip("абвгґдеєэёжзиіїыйклмнопрстуўюфц", "abwggdeeeojsiiiiiklmnoprstuuufz", strict=True))
    | {"х": "ch", "ч": "tsch", "ш": "sch", "щ": "sch", "я": "ja", "ъ": "", "ь": ""}
)
_CYRILLIC_START = re.compile(r"\bх")
_MARKS = re.compile(r"[\W_]+")
_RUNS = re.compile(r"([^\W\d])\1+")
_SMALL_WORDS = {"an", "der", "am", "im", "in", "bei", "a", "d", "i", "b", "auf"}
_TITLES = re.compile(
    r"^(?:(?:stadt|gemeinde|city of|city|ville de|in|g|gorod|місто|город|г|м|مدینه|شهر|في|فی|در)\s+)+"
)


def western_digits(text: str) -> str:
    """Digits of every script as 0–9: ٤٧٥٣٣ and ۴۷۵۳۳ are 47533."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def plain(text: str) -> str:
    """Lower case, umlauts written out, accents and marks gone: "Mülheim/Ruhr" is "muelheim ruhr"."""
    text = unicodedata.normalize("NFC", text[: LONGEST * 4]).casefold()
    text = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    text = text.translate(_UMLAUTS).translate(_ARABIC)
    if not has_cyrillic(text):  # й and ё are letters of their own there
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if not unicodedata.combining(char))
    text = _MARKS.sub(" ", western_digits(text)).strip()[:LONGEST].strip()
    return _TITLES.sub("", text)


def loose(text: str) -> str:
    """`plain` with "ae" and "a" alike, no doubled letters, no small words, "St." written out.

    Munster, Muenster and Münster are one; so are "Mülheim/Ruhr" and "Mülheim an der Ruhr".
    """
    words = [word for word in plain(text).split() if word not in _SMALL_WORDS]
    folded = " ".join("sankt" if word == "st" else word for word in words)
    for written in ("ae", "oe", "ue"):
        folded = folded.replace(written, written[0])
    return _RUNS.sub(r"\1", folded)


def has_cyrillic(text: str) -> bool:
    return any("Ѐ" <= char <= "ӿ" for char in text)


def has_arabic(text: str) -> bool:
    return any("؀" <= char <= "ۿ" for char in text)


def from_cyrillic(text: str) -> str:
    """Cyrillic letters as German spells the sound: "Дюссельдорф" is "dusseldorf", "Бохум" is "bochum"."""
    return _CYRILLIC_START.sub("h", text.casefold()).translate(_CYRILLIC)


_LATIN_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"([^\W\d])\1", r"\1"),
        (r"sch|tz|z|s", "s"),
        (r"ph|w|v|f", "f"),
        (r"th|dt|t", "t"),
        (r"rh|r", "r"),
        (r"ch|ck|qu|[ckgq]", "k"),
        (r"x", "ks"),
        (r"[bp]", "b"),
        (r"(?<=[aeiouy])h(?![aeiouy])", ""),
    )
)
_ARABIC_SOUNDS = str.maketrans(
    dict.fromkeys("سصزشثذژضظ", "s")
    | dict.fromkeys("فڤ", "f")
    | dict.fromkeys("تط", "t")
    | dict.fromkeys("کقغجخچ", "k")
    | dict.fromkeys("بپ", "b")
    | dict.fromkeys("هح", "h")
    | {"د": "d", "ر": "r", "ل": "l", "م": "m", "ن": "n"}
    | dict.fromkeys("اویع", "a")
)
_FINAL_H = re.compile(r"ه\b")
_INITIAL_W = re.compile(r"\bو")
_VOWELS = re.compile(r"(?<!^)[aeiouyj]| ")


def consonants(text: str) -> str:
    """The consonants of a name in classes that Latin and Arabic script share: "drtmnd" for دورتموند.

    A vowel at the start counts, because Arabic writes it: "Essen" is "asn".
    """
    text = plain(text)
    if has_arabic(text):
        sounds = _INITIAL_W.sub("ف", _FINAL_H.sub("", text)).translate(_ARABIC_SOUNDS)
    else:
        sounds = text.replace("ae", "a").replace("oe", "o").replace("ue", "u")
        for pattern, sound in _LATIN_SOUNDS:
            sounds = pattern.sub(sound, sounds)
    sounds = _VOWELS.sub("", sounds)
    return "a" + sounds[1:] if sounds[:1] in set("aeiouyj") else sounds
