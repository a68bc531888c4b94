"""Installing the guide and reading it without a connection."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vielklang.core.languages import get_language
from vielklang.guide.context import Reader, reader_of
from vielklang.guide.queries import centre_cards
from vielklang.guide.views.centres import centre_or_404
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.web.ready import ready


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script; it lies at the root so that it may serve every page of the guide."""
    response = render(request, "guide/service-worker.js", content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
@ready()
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """Web app manifest in the reader's language."""
    chosen = get_language(language)
    content = {
        "name": _("Vielklang: help near you"),
        "short_name": "Vielklang",
        "lang": chosen.tag,
        "dir": chosen.direction,
        "start_url": f"/{language}/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#171a2b",
        "icons": [
            {"src": static("build/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {
                "src": static("build/icon-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@login_not_required
@require_safe
@ready()
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """What is shown without a connection for a page that was not kept."""
    return render(request, "guide/offline.html", {"reader": reader_of(request)})


@login_not_required
@require_safe
def saved(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """All offers of a centre on one page, made to be kept by the service worker; says when it was made."""
    centre = centre_or_404(slug)
    taxonomy = get_taxonomy()
    groups = [
        {"key": area, "name": taxonomy.life_area_name(area, language), "cards": cards}
        for area, cards in centre_cards(centre.pk, get_language(language)).items()
    ]
    reader = Reader(get_language(language), reader_of(request).place, centre)
    context = {"reader": reader, "centre": centre, "groups": groups, "saved_at": timezone.now()}
    return render(request, "guide/saved.html", context)
