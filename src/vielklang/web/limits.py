"""The answer to a client that asks too often: readable, in the reader's language, with a time to return."""

from __future__ import annotations

import math

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from vielklang.core.languages import GUIDE_TAGS
from vielklang.web.context import site


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    """429 with `Retry-After`; costs no query. Runs before the guide's middleware, so it reads the address
    itself.
    """
    first = request.path.lstrip("/").partition("/")[0]
    with translation.override(first if first in GUIDE_TAGS else "de"):
        context = {**site(request), "minutes": max(1, math.ceil(seconds / 60))}
        body = render_to_string("web/too_many_requests.html", context)
    response = HttpResponse(body, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
