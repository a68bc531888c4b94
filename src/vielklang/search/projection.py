"""What was learned about each encoder (tools/learn_search.py): where its languages lie and how questions meet answers.

Vectors of one language share a direction that says nothing about meaning; it is taken away. A map per language carries
questions to where German ones lie, an adapter carries questions to where their answers lie (ADR 0010).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from vielklang.search.encoders import KNOWN, Matrix, unit

LEARNED = Path(__file__).parent / "data" / "learned.npz"
LONGEST_PHRASE = 3
"""Up to so many words a question is a phrase, which lies elsewhere than a sentence."""

# How much each encoder counts in each language; measured on the training questions, for others by what `use` knows.
_SHARE_OF_USE = {
    "de": 0.35,
    "en": 0.35,
    "fr": 0.35,
    "ar": 0.35,
    "tr": 0.3,
    "ru": 0.3,
    "pl": 0.3,
    "uk": 0.2,
    "bg": 0.2,
}
_SHARE_OTHERWISE = 0.1


def share(encoder: str, language: str, active: tuple[str, ...]) -> float:
    """The weight of an encoder for questions in a language; one that is alone has all of it."""
    if len(active) == 1:
        return 1.0
    of_use = _SHARE_OF_USE.get(language, _SHARE_OTHERWISE)
    return of_use if encoder == "use" else 1.0 - of_use


class Projection:
    """The learned side of one encoder. Without the learned file, or with maps switched off, it leaves vectors alone."""

    def __init__(self, encoder: str, arrays: dict[str, Matrix]) -> None:
        prefix = f"{encoder}."
        self._arrays = {
            key.removeprefix(prefix): value for key, value in arrays.items() if key.startswith(prefix)
        }

    def passages(self, rows: Matrix) -> Matrix:
        mean = self._arrays.get("passage_mean")
        return rows if mean is None else unit(rows - mean)

    def query(self, row: Matrix, language: str, *, is_phrase: bool, maps: bool = True) -> Matrix:
        """One question's vector, ready to be compared with `passages`."""
        centred = unit(row - self._mean("phrase" if is_phrase else "question", language))
        if is_phrase or not maps:  # the maps learned from whole sentences, and a word or two need none
            return centred
        return unit(self._through("adapter", self._through(f"map.{language}", centred)))

    def topics(self, row: Matrix, language: str) -> Matrix:
        """How well each topic of the thesaurus fits (not normalised), in the order of `topic_keys()`."""
        weights = self._arrays.get("topics")
        if weights is None:
            return np.zeros(len(topic_keys()), np.float32)
        return np.asarray(unit(row - self._mean("phrase", language)) @ weights, np.float32)

    def _mean(self, style: str, language: str) -> Matrix | float:
        for name in (f"mean.{style}.{language}", f"mean.{style}"):
            if name in self._arrays:
                return self._arrays[name]
        return 0.0

    def _through(self, name: str, row: Matrix) -> Matrix:
        left, right = self._arrays.get(f"{name}.left"), self._arrays.get(f"{name}.right")
        return row if left is None or right is None else np.asarray(row + row @ left @ right, np.float32)


@cache
def projections() -> dict[str, Projection]:
    arrays: dict[str, Matrix] = {
        key: value.astype(np.float32) for key, value in _file().items() if value.dtype.kind == "f"
    }
    return {encoder: Projection(encoder, arrays) for encoder in KNOWN}


@cache
def topic_keys() -> tuple[str, ...]:
    """The topics that the learned classifier knows, in its order."""
    return tuple(str(key) for key in _file().get("topic_keys", np.array([], str)))


@cache
def version() -> str:
    """Changes whenever something is learned anew; vectors of another version are made again."""
    return str(_file().get("version", np.array("none")))


@cache
def _file() -> dict[str, np.ndarray]:
    if not LEARNED.exists():
        return {}
    with np.load(LEARNED, allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}
