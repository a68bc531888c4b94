"""The page of an organisation that asked for one: what it says about itself, whom to ask, its offers."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vielklang.core.languages import SPOKEN_LANGUAGES
from vielklang.guide.context import reader_of
from vielklang.guide.queries import organisation_cards
from vielklang.offers.schedule import next_change
from vielklang.organisations.models import Organisation
from vielklang.organisations.queries import public_contacts
from vielklang.web.ready import keep, ready


@login_not_required
@require_safe
@ready(query=("place",))
def organisation(request: HttpRequest, language: str, public_id: UUID) -> HttpResponse:
    """Only with a public profile; contact persons only where they agreed."""
    rows = Organisation.objects.select_related("centre", "umbrella").prefetch_related("texts")
    shown = rows.filter(public_id=public_id, is_public_profile=True).first()
    if shown is None:
        raise Http404
    reader = reader_of(request)
    contacts = public_contacts(shown)
    cards = organisation_cards(shown.pk, reader.language)
    keep(request, until=next_change(card.open_state for card in cards))
    spoken = {one.tag: one for one in SPOKEN_LANGUAGES}
    context = {
        "reader": reader,
        "organisation": shown,
        "text": shown.text_for(language),
        "contacts": [
            {"person": row, "languages": [spoken[tag] for tag in row.languages if tag in spoken]}
            for row in contacts
        ],
        "spoken_languages": [spoken[tag] for tag in shown.languages if tag in spoken],
        "cards": cards,
    }
    return render(request, "guide/organisation.html", context)
