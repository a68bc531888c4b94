"""How often one client, or one secret, may try something; counted in each process like the limit of all pages."""

from __future__ import annotations

from django.http import HttpRequest
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from vielklang.upkeep.tokens import hash_of
from vielklang.web.middleware import client_address

storage = MemoryStorage()
_limiter = FixedWindowRateLimiter(storage)


def is_within(rule: str, *keys: str) -> bool:
    """Count one try; False when there were more than `rule` ("30/minute") allows for these keys."""
    return bool(_limiter.hit(parse(rule), *keys))


def may_try_link(request: HttpRequest, token: str) -> bool:
    """Per address and per token: somebody who tries out addresses is stopped, and so is a single one tried often."""
    return is_within("60/minute", "link", client_address(request)) and is_within(
        "20/minute", "link", hash_of(token)
    )


def may_ask_for_link(request: HttpRequest, token: str) -> bool:
    return is_within("10/hour", "renew", client_address(request)) and is_within(
        "3/hour", "renew", hash_of(token)
    )


def may_report(request: HttpRequest) -> bool:
    return is_within("10/hour", "report", client_address(request))


def may_send_feedback(request: HttpRequest) -> bool:
    """More than reports: a thumb is quickly given, and a hostel's readers share one address."""
    return is_within("30/hour", "feedback", client_address(request))
