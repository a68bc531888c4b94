"""A typed question made ready: cleaned, its words as terms with their rarity, its vector and its topics."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from vielklang.offers.taxonomy import get_taxonomy
from vielklang.search.encoders import Matrix, encoders
from vielklang.search.german import (
    document_frequencies,
    is_stop_word,
    key_of,
    rarity,
    spellings,
    stop_words,
    terms_of,
)
from vielklang.search.models import VECTOR_PARTS
from vielklang.search.normalise import clean, fold, script_of, words
from vielklang.search.projection import LONGEST_PHRASE, projections, share
from vielklang.search.thesaurus import WEAK_MEANING, TopicMatch, match_topics

MOST_TERMS = 16
MOST_NAMES = 3
_SHORT = 5  # words; a longer question tells more than the topic of a page
_FOREIGN_STEM = 6
_SHORTEST_CORRECTED = 5
_SHOUTED_FROM = 5  # encoders read words in capitals badly; BAMF stays
_RAREST = 6.0


@dataclass(frozen=True, slots=True)
class Components:
    """What takes part in a search. `encoders`: names, or all that are there. Only measurements switch something off."""

    full_text: bool = True
    thesaurus: bool = True
    maps: bool = True
    encoders: tuple[str, ...] | None = None


EVERYTHING = Components()


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A word to look for: its key in the index, the word as typed, and how much finding it tells."""

    key: str
    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    language: str
    terms: tuple[WeightedTerm, ...] = ()
    names: tuple[str, ...] = ()
    vector: Matrix | None = None
    topics: tuple[TopicMatch, ...] = ()
    corrections: dict[str, str] = field(default_factory=dict)
    is_phrase: bool = False
    trusts_guessed_topics: bool = True


def prepare(text: str, language: str, components: Components = EVERYTHING) -> Question:
    """Everything about a question that does not depend on place or filters; `language` is that of the page."""
    cleaned, base = _calm(clean(text)), language.split("-", maxsplit=1)[0]
    typed = words(cleaned)
    if not typed:
        return Question("", base)
    corrections = _corrections(typed, base)
    corrected = " ".join(corrections.get(word, word) for word in typed) if corrections else cleaned
    is_phrase = len(typed) <= LONGEST_PHRASE
    raw = raw_vectors(corrected, base, components.encoders)
    letters = cleaned if corrected == cleaned else f"{cleaned} {corrected}"
    return Question(
        text=cleaned,
        language=base,
        terms=_terms(typed, base, corrections) if components.full_text else (),
        names=_names(typed, base, corrections) if components.full_text else (),
        vector=_joined(raw, base, is_phrase=is_phrase, maps=components.maps) if raw else None,
        topics=tuple(match_topics(letters, base, raw)) if components.thesaurus else (),
        corrections=corrections,
        is_phrase=is_phrase,
        trusts_guessed_topics=len(typed) <= _SHORT or base in WEAK_MEANING,
    )


def foreign_key(word: str, language: str) -> str:
    """The key of a word in a text that is not German: its folded beginning, marked with the language."""
    folded = fold(word)
    if language in {"ar", "fa"}:
        article = next((start for start in _ARABIC_STARTS if folded.startswith(start)), "")
        folded = folded[len(article) :] if len(folded) > len(article) + 2 else folded
    return f"{language}:{folded[:_FOREIGN_STEM]}"


_ARABIC_STARTS = ("وال", "بال", "لل", "ال")


def document_vector(parts: dict[str, Matrix]) -> Matrix:
    """Vectors of passages as they are stored: one row each, the encoders side by side, zeros for a missing one."""
    rows = len(next(iter(parts.values())))
    return np.concatenate(
        [parts.get(name, np.zeros((rows, size), np.float32)) for name, size in VECTOR_PARTS.items()], axis=1
    )


def _calm(text: str) -> str:
    return " ".join(
        word.capitalize() if word.isupper() and len(word) >= _SHOUTED_FROM else word for word in text.split()
    )


def signs(vector: Matrix) -> str:
    """A vector as a bit string of its signs."""
    return "".join(np.where(vector > 0, "1", "0"))


def raw_vectors(text: str, language: str, names: Sequence[str] | None = None) -> dict[str, Matrix]:
    """A question as each encoder reads it, before anything learned is applied."""
    return {name: encoder.queries([text], language)[0] for name, encoder in encoders(names).items()}


def _joined(raw: dict[str, Matrix], language: str, *, is_phrase: bool, maps: bool) -> Matrix:
    active = tuple(raw)
    parts = {
        name: share(name, language, active)
        * projections()[name].query(row, language, is_phrase=is_phrase, maps=maps)[None]
        for name, row in raw.items()
    }
    return document_vector(parts)[0]


def _terms(typed: list[str], language: str, corrections: dict[str, str]) -> tuple[WeightedTerm, ...]:
    found: dict[str, WeightedTerm] = {}
    known = document_frequencies()
    for word in typed:
        spelt = corrections.get(word, word)
        for term in terms_of([spelt]):
            # On a page in another language only words that German has are German.
            if language == "de" or term.key in known:
                found.setdefault(term.key, WeightedTerm(term.key, spelt, term.weight * rarity(term.key)))
        if language != "de" and fold(word) not in stop_words(language):
            key = foreign_key(word, language)
            found.setdefault(key, WeightedTerm(key, word, _foreign_rarity(key)))
    ranked = sorted(found.values(), key=lambda term: (-term.weight, term.key))
    return tuple(term for term in ranked[:MOST_TERMS] if term.weight > 0)


def _names(typed: list[str], language: str, corrections: dict[str, str]) -> tuple[str, ...]:
    """Words that neither German nor the thesaurus knows: perhaps the name of an organisation or a town."""
    strange = [
        word
        for word in dict.fromkeys(typed)
        if len(word) > 3
        and word not in corrections
        and not _is_known(word, language)
        and not is_stop_word(word)
    ]
    return tuple(strange[:MOST_NAMES])


def _corrections(typed: list[str], language: str) -> dict[str, str]:
    """Typing errors in German words, mended by the nearest known German word."""
    found = {}
    for word in dict.fromkeys(typed):
        if len(word) < _SHORTEST_CORRECTED or script_of(word) != "Latn" or _is_known(word, language):
            continue
        if nearest := _nearest(fold(word), is_german=language == "de"):
            found[word] = nearest
    return found


@lru_cache(maxsize=8192)
def _nearest(folded: str, *, is_german: bool) -> str:
    # A word of another language is easily near to a German one by chance: there only long words are mended.
    allowed = (1 if len(folded) < 9 else 2) if is_german else (1 if len(folded) > 8 else 0)
    if not allowed:
        return ""
    best = process.extractOne(folded, _folded_spellings(), scorer=OSA.distance, score_cutoff=allowed)
    return _surfaces()[best[2]] if best else ""


def _is_known(word: str, language: str) -> bool:
    if is_stop_word(word) or key_of(word) in document_frequencies():
        return True
    if language == "de":
        return False
    return foreign_key(word, language) in _foreign_words()


@cache
def _surfaces() -> list[str]:
    return list(spellings().values())


@cache
def _folded_spellings() -> list[str]:
    return [fold(spelling) for spelling in _surfaces()]


@cache
def _foreign_words() -> Counter[str]:
    """In how many phrases of the thesaurus each word of the other languages stands."""
    counts: Counter[str] = Counter()
    for topic in get_taxonomy().topics.values():
        for tag, phrases in topic.synonyms.items():
            if not tag.startswith("de"):
                typed = (word for phrase in (topic.names[tag], *phrases) for word in words(phrase))
                counts.update({foreign_key(word, tag) for word in typed})
    return counts


def _foreign_rarity(key: str) -> float:
    topics = len(get_taxonomy().topics)
    return min(_RAREST, math.log(1 + topics / (_foreign_words()[key] + 0.2)))
