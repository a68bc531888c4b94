"""What every page knows: the reader's language and place, the same page in the other languages, who runs the
site.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from vielklang.core.languages import GUIDE_LANGUAGES, GUIDE_TAGS, Language, get_language

LINKS = ("start", "place", "centres", "about", "imprint", "privacy", "accessibility", "manifest")
FAR_LINKS = {"developers": "interfaces:developers", "ask": "enquiries:ask", "answer": "enquiries:status"}
"""Pages of the guide that live in another room."""
SITE_NAME = "Vielklang"


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Nothing is required of the request, so that error pages can be rendered from
    anywhere.
    """
    language = language_of(request)
    place = getattr(request, "vk_place", None)
    return {
        "language": language,
        "languages": alternates(request),
        "place": place,
        "place_label": _label(place),
        "page_url": f"{settings.BASE_URL}{request.get_full_path()}",
        "canonical_url": f"{settings.BASE_URL}{request.path}",
        "default_url": _default_url(request),
        "site": {
            "name": SITE_NAME,
            "operator": settings.OPERATOR["name"],
            "base_url": settings.BASE_URL,
            "links": _links(language, _place_query(request)),
            "map_tiles": settings.TILE_SOURCE,
        },
    }


def language_of(request: HttpRequest) -> Language:
    """The language the guide's middleware found; before it ran, the active one, and German at last."""
    chosen = getattr(request, "vk_language", None)
    if chosen is not None:
        return chosen
    active = translation.get_language() or "de"
    return get_language(active if active in GUIDE_TAGS else "de")


def alternates(request: HttpRequest) -> list[dict[str, Any]]:
    """This page in each guide language: `language`, `url` (keeps the query), `absolute` (path alone),
    `current`.

    A view that knows better sets `request.vk_alternates`; a page without a language in its address leads to
    the start page of each language.
    """
    given = getattr(request, "vk_alternates", None)
    if given is not None:
        return list(given)
    first, _, rest = request.path.lstrip("/").partition("/")
    if first not in GUIDE_TAGS:
        rest = ""
    query = request.META.get("QUERY_STRING", "")
    current = language_of(request)
    return [
        {
            "language": language,
            "url": f"/{language.tag}/{rest}" + (f"?{query}" if query and first in GUIDE_TAGS else ""),
            "absolute": f"{settings.BASE_URL}/{language.tag}/{rest}",
            "current": language == current and first in GUIDE_TAGS,
        }
        for language in GUIDE_LANGUAGES
    ]


def _default_url(request: HttpRequest) -> str:
    """This page for everybody whose language it is not in: German; of a start page the choice of languages."""
    first, _, rest = request.path.lstrip("/").partition("/")
    return f"{settings.BASE_URL}/de/{rest}" if first in GUIDE_TAGS and rest else f"{settings.BASE_URL}/"


def _place_query(request: HttpRequest) -> str:
    token = getattr(getattr(request, "vk_place", None), "token", "")
    return f"?{urlencode({'place': token})}" if token else ""


def _label(place: object) -> str:
    return str(getattr(place, "label", "") or "") if place else ""


def _links(language: Language, query: str) -> dict[str, str]:
    """Addresses of the guide's fixed pages; the place is carried along. An installation without the guide has
    none.
    """
    links = {}
    for name in (*LINKS, *FAR_LINKS):
        try:
            links[name] = reverse(FAR_LINKS.get(name, f"guide:{name}"), args=[language.tag]) + (
                "" if name in {"manifest", "answer"} else query
            )
        except NoReverseMatch:
            links[name] = ""
    return links
