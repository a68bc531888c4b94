"""What every request passes: the log line without personal data and the limit per client."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from vielklang.web.limits import too_many_requests
from vielklang.web.ready.keeper import KEEPER

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("vielklang.request")

UNLIMITED = ("/static/", "/health/")


class RequestLogMiddleware:
    """One structured line per computed response: method, route name, status, milliseconds. No address, no
    query.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        milliseconds = round((time.perf_counter() - start) * 1000, 1)
        route = match.view_name if match else "none"
        if response.status_code >= 500:
            log.error(
                "request", method=request.method, route=route, status=response.status_code, ms=milliseconds
            )
        else:
            log.debug(
                "request", method=request.method, route=route, status=response.status_code, ms=milliseconds
            )
        return response


class RateLimitMiddleware:
    """At most `VIELKLANG_RATE_LIMIT` computed pages per client; the answer says when to come back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.limit = parse(settings.RATE_LIMIT)
        self.limiter = FixedWindowRateLimiter(MemoryStorage())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_ours = KEEPER in request.META
        if (
            is_ours
            or request.path.startswith(UNLIMITED)
            or self.limiter.hit(self.limit, client_address(request))
        ):
            return self.get_response(request)
        window = self.limiter.get_window_stats(self.limit, client_address(request))
        return too_many_requests(request, seconds=max(1, round(window.reset_time - time.time())))


def client_address(request: HttpRequest) -> str:
    """The client's address, read behind as many proxies as the installation names and never from a header
    beyond them.
    """
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    hops = settings.TRUSTED_PROXIES
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return request.META.get("REMOTE_ADDR", "")
