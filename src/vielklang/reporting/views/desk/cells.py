"""What is behind a figure of the matrix: the offers, the words searched in vain, the requests, the nearest offers."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.places.models import Municipality
from vielklang.reporting.counting import offers_of
from vielklang.reporting.demand import first_day, misses_of, requests_of
from vielklang.reporting.enums import PERIODS, By
from vielklang.reporting.listing import ListedOffer, listed, nearest
from vielklang.reporting.matrix import column_name
from vielklang.web.formats import page_tag

PAGE = 50


@desk(Permission.COORDINATION_VIEW)
@require_safe
def cell(request: AreaRequest) -> HttpResponse:
    """The rows behind one figure: `topic` (or a life area, or none), `by`, `column`, `days`."""
    centre, topics = request.area.centre, _topics(request.GET.get("topic", ""))
    by, column = _by(request.GET.get("by", "")), request.GET.get("column")
    name = column_name(centre, by, column) if column is not None else ""
    days = _days(request.GET.get("days", ""))
    rows = offers_of(centre, by, topics=topics, column=column)
    page = Paginator(rows.order_by("organisation__name", "pk"), PAGE).get_page(request.GET.get("page"))
    misses = misses_of(centre, first_day(days))
    town = Municipality.objects.filter(pk=column).first() if by == By.MUNICIPALITY and column else None
    context = {
        "topic": topics[0] if len(topics) == 1 else "",
        "topic_name": _topic_name(request.GET.get("topic", "")),
        "column_name": name,
        "page": page,
        "offers": listed(page.object_list),
        "words": misses.of(topics)[:PAGE],
        "demands": [demand for demand in requests_of(centre, first_day(days)) if demand.topic in topics],
        "nearest": _nearest(topics, town),
        "days": days,
        "tab": "matrix",
    }
    return render(request, "reporting/desk/cell.html", context)


@desk(Permission.COORDINATION_VIEW)
@require_safe
def searches(request: AreaRequest) -> HttpResponse:
    """All words that found nothing, most frequent first, with the topic they stand for."""
    days = _days(request.GET.get("days", ""))
    misses = misses_of(request.area.centre, first_day(days))
    rows = misses.unknown if request.GET.get("known") == "no" else misses.rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            (miss, get_taxonomy().topic_name(miss.topic, page_tag()) if miss.topic else "") for miss in page
        ],
        "total": misses.total,
        "days": days,
        "periods": PERIODS,
        "only_unknown": request.GET.get("known") == "no",
        "tab": "searches",
    }
    return render(request, "reporting/desk/searches.html", context)


def _topics(key: str) -> Sequence[str]:
    taxonomy = get_taxonomy()
    if not key:
        return taxonomy.topic_keys
    if key in taxonomy.topics:
        return (key,)
    if key in taxonomy.life_areas:
        return taxonomy.topics_of(key)
    raise Http404


def _topic_name(key: str) -> str:
    return get_taxonomy().name_of(key, page_tag()) if key else ""


def _by(text: str) -> By:
    if text not in By.values:
        raise Http404
    return By(text)


def _days(text: str) -> int:
    return int(text) if text in {str(days) for days in PERIODS} else 90


def _nearest(topics: Sequence[str], town: Municipality | None) -> list[ListedOffer]:
    """Only for one topic in one municipality: where people would have to go."""
    return nearest(topics[0], town) if town and len(topics) == 1 else []
