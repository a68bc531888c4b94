"""The languages of the house: tag, own name, direction and script, as data for guide, search and documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Language:
    """One language as the house knows it.

    `tag` is BCP 47, `gettext` the catalogue that carries the interface, `iso639_3` the code that other systems use.
    `endonym` is the language's own name: a language is chosen by it, never by a flag.
    """

    tag: str
    endonym: str
    german_name: str
    english_name: str
    iso639_3: str
    direction: Literal["ltr", "rtl"] = "ltr"
    script: str = "Latn"

    @property
    def is_right_to_left(self) -> bool:
        return self.direction == "rtl"


GUIDE_LANGUAGES: tuple[Language, ...] = (
    Language("de", "Deutsch", "Deutsch", "German", "deu"),
    Language("de-simple", "Einfaches Deutsch", "Einfaches Deutsch", "Plain German", "deu"),
    Language("en", "English", "Englisch", "English", "eng"),
    Language("tr", "Türkçe", "Türkisch", "Turkish", "tur"),
    Language("ar", "العربية", "Arabisch", "Arabic", "ara", "rtl", "Arab"),
    Language("uk", "Українська", "Ukrainisch", "Ukrainian", "ukr", script="Cyrl"),
    Language("ru", "Русский", "Russisch", "Russian", "rus", script="Cyrl"),
    Language("ro", "Română", "Rumänisch", "Romanian", "ron"),
    Language("pl", "Polski", "Polnisch", "Polish", "pol"),
    Language("bg", "Български", "Bulgarisch", "Bulgarian", "bul", script="Cyrl"),
    Language("ku", "Kurdî (Kurmancî)", "Kurdisch (Kurmancî)", "Kurdish (Kurmancî)", "kmr"),
    Language("fa", "فارسی", "Persisch (Farsi)", "Persian (Farsi)", "pes", "rtl", "Arab"),
    Language("fr", "Français", "Französisch", "French", "fra"),
)
"""What the guide is written in. Plain German is a variant of its own, not a translation of the guide."""

SPOKEN_ONLY: tuple[Language, ...] = (
    Language("ckb", "کوردیی ناوەندی", "Kurdisch (Soranî)", "Kurdish (Soranî)", "ckb", "rtl", "Arab"),
    Language("prs", "دری", "Dari", "Dari", "prs", "rtl", "Arab"),
    Language("ps", "پښتو", "Paschtu", "Pashto", "pus", "rtl", "Arab"),
    Language("ti", "ትግርኛ", "Tigrinya", "Tigrinya", "tir", script="Ethi"),
    Language("so", "Soomaali", "Somali", "Somali", "som"),
    Language("sq", "Shqip", "Albanisch", "Albanian", "sqi"),
    Language("sr", "Српски", "Serbisch", "Serbian", "srp", script="Cyrl"),
    Language("bs", "Bosanski", "Bosnisch", "Bosnian", "bos"),
    Language("hr", "Hrvatski", "Kroatisch", "Croatian", "hrv"),
    Language("mk", "Македонски", "Mazedonisch", "Macedonian", "mkd", script="Cyrl"),
    Language("rom", "Romani čhib", "Romani", "Romani", "rom"),
    Language("es", "Español", "Spanisch", "Spanish", "spa"),
    Language("it", "Italiano", "Italienisch", "Italian", "ita"),
    Language("pt", "Português", "Portugiesisch", "Portuguese", "por"),
    Language("el", "Ελληνικά", "Griechisch", "Greek", "ell", script="Grek"),
    Language("hu", "Magyar", "Ungarisch", "Hungarian", "hun"),
    Language("nl", "Nederlands", "Niederländisch", "Dutch", "nld"),
    Language("am", "አማርኛ", "Amharisch", "Amharic", "amh", script="Ethi"),
    Language("ur", "اردو", "Urdu", "Urdu", "urd", "rtl", "Arab"),
    Language("hi", "हिन्दी", "Hindi", "Hindi", "hin", script="Deva"),
    Language("ta", "தமிழ்", "Tamil", "Tamil", "tam", script="Taml"),
    Language("vi", "Tiếng Việt", "Vietnamesisch", "Vietnamese", "vie"),
    Language("zh", "中文", "Chinesisch", "Chinese", "zho", script="Hans"),
    Language("ka", "ქართული", "Georgisch", "Georgian", "kat", script="Geor"),
    Language("hy", "Հայերեն", "Armenisch", "Armenian", "hye", script="Armn"),
    Language("az", "Azərbaycanca", "Aserbaidschanisch", "Azerbaijani", "aze"),
    Language("gsg", "Deutsche Gebärdensprache", "Deutsche Gebärdensprache", "German Sign Language", "gsg"),
)
"""Languages that staff speak or interpret, beyond those the guide is written in."""

_BY_TAG = {language.tag: language for language in (*GUIDE_LANGUAGES, *SPOKEN_ONLY)}
GUIDE_TAGS: tuple[str, ...] = tuple(language.tag for language in GUIDE_LANGUAGES)
SPOKEN_LANGUAGES: tuple[Language, ...] = tuple(
    sorted((x for x in _BY_TAG.values() if x.tag != "de-simple"), key=lambda x: x.german_name)
)


def get_language(tag: str) -> Language:
    """The language with this BCP 47 tag; raises `KeyError` for a tag the house does not know."""
    return _BY_TAG[tag]


def content_chain(tag: str) -> tuple[str, ...]:
    """Tags whose texts may be shown to a reader of `tag`, best first.

    Plain German falls to German without a note (it is the same language); every other language falls to German
    only with a visible note, which is why German is last here and never silently.
    """
    if tag in {"de", "de-simple"}:
        return ("de-simple", "de") if tag == "de-simple" else ("de",)
    return (tag, "de")


def same_language(first: str, second: str) -> bool:
    """Whether two tags are one language to the reader (plain German and German are)."""
    return first.split("-", maxsplit=1)[0] == second.split("-", maxsplit=1)[0]
