"""Answers at hand: in memory, least recently used ones leave first."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

import brotli  # type: ignore[import-untyped]

Headers = list[tuple[str, str]]
_SMALLEST = 600
"""Bytes below which packing gains nothing."""


@dataclass(eq=False, slots=True)
class Answer:
    """A whole answer of status 200 with what it depends on.

    `count` is the count of `centre` (None: the installation's) that was read before the answer was made, `total` the
    installation's count for which this was last known to hold, `until` the time (seconds since 1970) at which it
    changes by itself. `bodies` and `heads` hold body and headers by encoding, each packed when it is first asked for.
    """

    headers: Headers
    body: bytes
    centre: int | None
    count: int
    total: int
    until: float
    seconds: float
    """What it took to make."""
    varies: bool = False
    """Another one for each Accept-Language."""
    etag: str = ""
    used_at: float = 0.0
    bodies: dict[str, bytes] = field(default_factory=dict)
    heads: dict[str, Headers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.etag = hashlib.blake2b(self.body, digest_size=12).hexdigest()
        self.used_at = time.time()
        self._hold("", self.body)

    def etag_of(self, encoding: str) -> str:
        return f'"{self.etag}{"-" if encoding else ""}{encoding}"'

    def encoding_for(self, accepted: str) -> str:
        """The best encoding that the client takes."""
        if len(self.body) < _SMALLEST:
            return ""
        return next(
            (name for name in ("br", "gzip") if name in accepted and f"{name};q=0" not in accepted), ""
        )

    def packed(self, encoding: str) -> bytes:
        body = self.bodies.get(encoding)
        if body is None:
            body = _PACK[encoding](self.body)
            self._hold(encoding, body)
        return body

    def _hold(self, encoding: str, body: bytes) -> None:
        rows = [("ETag", self.etag_of(encoding)), ("Content-Length", str(len(body)))]
        packing = [("Content-Encoding", encoding)] if encoding else []
        self.heads[encoding] = [*self.headers, *rows, *packing]
        self.bodies[encoding] = body

    @property
    def size(self) -> int:
        """Bytes of memory, about: the packed forms come with their first readers."""
        return len(self.body) * 3 // 2 + 2000


_PACK = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


class Shelf:
    """Answers by key, together at most `most_bytes`."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[str, tuple[Answer, int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: str) -> Answer | None:
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                return None
            self._answers.move_to_end(key)
        found[0].used_at = time.time()
        return found[0]

    def put(self, key: str, answer: Answer) -> None:
        size = answer.size
        with self._lock:
            self._forget(key)
            self._answers[key] = answer, size
            self._bytes += size
            while self._bytes > self._most and len(self._answers) > 1:
                self._forget(next(iter(self._answers)))

    def recent(self, since: float) -> list[tuple[str, Answer]]:
        """What was used after `since`, the latest first."""
        with self._lock:
            rows = [(key, answer) for key, (answer, _size) in self._answers.items() if answer.used_at > since]
        return rows[::-1]

    def _forget(self, key: str) -> None:
        found = self._answers.pop(key, None)
        if found is not None:
            self._bytes -= found[1]
