"""German words for full text: one key for all forms of a word, the parts of compounds, and how rare a word is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from vielklang.search.normalise import fold

WORD_LIST = Path(__file__).parent / "data" / "german_words.tsv"
STOP_WORD_LIST = Path(__file__).parent / "data" / "stop_words.tsv"

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_DIGRAPHS = re.compile(r"ae|oe|(?<![aeq])ue")
_LINKS = ("", "s", "es", "n", "en", "er", "e")
_SHORTEST_PART = 4
_SHORTEST_STEM = 3
_LONGEST_ENDING = 6
_TELLING_TAIL = 6
_RAREST = 6.0


@dataclass(frozen=True, slots=True)
class Term:
    """A comparable word. `weight` is 1 for the word itself and less for a part of a compound."""

    key: str
    weight: float


def plain_spelling(word: str) -> str:
    """Lower case with umlauts as two letters: "Größe" and "Groesse" are one word."""
    return fold(word.lower().translate(_UMLAUTS))


@lru_cache(maxsize=65_536)
def key_of(word: str) -> str:
    """One key for all forms of a word: "Kursen", "Kurs" and "KURSE" agree, with or without umlauts."""
    bare = _DIGRAPHS.sub(lambda found: found[0][0], plain_spelling(word))
    stem = str(_stemmer().stemWord(bare))
    # The stemmer takes the s of "Kurs" for an ending, that of "Kursen" not; without it both agree.
    return stem.removesuffix("s") if len(stem) > _SHORTEST_STEM else stem


def is_stop_word(word: str) -> bool:
    return plain_spelling(word) in stop_words("de")


@lru_cache(maxsize=65_536)
def parts_of(word: str) -> tuple[str, ...]:
    """Keys of a compound's parts ("Integrationskurs": integration, kurs); empty for a simple or unknown word."""
    bare = _DIGRAPHS.sub(lambda found: found[0][0], plain_spelling(word))
    return tuple(dict.fromkeys(_split(bare))) if len(bare) >= 2 * _SHORTEST_PART else ()


def terms_of(text_words: list[str]) -> Iterator[Term]:
    """Keys of all words that mean something, each followed by the parts of a compound."""
    for word in text_words:
        if len(word) < 2 or is_stop_word(word):
            continue
        key = key_of(word)
        yield Term(key, 1.0)
        for part in parts_of(word):
            if part != key:
                yield Term(part, 0.6)


def rarity(key: str) -> float:
    """How much a word tells, from 0 for one that stands on every page to 6 for one that stands on none (BM25's idf)."""
    pages, total = document_frequencies().get(key, 0), _total_pages()
    return min(_RAREST, math.log(1 + (total - pages + 0.5) / (pages + 0.5)))


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words of a language that tell nothing about a need, folded."""
    lines = (line.partition("\t") for line in STOP_WORD_LIST.read_text("utf-8").splitlines())
    return frozenset(fold(word) for tag, _, found in lines if tag == language for word in found.split())


@cache
def document_frequencies() -> dict[str, int]:
    return {key: int(pages) for key, _, pages in _rows()}


@cache
def spellings() -> dict[str, str]:
    """The most frequent spelling of each known key, for "did you mean"."""
    return {key: surface for key, surface, _ in _rows()}


def _split(bare: str) -> list[str]:
    """The most even cut into two known words; before a long known word the beginning may be unknown."""
    best: tuple[int, list[str]] = (0, [])
    for cut in range(_SHORTEST_PART, len(bare) - _SHORTEST_PART + 2):
        tail = _known_key(bare[cut:])
        if not tail or len(bare) - cut < _SHORTEST_PART - 1:
            continue
        head, score = _head_key(bare[:cut]), 2 * min(cut, len(bare) - cut)
        if not head and len(bare) - cut >= _TELLING_TAIL and cut > _SHORTEST_PART:
            head, score = key_of(bare[:cut]), 1
        if head and score > best[0]:
            best = (score, [head, tail])
    return best[1]


def _head_key(head: str) -> str:
    for link in _LINKS:
        if head.endswith(link):
            key = _known_key(head[: len(head) - len(link)])
            if len(key) >= _SHORTEST_PART - 1:
                return key
    return ""


def _known_key(word: str) -> str:
    """The key of a known word, else nothing. A stem begins like its word: most are told without stemming."""
    known = document_frequencies()
    shortest = max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING)
    if not any(word[:end] in known for end in range(len(word), shortest - 1, -1)):
        return ""
    key = key_of(word)
    return key if key in known else ""


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("german")


@cache
def _rows() -> list[list[str]]:
    lines = WORD_LIST.read_text("utf-8").splitlines() if WORD_LIST.exists() else []
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _total_pages() -> int:
    first = WORD_LIST.read_text("utf-8").partition("\n")[0] if WORD_LIST.exists() else ""
    return int(first.removeprefix("#pages\t") or 1)
