"""How often one client may try; counted in each process like the limit of all pages."""

from __future__ import annotations

from django.http import HttpRequest

from vielklang.upkeep.limits import is_within
from vielklang.web.middleware import client_address


def may_try_code(request: HttpRequest) -> bool:
    """Thirty tries an hour find none of 10^18 codes, and let a family at one telephone mistype."""
    return is_within("30/hour", "enquiry-code", client_address(request))


def may_ask(request: HttpRequest) -> bool:
    return is_within("20/hour", "enquiry", client_address(request))


def may_ask_slowly(request: HttpRequest) -> bool:
    """Forms that came without the work of a browser; enough for a hostel whose readers share one address."""
    return is_within("10/hour", "enquiry-slow", client_address(request))


def may_hold(request: HttpRequest) -> bool:
    """Recordings of forms that were not complete: each may be large."""
    return is_within("40/hour", "enquiry-hold", client_address(request))


def may_write(code_digest: str) -> bool:
    """What the person of one enquiry says on its page."""
    return is_within("20/hour", "enquiry-again", code_digest)
