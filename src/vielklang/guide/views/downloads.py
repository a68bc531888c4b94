"""What can be carried: leaflets as PDF, dates as a calendar file, an address as a QR code."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from vielklang.core.documents import qr_svg
from vielklang.core.languages import GUIDE_TAGS
from vielklang.guide.calendar import offer_calendar
from vielklang.guide.context import reader_of
from vielklang.guide.leaflet import leaflet_offer, leaflet_pdf
from vielklang.guide.views.errors import empty_choice
from vielklang.guide.views.offers import visible_offer
from vielklang.offers.models import Offer
from vielklang.places.index import get_index

MOST_LEAFLETS = 20


def offer_url(language: str, public_id: UUID) -> str:
    """The public address of an offer's page, as it stands in QR codes and calendars."""
    return f"{settings.BASE_URL}{reverse('guide:offer', args=[language, public_id])}"


@login_not_required
@require_safe
def leaflet(request: HttpRequest, language: str, public_id: UUID) -> HttpResponse:
    """PDF/UA-1 leaflet of one offer; `second=de` sets German beside the reader's language."""
    languages = _languages(request, language)
    offer = visible_offer(public_id, *languages)
    return _pdf(request, [offer], languages, f"vielklang-{offer.public_id}.pdf")


@login_not_required
@require_safe
def leaflets(request: HttpRequest, language: str) -> HttpResponse:
    """One PDF of a chosen set of offers (`offer=<id>` repeated, at most 20), in the order chosen."""
    try:
        ids = list(dict.fromkeys(UUID(value) for value in request.GET.getlist("offer")[: MOST_LEAFLETS + 1]))
    except ValueError as error:
        raise BadRequest("offer") from error
    if not ids:
        return empty_choice(request)
    if len(ids) > MOST_LEAFLETS:
        raise BadRequest("offer")
    languages = _languages(request, language)
    visible = Offer.objects.visible().with_texts(*languages).for_page().prefetch_related("text_credits")
    found = {one.public_id: one for one in visible.filter(public_id__in=ids)}
    chosen = [found[one] for one in ids if one in found]
    if not chosen:
        raise Http404
    return _pdf(request, chosen, languages, "vielklang.pdf")


def _languages(request: HttpRequest, language: str) -> tuple[str, ...]:
    second = request.GET.get("second", "")
    if second and second not in GUIDE_TAGS:
        raise BadRequest("second")
    return (language, second) if second and second != language else (language,)


def _pdf(
    request: HttpRequest, offers: list[Offer], languages: tuple[str, ...], filename: str
) -> HttpResponse:
    place, towns = reader_of(request).place, get_index().municipalities.values()
    rows = [
        leaflet_offer(
            one,
            languages=languages,
            url=offer_url(languages[0], one.public_id),
            place=place,
            towns=towns,
        )
        for one in offers
    ]
    response = HttpResponse(leaflet_pdf(rows, languages=languages), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


@login_not_required
@require_safe
def calendar(request: HttpRequest, language: str, public_id: UUID) -> HttpResponse:
    """iCalendar file of an offer's dates; 404 where it has none."""
    offer = visible_offer(public_id, language)
    if not offer.dates.all():
        raise Http404
    content = offer_calendar(offer, language=language, url=offer_url(language, public_id))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="vielklang-{public_id}.ics"'
    return response


@login_not_required
@require_safe
def qr(request: HttpRequest, language: str, public_id: UUID) -> HttpResponse:
    visible_offer(public_id, language)
    return HttpResponse(qr_svg(offer_url(language, public_id)), content_type="image/svg+xml")
