"""Renews what readers ask for, as soon as somebody publishes: the next of them seldom has to wait for it."""

from __future__ import annotations

import io
import sys
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from vielklang.web.ready.counts import NoCounts, count_of
from vielklang.web.ready.front import Environ, Front

log = structlog.get_logger("vielklang.ready")
LOOK_EVERY_SECONDS = 1.0
ASKED_WITHIN_SECONDS = 600
WORTH_SECONDS = 0.01
"""What is made faster than this waits for its reader."""
KEEPER = "vielklang.keeper"


def start_keeper(front: Front) -> threading.Thread:
    """A thread of this process that ends with it."""
    thread = threading.Thread(target=_keep, args=(front,), name="ready-keeper", daemon=True)
    thread.start()
    return thread


def _keep(front: Front) -> None:
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        try:
            renew(front)
        except Exception:
            log.exception("renewing failed")


def renew(front: Front) -> int:
    """Make anew what was asked for in the last ten minutes and no longer holds, the latest first; how many."""
    try:
        counts = front.counter().all()
    except NoCounts:
        return 0
    now = time.time()
    old = [
        (key, answer)
        for key, answer in front.shelf.recent(now - ASKED_WITHIN_SECONDS)
        if answer.seconds > WORTH_SECONDS
        and (now >= answer.until or count_of(counts, answer.centre) != answer.count)
    ]
    for key, answer in old:
        used_at = answer.used_at
        for _part in front(_request(key), lambda status, headers, *_rest: None):
            pass
        if (fresh := front.shelf.get(key)) is not None:
            fresh.used_at = used_at  # a renewal is no reader
    return len(old)


def _request(key: str) -> Environ:
    address, _, language = key.partition("\n")
    path, _, query = address.partition("?")
    host = urlsplit(settings.BASE_URL)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": host.hostname or "localhost",
        "SERVER_PORT": str(host.port or (443 if host.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_ACCEPT_ENCODING": "br",
        "HTTP_X_FORWARDED_PROTO": host.scheme or "http",
        "wsgi.url_scheme": host.scheme or "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        KEEPER: True,
    }
    if language:
        environ["HTTP_ACCEPT_LANGUAGE"] = language
    return environ
