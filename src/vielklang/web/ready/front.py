"""In front of Django: answers from the shelf, each after one question whether it still holds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from vielklang.web.ready.counts import Counter, NoCounts, count_of
from vielklang.web.ready.shelf import Answer, Headers, Shelf
from vielklang.web.ready.views import FRONT, READY, Keep

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
_LONGEST_KEY = 1000
_OWN_HEADERS = {"content-length", "content-encoding", "cache-control", "etag"}


class Front:
    """A WSGI application around another one.

    A GET that somebody asked before costs a look into memory and one question to the database. When what it shows has
    changed, the first to ask makes it anew and others who ask for the same wait for that.
    """

    def __init__(self, application: Application, counter: Callable[[], Counter], shelf: Shelf) -> None:
        self.application, self.counter, self.shelf = application, counter, shelf
        self._making = [threading.Lock() for _ in range(64)]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        answer = self._held(key, environ)
        if answer is None and environ["REQUEST_METHOD"] == "HEAD":
            return self.application(environ, start_response)
        if answer is None:
            return self._make(key, environ, start_response)
        if not self.holds(answer):
            with self._making[hash(key) % len(self._making)]:
                answer = self._held(key, environ)  # another thread may have made it meanwhile
                if answer is None or not self.holds(answer):
                    return self._make(key, environ, start_response)
        return send(answer, environ, start_response)

    def holds(self, answer: Answer) -> bool:
        """Whether nothing that the answer shows has changed until now."""
        if time.time() >= answer.until:
            return False
        try:
            counter = self.counter()
            total = counter.total()
            if total == answer.total:
                return True
            if answer.centre is None or counter.of(answer.centre) != answer.count:
                return False
            answer.total = total  # others have published: nothing that this answer shows
            return True
        except NoCounts:
            return False

    def _held(self, key: str, environ: Environ) -> Answer | None:
        answer = self.shelf.get(key)
        return self.shelf.get(_varied(key, environ)) if answer is not None and answer.varies else answer

    def _make(self, key: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Ask the application; keep what a view says may be kept."""
        started: list[tuple[str, Headers]] = []
        begun = time.perf_counter()
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        environ |= {FRONT: True, "REQUEST_METHOD": "GET"}
        response: Any = self.application(
            environ, lambda status, headers, *_rest: started.append((status, headers))
        )
        keep: Keep | None = environ.get(READY)
        status, headers = started[0]
        if keep is None or not may_be_kept(status, headers) or getattr(response, "streaming", True):
            start_response(status, _without_identity(headers))
            return [b""] if is_head else response
        body = response.content
        response.close()
        answer = Answer(
            headers=_kept(headers),
            body=body,
            centre=keep.centre,
            count=count_of(keep.counts, keep.centre),
            total=count_of(keep.counts, None),
            until=keep.until.timestamp(),
            seconds=time.perf_counter() - begun,
            varies="accept-language" in _value(headers, "vary").lower(),
        )
        environ["REQUEST_METHOD"] = "HEAD" if is_head else "GET"
        self.shelf.put(key, answer)
        if answer.varies:
            self.shelf.put(_varied(key, environ), answer)
        return send(answer, environ, start_response)


def key_of(environ: Environ) -> str | None:
    """Under what an answer is kept; None for what never is."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "HTTP_HX_REQUEST" in environ:
        return None
    key = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
    return key if len(key) <= _LONGEST_KEY else None


def send(answer: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    encoding = answer.encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = answer.etag_of(encoding)
    if answer.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [*answer.headers, ("ETag", etag)])
        return [b""]
    body = answer.packed(encoding)
    start_response("200 OK", answer.heads[encoding])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def may_be_kept(status: str, headers: Headers) -> bool:
    names = {name.lower() for name, _value in headers}
    caching = _value(headers, "cache-control")
    return (
        status.startswith("200")
        and "set-cookie" not in names
        and not {"private", "no-store"} & set(caching.replace(",", " ").split())
    )


def _kept(headers: Headers) -> Headers:
    """Headers that every copy has; no cache may serve it without asking us whether it still holds."""
    vary = {part.strip().lower(): part.strip() for part in _value(headers, "vary").split(",") if part.strip()}
    vary["accept-encoding"] = "Accept-Encoding"
    rows = [row for row in headers if row[0].lower() not in _OWN_HEADERS | {"vary"}]
    return [*rows, ("Cache-Control", "public, no-cache"), ("Vary", ", ".join(sorted(vary.values())))]


def _without_identity(headers: Headers) -> Headers:
    return [row for row in headers if (row[0].lower(), row[1]) != ("content-encoding", "identity")]


def _value(headers: Headers, name: str) -> str:
    return ", ".join(value for key, value in headers if key.lower() == name)


def _varied(key: str, environ: Environ) -> str:
    return f"{key}\n{environ.get('HTTP_ACCEPT_LANGUAGE', '')[:200]}"
