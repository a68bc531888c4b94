"""Doors to what coordination remembers; rights are asked by the views' own doors."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from vielklang.centres.models import Centre, FocusArea
from vielklang.offers.models import Offer
from vielklang.reporting.counting import shown_offers
from vielklang.reporting.models import OverlapDecision


def access_focus_area(centre: Centre, public_id: UUID) -> FocusArea:
    """A focus area of this centre; 404 for every other."""
    found = FocusArea.objects.filter(centre=centre, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def access_overlap_offers(centre: Centre, first: str, second: str) -> tuple[Offer, Offer]:
    """Two different visible offers in this centre's area; 404 otherwise."""
    try:
        ids = {UUID(first), UUID(second)}
    except ValueError as error:
        raise Http404 from error
    found = list(shown_offers(centre).filter(public_id__in=ids).order_by("pk"))
    if len(found) != 2:
        raise Http404
    return found[0], found[1]


def access_overlap_decision(public_id: UUID) -> OverlapDecision:
    """A decision of the open scope's centre; 404 for every other."""
    found = OverlapDecision.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
