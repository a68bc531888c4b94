"""One offer, in the order in which a person needs it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vielklang.core.languages import get_language
from vielklang.guide.context import reader_of
from vielklang.guide.offer_page import offer_facts
from vielklang.offers.models import Offer
from vielklang.offers.schedule import next_change
from vielklang.offers.texts import text_in
from vielklang.translations.credits import credit_of
from vielklang.web.ready import keep, ready


def visible_offer(public_id: UUID, *languages: str) -> Offer:
    """A published, valid offer with all that its page shows in `languages`; 404 for every other one."""
    rows = Offer.objects.visible().with_texts(*languages).for_page().prefetch_related("text_credits")
    offer = rows.filter(public_id=public_id).first()
    if offer is None:
        raise Http404
    return offer


@login_not_required
@require_safe
@ready(query=("place",))
def offer(request: HttpRequest, language: str, public_id: UUID) -> HttpResponse:
    reader = reader_of(request)
    shown = visible_offer(public_id, language)
    text, now = text_in(shown, language), timezone.now()
    facts = offer_facts(shown, reader, now)
    keep(request, centre=None if reader.place else shown.centre_id, until=next_change([facts["open_state"]]))
    context = {
        "reader": reader,
        "offer": shown,
        "text": text,
        "credit": credit_of(shown, text),
        "german": text_in(shown, "de"),
        "second_language": get_language("de") if language not in {"de", "de-simple"} else None,
        "today": timezone.localdate().weekday(),
        "absolute_url": f"{settings.BASE_URL}{request.path}",
        **facts,
    }
    return render(request, "guide/offer.html", context)
