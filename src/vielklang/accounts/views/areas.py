"""The shell of the areas: the start page that says what needs one today, the choice of the area, the search."""

from __future__ import annotations

from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, areas_of, desk, partner
from vielklang.core.areas import registry
from vielklang.core.permissions import Permission

SEARCH_SHORTEST = 2


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Where to work: with one area at once, else by choice; somebody without any is told what to do."""
    areas = areas_of(request)
    if len(areas) == 1:
        return redirect(areas[0].home)
    return render(request, "accounts/choose.html", {"choices": areas})


@desk(Permission.OFFER_VIEW)
@require_safe
def desk_start(request: AreaRequest) -> HttpResponse:
    return _start(request)


@partner(Permission.OFFER_VIEW)
@require_safe
def partner_start(request: AreaRequest) -> HttpResponse:
    return _start(request)


def _start(request: AreaRequest) -> HttpResponse:
    """What needs me today, most urgent first, and the area's figures."""
    area = request.area
    waiting = [item for item in chain(*(source(area) for source in registry.today)) if item.count]
    figures = sorted(chain(*(source(area) for source in registry.figures)), key=lambda figure: figure.sort)
    blocks = sorted(chain(*(source(area) for source in registry.blocks)), key=lambda block: block.sort)
    return render(
        request,
        "accounts/area_start.html",
        {
            "waiting": sorted(waiting, key=lambda item: (not item.is_urgent, not item.overdue, item.sort)),
            "figures": figures,
            "blocks": blocks,
        },
    )


@desk(Permission.OFFER_VIEW)
@require_safe
def desk_search(request: AreaRequest) -> HttpResponse:
    """Everything one may see at this desk that contains the words, grouped by what it is."""
    text = request.GET.get("q", "").strip()[:100]
    hits: dict[str, list[object]] = {}
    if len(text) >= SEARCH_SHORTEST:
        for hit in chain(*(source(request.area, text) for source in registry.searches)):
            hits.setdefault(str(hit.kind), []).append(hit)
    return render(request, "accounts/area_search.html", {"query": text, "hits": hits})
