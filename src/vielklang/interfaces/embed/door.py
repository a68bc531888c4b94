"""The door of pages that any website may show in a frame: no account, no cookie, errors as small pages of their own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt

from vielklang.centres.queries import centre_by_slug
from vielklang.core.languages import GUIDE_TAGS, get_language
from vielklang.guide.context import Reader
from vielklang.guide.middleware import preferred_language
from vielklang.interfaces.feeds.licences import licence
from vielklang.interfaces.problems import BadParameter
from vielklang.places.finding import place_from_token

View = Callable[..., HttpResponseBase]


def embeddable(view: View) -> Any:
    """Let every website show this page in a frame; all else that the house forbids stays forbidden."""

    @functools.wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except BadParameter as error:
            response = _nothing(request, kwargs.get("language", ""), status=400, parameter=error.name)
        except Http404:
            response = _nothing(request, kwargs.get("language", ""), status=404)
        response.headers["Content-Language"] = request.vk_language.tag  # type: ignore[attr-defined]
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    opened = csp_replace({"frame-ancestors": ["*"]})(xframe_options_exempt(framed))
    return login_not_required(opened)


@contextmanager
def reading(request: HttpRequest, slug: str, language: str) -> Iterator[Reader]:
    """The reader whom the embedding page has in mind: its language, the centre and its area as the place.

    Raises `Http404` for a centre or a language that the guide does not have.
    """
    if language not in GUIDE_TAGS:
        raise Http404
    with _speaking(request, language):
        centre = centre_by_slug(slug)
        if centre is None:
            raise Http404
        yield Reader(get_language(language), place_from_token(centre.key), centre)


def page(
    request: HttpRequest, template: str, reader: Reader, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Every page says where it comes from and under which licence."""
    return render(request, template, {"reader": reader, "licence": licence(), **context}, status=status)


@contextmanager
def _speaking(request: HttpRequest, language: str) -> Iterator[None]:
    request.vk_language = get_language(language)  # type: ignore[attr-defined]
    with translation.override(language):
        yield


def _nothing(request: HttpRequest, language: str, *, status: int, parameter: str = "") -> HttpResponse:
    """A frame must never stay white: what is wrong, and a way into the guide."""
    preferred = preferred_language(request)
    tag = language if language in GUIDE_TAGS else preferred.tag if preferred else "de"
    with _speaking(request, tag):
        reader = Reader(get_language(tag), None, None)
        return page(
            request, "interfaces/public/embed_nothing.html", reader, status=status, parameter=parameter
        )
