"""Marking what may be kept."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from vielklang.core.reading import reading_alias
from vielklang.web.ready.counts import Counts, NoCounts, counter

FRONT = "vielklang.front"
"""In the environment of a request that came through the front."""
READY = "vielklang.ready"
EVERYTHING = None
"""As `centre`: the answer depends on every centre's content."""
View = Callable[..., HttpResponseBase]


@dataclass(slots=True)
class Keep:
    """What the view of a request says of its answer. `centre` 0: it depends on no centre's content."""

    counts: Counts
    until: dt.datetime
    centre: int | None = EVERYTHING


def ready(*, query: Collection[str] = ()) -> Callable[[View], View]:
    """Let the answers of a view be kept: they depend on path, the parameters in `query`, public content and the day.

    A request with other parameters is answered as ever and not kept. The view calls `keep` where its answer depends
    on less than everything, or changes within the day. An answer that depends on Accept-Language says so in `Vary`.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if FRONT not in request.META or not set(request.GET) <= set(query):
                return view(request, *args, **kwargs)
            try:
                # Of the server that is read, before it is: what comes in between makes the answer old.
                counts = counter(reading_alias()).all()
            except NoCounts:
                return view(request, *args, **kwargs)
            request.META[READY] = Keep(counts, _midnight())
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Encoding", "identity")  # the front packs it, once
            return response

        return kept

    return decorate


def keep(request: HttpRequest, *, centre: int | None = EVERYTHING, until: dt.datetime | None = None) -> None:
    """Say what this answer depends on: `centre` (a key of the table; 0: no centre's), and until when it holds.

    Without effect where nothing is kept. `until` (aware) only ever shortens the time, which ends with the day in
    Germany.
    """
    wanted: Keep | None = request.META.get(READY)
    if wanted is not None:
        wanted.centre = centre
        wanted.until = min(wanted.until, until or wanted.until)


def _midnight() -> dt.datetime:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(tomorrow, dt.time()))
