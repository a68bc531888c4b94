"""One offer, in the order in which a person needs it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vielklang.core.languages import SPOKEN_LANGUAGES, get_language
from vielklang.guide.context import reader_of
from vielklang.offers.models import Offer
from vielklang.offers.schedule import open_state, upcoming_dates, weekly_table
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.texts import text_in
from vielklang.places.finding import distance_m


def visible_offer(public_id: UUID, language: str) -> Offer:
    """A published, valid offer with all that its page shows; 404 for every other one."""
    offer = Offer.objects.visible().with_texts(language).for_page().filter(public_id=public_id).first()
    if offer is None:
        raise Http404
    return offer


@require_safe
def offer(request: HttpRequest, language: str, public_id: UUID) -> HttpResponse:
    reader = reader_of(request)
    shown = visible_offer(public_id, language)
    now = timezone.now()
    taxonomy = get_taxonomy()
    names = {one.tag: one for one in SPOKEN_LANGUAGES}
    context = {
        "reader": reader,
        "offer": shown,
        "text": text_in(shown, language),
        "german": text_in(shown, "de"),
        "topics": [{"key": key, "name": taxonomy.topic_name(key, language)} for key in shown.topics],
        "life_area": {
            "key": taxonomy.life_area_of(shown.topics[0]),
            "name": taxonomy.life_area_name(taxonomy.life_area_of(shown.topics[0]), language),
        },
        "places": [
            {
                "place": place,
                "distance_m": distance_m(reader.place.lat, reader.place.lon, place.lat, place.lon)
                if reader.place and place.lat is not None
                else None,
            }
            for place in shown.places.all()
        ],
        "languages": [names[tag] for tag in shown.languages if tag in names],
        "open_state": open_state(shown, now),
        "week": weekly_table(shown),
        "dates": upcoming_dates(shown, count=6, now=now),
        "second_language": get_language("de") if language not in {"de", "de-simple"} else None,
        "absolute_url": f"{settings.BASE_URL}{request.path}",
    }
    return render(request, "guide/offer.html", context)
