"""The centres: one's public page, the list of all 54, and the schematic map of their areas."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vielklang.centres.models import Centre
from vielklang.centres.queries import centre_areas_geojson, centre_by_slug, focus_keys, list_centres
from vielklang.core.documents import qr_svg
from vielklang.guide.context import Reader, reader_of
from vielklang.guide.middleware import preferred_language
from vielklang.guide.queries import centre_cards
from vielklang.guide.views.downloads import MOST_LEAFLETS
from vielklang.guide.views.pages import language_choice, unknown_language
from vielklang.offers.schedule import next_change
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.places.finding import place_from_token
from vielklang.web.ready import keep, ready


def centre_or_404(slug: str) -> Centre:
    centre = centre_by_slug(slug)
    if centre is None:
        raise Http404
    return centre


@login_not_required
@require_safe
@ready(query=("place",))
def centre(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """A centre's page: contact as far as it is known, focus areas, news, hours and offers by area of life."""
    shown = centre_or_404(slug)
    reader = reader_of(request)
    place = reader.place or place_from_token(shown.key)
    request.vk_place = place  # type: ignore[attr-defined]
    taxonomy = get_taxonomy()
    found = centre_cards(shown.pk, reader.language)
    changes_at = next_change(card.open_state for cards in found.values() for card in cards)
    keep(request, centre=None if reader.place else shown.pk, until=changes_at)
    groups = [
        {
            "key": area,
            "name": taxonomy.life_area_name(area, language),
            "cards": cards,
            "leaflet": [card.offer.public_id for card in cards[:MOST_LEAFLETS]],
        }
        for area, cards in found.items()
    ]
    context = {
        "reader": Reader(reader.language, place, shown),
        "centre": shown,
        "text": shown.text_for(language),
        "groups": groups,
        "focus_areas": [taxonomy.name_of(key, language) for key in focus_keys(shown, only_public=True)],
        "municipalities": [area.municipality.name for area in shown.areas.all()],
    }
    return render(request, "guide/centre.html", context)


@login_not_required
@require_safe
def negotiate(request: HttpRequest, slug: str) -> HttpResponse:
    """A poster's short address without a language: on to the device's language, or to a choice of languages."""
    if centre_by_slug(slug) is None:
        return unknown_language(request, slug, "")
    preferred = preferred_language(request)
    if preferred is None:
        return language_choice(request, rest=f"{slug}/", status=200)
    response = redirect("guide:centre", preferred.tag, slug)
    response.headers["Vary"] = "Accept-Language"
    return response


@login_not_required
@require_safe
@ready(query=("place",))
def all_centres(request: HttpRequest, language: str) -> HttpResponse:
    return render(request, "guide/centres.html", {"reader": reader_of(request), "centres": list_centres()})


@login_not_required
@require_safe
@ready()
def areas(request: HttpRequest, language: str) -> HttpResponse:
    """GeoJSON (WGS 84, degrees) of the schematic areas of the 54 centres, built from our own postcode points."""
    outlines = centre_areas_geojson()
    for feature in outlines["features"]:
        feature["properties"]["url"] = reverse("guide:centre", args=[language, feature["properties"]["slug"]])
    return JsonResponse(outlines, content_type="application/geo+json")


@login_not_required
@require_safe
def qr(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """QR code of the centre's short address, which leads each phone to the page in its own language."""
    centre_or_404(slug)
    address = f"{settings.BASE_URL}{reverse('guide:negotiate', args=[slug])}"
    return HttpResponse(qr_svg(address), content_type="image/svg+xml")
