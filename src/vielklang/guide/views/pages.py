"""Pages without search: choice of language, start, areas of life, about, imprint, privacy."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vielklang.core.languages import GUIDE_LANGUAGES, GUIDE_TAGS
from vielklang.guide.context import reader_of
from vielklang.guide.middleware import preferred_language
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.web.ready import keep, ready


@login_not_required
@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """The first page: choose a language by its own name; the device's language stands first."""
    return language_choice(request, rest="", status=200)


@login_not_required
@require_safe
def unknown_language(request: HttpRequest, unknown: str, rest: str) -> HttpResponse:
    """An address whose language the guide does not speak: a choice of languages for the same page."""
    if unknown in GUIDE_TAGS or getattr(request, "vk_is_area", False):  # the page alone is unknown
        raise Http404
    return language_choice(request, rest=rest, status=404)


def language_choice(request: HttpRequest, rest: str, status: int) -> HttpResponse:
    preferred = preferred_language(request)
    ordered = sorted(GUIDE_LANGUAGES, key=lambda language: language != preferred)
    choices = [{"language": language, "url": f"/{language.tag}/{rest}"} for language in ordered]
    context = {"choices": choices, "preferred": preferred, "unknown": status != 200}
    response = render(request, "guide/languages.html", context, status=status)
    response.headers["Vary"] = "Accept-Language"
    return response


@login_not_required
@require_safe
@ready(query=("place",))
def start(request: HttpRequest, language: str) -> HttpResponse:
    """Search field, areas of life, and the responsible centre where a place is known."""
    reader = reader_of(request)
    news = reader.centre.text_for(language) if reader.centre else None
    keep(request, centre=reader.centre.pk if reader.centre else 0)
    return render(request, "guide/start.html", {"reader": reader, "areas": _areas(language), "news": news})


@login_not_required
@require_safe
@ready(query=("place",))
def life_areas(request: HttpRequest, language: str) -> HttpResponse:
    return render(request, "guide/life_areas.html", {"reader": reader_of(request), "areas": _areas(language)})


@login_not_required
@require_safe
@ready(query=("place",))
def life_area(request: HttpRequest, language: str, area: str) -> HttpResponse:
    """The topics of one area of life, each leading to its offers."""
    taxonomy = get_taxonomy()
    if area not in taxonomy.life_area_keys:
        raise Http404
    topics = [{"key": key, "name": taxonomy.topic_name(key, language)} for key in taxonomy.topics_of(area)]
    context = {
        "reader": reader_of(request),
        "area": {"key": area, "name": taxonomy.life_area_name(area, language)},
        "topics": topics,
    }
    return render(request, "guide/life_area.html", context)


def _areas(language: str) -> list[dict[str, str]]:
    taxonomy = get_taxonomy()
    return [{"key": key, "name": taxonomy.life_area_name(key, language)} for key in taxonomy.life_area_keys]


@login_not_required
@require_safe
@ready(query=("place",))
def about(request: HttpRequest, language: str) -> HttpResponse:
    return render(request, "guide/about.html", {"reader": reader_of(request)})


@login_not_required
@require_safe
@ready(query=("place",))
def imprint(request: HttpRequest, language: str) -> HttpResponse:
    """Who runs this installation; honest where its operator has entered nothing yet."""
    return render(
        request, "guide/imprint.html", {"reader": reader_of(request), "operator": settings.OPERATOR}
    )


@login_not_required
@require_safe
@ready(query=("place",))
def privacy(request: HttpRequest, language: str) -> HttpResponse:
    return render(
        request, "guide/privacy.html", {"reader": reader_of(request), "operator": settings.OPERATOR}
    )


@login_not_required
@require_safe
@ready()
def robots(request: HttpRequest) -> HttpResponse:
    """All of it may be found; `/sitemap.xml` is made by the interfaces."""
    words = f"User-agent: *\nAllow: /\n\nSitemap: {settings.BASE_URL}/sitemap.xml\n"
    return HttpResponse(words, content_type="text/plain")
