"""What is compared of an entry: its name in words, its address, its telephone, mail and web, each in one form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from vielklang.organisations.matching.words import (
    COMMON,
    FREE_MAIL,
    LEGAL_FORMS,
    LONG_FORMS,
    SAME,
    SHARED_HOSTS,
    SMALL,
    STREETS,
    UNITS,
)

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BRACKETS = re.compile(r"\(([^)]*)\)")
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"(?<=\w)\s*[-–/]\s*(?=[a-z]{4})")
_LEADING_EV = re.compile(
    r"^ev\b\.?\s+(?=\S)|\bev\.?-|\bev\.\s*(?=luth|ref|kirch|gemein|jugend|familien|kita|kinder)"
)
_NUMBER = re.compile(r"(\d+)\s*([a-z])?\b(?:\s*(?:-|–|/|bis|\+|u\.|und)\s*(\d+)\s*[a-z]?\b)?")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def fold(text: str) -> str:
    """Lower case, umlauts written out, accents gone; marks stay."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    return "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
    ).strip()


@dataclass(frozen=True)
class Entry:
    """An organisation as far as it is compared; `key` is its primary key, 0 for one that is not stored yet."""

    key: int
    name: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The name's words without legal form and small words, abbreviations written out, sorted."""
        return tuple(sorted(set(name_words(self.name)) - SMALL))

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words by which this entry is recognised: neither common, nor a place."""
        return frozenset(self.words) - COMMON - self.places

    @cached_property
    def places(self) -> frozenset[str]:
        """Towns and districts in the name, and its own town where the name has it."""
        own = set(_WORD.findall(fold(self.town)))
        return frozenset(word for word in self.words if word in own or word in place_names())

    @cached_property
    def units(self) -> frozenset[str]:
        return frozenset(word for word in self.words if UNITS.search(word))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(_ROMAN.get(word, word) for word in self.words if word.isdigit() or word in _ROMAN)

    @cached_property
    def line(self) -> str:
        """All words in one, for names that differ in spaces and hyphens alone."""
        return "".join(self.words)

    @cached_property
    def house(self) -> tuple[str, int, int] | None:
        """(street in one form, first house number, last one); None without a street."""
        return street_parts(self.street)

    @cached_property
    def mail(self) -> str:
        return self.email.strip().casefold()

    @cached_property
    def mail_domain(self) -> str:
        """The house of the mail address; empty for those where anybody has one."""
        domain = self.mail.rpartition("@")[2]
        return "" if domain in FREE_MAIL else domain

    @cached_property
    def web(self) -> str:
        """Host without `www.`; with the path on hosts that many share."""
        return web_key(self.website)

    @cached_property
    def city(self) -> str:
        return " ".join(_WORD.findall(fold(self.town)))


@lru_cache(maxsize=20_000)
def name_words(name: str) -> tuple[str, ...]:
    text = _BRACKETS.sub(r" \1 ", fold(name)).replace("&", " und ").replace("+", " und ")
    text = _LEADING_EV.sub("evangelisch ", text)
    text = LEGAL_FORMS.sub(" ", text)
    text = _JOINED.sub(" ", text)
    words: list[str] = []
    for word in _WORD.findall(text):
        written = LONG_FORMS.get(word, word)
        words += [SAME.get(part, part) for part in written.split()]
    return tuple(words)


@lru_cache(maxsize=20_000)
def street_parts(street: str) -> tuple[str, int, int] | None:
    """("hagsche str", 12, 14) for "Hagsche Straße 12-14"; numbers are 0 where none is written."""
    text = fold(street)
    if not text:
        return None
    found = list(_NUMBER.finditer(text))
    numbers = next((match for match in found if match.start() > 0), None)
    head = text[: numbers.start()] if numbers else text
    for pattern, short in STREETS:
        head = pattern.sub(short, head)
    name = "".join(_WORD.findall(head))
    if not name:
        return None
    if numbers is None:
        return name, 0, 0
    first = int(numbers[1][:6])
    last = int(numbers[3][:6]) if numbers[3] else first
    return name, first, max(first, last)


@lru_cache(maxsize=20_000)
def web_key(website: str) -> str:
    if not website.strip():
        return ""
    try:
        parts = urlsplit(website if "//" in website else f"//{website}")
    except ValueError:  # half an address
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/').casefold()}" if host in SHARED_HOSTS else host


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """Words of the names of municipalities and districts of the state, from the shipped table."""
    from vielklang.places.reference import read_table

    names = [row["name"] for table in ("municipalities", "districts") for row in read_table(table)]
    return frozenset(word for name in names for word in _WORD.findall(fold(name)) if len(word) > 3)
