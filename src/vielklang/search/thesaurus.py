"""From typed words to topics: everyday synonyms in every guide language, compared by letters and by learned meaning."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

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
        self._owners = np.array([number for _, _, _, number in rows])
        grams = [_grams(spelling) for _, spelling, _, _ in rows]
        seen = np.bincount([gram for found in grams for gram in found], minlength=_BUCKETS)
        self._rarity = np.log(1 + len(rows) / np.maximum(seen, 1)).astype(np.float32)
        self._lengths = np.array([self._length(found) for found in grams], np.float32)
        self._starts = np.concatenate([[0], np.cumsum(seen)]).astype(np.int32)
        self._phrases_of, self._weights = self._postings(grams)

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
        lengths = np.maximum(self._lengths, 1e-6)
        found /= lengths * np.sqrt(lengths * max(self._length(grams), 1e-6))
        near = (self._languages == language) | (self._languages == "de")
        return np.asarray(found * np.where(near, 1.0, _FOREIGN), np.float32)

    def _postings(self, grams: list[Counter[int]]) -> tuple[np.ndarray, Matrix]:
        total = int(self._starts[-1])
        phrases: np.ndarray = np.zeros(total, np.int32)
        weights: Matrix = np.zeros(total, np.float32)
        fill = self._starts[:-1].copy()
        for number, found in enumerate(grams):
            for gram, count in found.items():
                phrases[fill[gram]] = number
                weights[fill[gram]] = self._weight(gram, count)
                fill[gram] += 1
        return phrases, weights

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
    weight = _LETTERS_WHERE_MEANING_IS_WEAK if language == "ku" or is_romanised else _LETTERS
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
        padded = f" {word} "
        for size in _GRAM_SIZES:
            for start in range(len(padded) - size + 1):
                found[zlib.crc32(padded[start : start + size].encode()) % _BUCKETS] += 1
        found[zlib.crc32(f"={word}".encode()) % _BUCKETS] += 2
    return found
