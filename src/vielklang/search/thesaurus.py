"""From typed words to topics: everyday synonyms in every guide language, compared by letters and by learned meaning."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from vielklang.offers.taxonomy import Taxonomy, get_taxonomy
from vielklang.search.encoders import Matrix
from vielklang.search.german import document_frequencies, key_of
from vielklang.search.normalise import fold, words
from vielklang.search.projection import projections, share, topic_keys
from vielklang.search.romanised import romanised_phrase, romanised_question

_BUCKETS = 1 << 18
_GRAM_SIZES = (3, 4, 5)
_NEAREST = 40
WEAK_MEANING = frozenset({"ku"})
"""Languages that no encoder learned well."""
_LONGEST_WORD = 60
_FOREIGN = 0.7  # a phrase of a third language counts less than one of the reader's language or of German
_LETTERS = 3.0  # weight of letters against meaning
_LETTERS_WHERE_MEANING_IS_WEAK = 8.0  # Kurmancî, and other scripts typed in Latin letters


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic with its probability, and the phrase of the thesaurus whose letters fit best (empty: meaning alone)."""

    key: str
    probability: float
    phrase: str = ""


class LetterIndex:
    """Phrases of the thesaurus by their n-grams of letters: finds inflected, misspelt and half words in any script."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.topics = tuple(taxonomy.topics)
        rows = list(_spelt_phrases(taxonomy))
        self.phrases = [phrase for phrase, _, _, _ in rows]
        self._languages = np.array([tag for _, _, tag, _ in rows])
        self._nearness_of: dict[str, Matrix] = {}
        self._owners = np.array([number for _, _, _, number in rows])
        grams = [_grams(spelling) for _, spelling, _, _ in rows]
        ids = np.array([gram for found in grams for gram in found])
        counts = np.array([count for found in grams for count in found.values()])
        owners: np.ndarray = np.repeat(np.arange(len(grams), dtype=np.int32), [len(found) for found in grams])
        seen = np.bincount(ids, minlength=_BUCKETS)
        self._rarity: Matrix = np.log(1 + len(rows) / np.maximum(seen, 1)).astype(np.float32)
        weights = ((1 + np.log(counts)) * self._rarity[ids]).astype(np.float32)
        squares = np.bincount(owners, weights**2, minlength=len(grams))
        self._lengths: Matrix = np.maximum(np.sqrt(squares), 1e-6).astype(np.float32)
        by_gram = np.argsort(ids, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(seen)]).astype(np.int32)
        self._phrases_of, self._weights = owners[by_gram], weights[by_gram]

    def scores(self, text: str, language: str) -> tuple[Matrix, list[int]]:
        """How well each topic fits by letters, and for each topic its best phrase's number (-1: none)."""
        found = self._similarities(_grams(text), language)
        if romanised := romanised_question(text, language):
            found = np.maximum(found, self._similarities(_grams(romanised), f"{language}-Latn"))
        result: Matrix = np.zeros(len(self.topics), np.float32)
        best = [-1] * len(self.topics)
        seen: Counter[int] = Counter()
        for number in np.argsort(-found)[:_NEAREST]:
            owner = int(self._owners[number])
            if found[number] > 0 and seen[owner] < 3:
                result[owner] += found[number] * (0.3 if seen[owner] else 1.0)
                best[owner] = best[owner] if seen[owner] else int(number)
                seen[owner] += 1
        return result, best

    def _similarities(self, grams: Counter[int], language: str) -> Matrix:
        found: Matrix = np.zeros(len(self.phrases), np.float32)
        for gram, count in grams.items():
            part = slice(self._starts[gram], self._starts[gram + 1])
            found[self._phrases_of[part]] += self._weights[part] * self._weight(gram, count)
        # A phrase inside a longer question counts too, so the question's length divides only by its root.
        found /= self._lengths * np.sqrt(self._lengths * max(self._length(grams), 1e-6))
        return np.asarray(found * self._nearness(language), np.float32)

    def _nearness(self, language: str) -> Matrix:
        """Of each phrase to a reader of this language; comparing the tags takes longer than all the rest."""
        if (known := self._nearness_of.get(language)) is None:
            near = (self._languages == language) | (self._languages == "de")
            known = self._nearness_of[language] = np.where(near, 1.0, _FOREIGN)
        return known

    def _weight(self, gram: int, count: int) -> float:
        return (1 + math.log(count)) * float(self._rarity[gram])

    def _length(self, grams: Counter[int]) -> float:
        return math.sqrt(sum(self._weight(gram, count) ** 2 for gram, count in grams.items()))


def match_topics(
    text: str, language: str, vectors: dict[str, Matrix], *, limit: int = 5, letters: bool = True
) -> list[TopicMatch]:
    """The most probable topics. `vectors`: the question's raw vector by encoder; without any, letters decide alone."""
    index = letter_index()
    by_letters, phrases = index.scores(text, language)
    is_romanised = bool(romanised_question(text, language)) and not _is_german(text)
    weight = _LETTERS_WHERE_MEANING_IS_WEAK if language in WEAK_MEANING or is_romanised else _LETTERS
    logits = by_letters * (weight if letters else 0.0)
    logits = logits + _by_meaning(vectors, language) if vectors else logits * 3
    probabilities = np.exp(logits - logits.max())
    probabilities /= probabilities.sum()
    return [
        TopicMatch(
            index.topics[number],
            float(probabilities[number]),
            _phrase(index, by_letters, phrases, int(number)),
        )
        for number in np.argsort(-probabilities, kind="stable")[:limit]
    ]


@cache
def letter_index() -> LetterIndex:
    return LetterIndex(get_taxonomy())


def _by_meaning(vectors: dict[str, Matrix], language: str) -> Matrix:
    active = tuple(vectors)
    parts = [
        share(name, language, active) * projections()[name].topics(row, language)
        for name, row in vectors.items()
    ]
    known = dict(zip(topic_keys(), np.sum(parts, axis=0), strict=True))
    lowest = min(known.values(), default=0.0)
    return np.array([known.get(key, lowest) for key in letter_index().topics], np.float32)


def _phrase(index: LetterIndex, scores: Matrix, phrases: list[int], number: int) -> str:
    return index.phrases[phrases[number]] if phrases[number] >= 0 and scores[number] >= 0.5 else ""


def _spelt_phrases(taxonomy: Taxonomy) -> Iterator[tuple[str, str, str, int]]:
    """Phrase, spelling, language of the spelling and number of the topic."""
    for number, topic in enumerate(taxonomy.topics.values()):
        for tag, name in topic.names.items():
            for phrase in dict.fromkeys((name, *topic.synonyms[tag])):
                yield phrase, phrase, tag.split("-")[0], number
                if romanised := romanised_phrase(phrase, tag):
                    yield phrase, romanised, f"{tag}-Latn", number


def _is_german(text: str) -> bool:
    return any(len(word) > 3 and key_of(word) in document_frequencies() for word in words(text))


def _grams(text: str) -> Counter[int]:
    found: Counter[int] = Counter()
    for word in fold(text).split():
        found.update(_grams_of_word(word))
    return found


@lru_cache(maxsize=32_768)
def _grams_of_word(word: str) -> tuple[int, ...]:
    """Buckets of the n-grams; the whole word counts twice."""
    padded = f" {word[:_LONGEST_WORD]} "
    pieces = [padded[start : start + size] for size in _GRAM_SIZES for start in range(len(padded) - size + 1)]
    return tuple(zlib.crc32(piece.encode()) % _BUCKETS for piece in (*pieces, f"={word}", f"={word}"))
