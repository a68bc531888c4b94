"""The door of every open interface: no account, any origin, few methods, errors as problem documents."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from vielklang.interfaces.problems import BadParameter, bad_parameter, problem

View = Callable[..., HttpResponseBase]
_HEADERS = "Accept, Accept-Language, Content-Type, If-None-Match, x-integreat-development"


def open_data(view: View | None = None, *, methods: Sequence[str] = ("GET",)) -> Any:
    """Let anybody call a view: sets CORS, answers OPTIONS and foreign methods, turns errors into problems.

    The view raises `BadParameter` (400) and `Http404`; its answer may depend on path, query and, where it says so in
    `Vary`, on Accept-Language only: no cookie and no account is looked at.
    """
    if view is None:
        return functools.partial(open_data, methods=methods)
    allowed = (*methods, *(("HEAD",) if "GET" in methods else ()), "OPTIONS")

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer(view, allowed, request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Content-Language"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return login_not_required(csrf_exempt(opened))


def _answer(
    view: View, allowed: Sequence[str], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        allow = ", ".join(allowed)
        headers = {
            "Allow": allow,
            "Access-Control-Allow-Methods": allow,
            "Access-Control-Allow-Headers": _HEADERS,
            "Access-Control-Max-Age": "86400",
        }
        return HttpResponse(status=204, headers=headers)
    if request.method not in allowed:
        response = problem(405, f"This address answers {', '.join(allowed)} only.")
        response.headers["Allow"] = ", ".join(allowed)
        return response
    try:
        return view(request, *args, **kwargs)
    except BadParameter as error:
        return bad_parameter(error)
    except Http404 as error:
        return problem(404, str(error))


@open_data
def unknown(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Any address below an interface that it does not have."""
    return problem(404, "There is nothing at this address.")
