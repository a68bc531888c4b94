"""The reader's language and place, read from the address on every request; no cookie, no account."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from vielklang.core.languages import GUIDE_TAGS, Language, get_language
from vielklang.places.finding import place_from_token

GetResponse = Callable[[HttpRequest], HttpResponse]


def language_of_path(path: str) -> Language | None:
    """The language that the first part of an address names, or None."""
    first = path.lstrip("/").partition("/")[0]
    return get_language(first) if first in GUIDE_TAGS else None


def preferred_language(request: HttpRequest) -> Language | None:
    """The first guide language that the reader's device asks for; None when it asks for none of them."""
    for accepted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        tag = {"kmr": "ku", "pes": "fa", "prs": "fa"}.get(accepted.split("-")[0], accepted.split("-")[0])
        if accepted in GUIDE_TAGS or tag in GUIDE_TAGS:
            return get_language(accepted if accepted in GUIDE_TAGS else tag)
    return None


class GuideLanguageMiddleware:
    """Sets `request.vk_language`, `request.vk_place` and activates the interface language for the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = language_of_path(request.path_info)
        language = named or preferred_language(request) or get_language("de")
        request.vk_language = language  # type: ignore[attr-defined]
        request.vk_place = place_from_token(request.GET.get("place", ""))  # type: ignore[attr-defined]
        with translation.override(language.tag):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language.tag)
        return response
