"""The figures of coordination on the desk's start page."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from vielklang.core.areas import Area, AreaKind, Figure
from vielklang.core.permissions import Permission
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.counting import shown_offers
from vielklang.search.models import SearchMiss


def figures_of(area: Area) -> Iterable[Figure]:
    """Topics without an offer, and this month's searches without a result. Two queries."""
    if area.kind != AreaKind.DESK or not area.can(Permission.COORDINATION_VIEW):
        return
    offered = {
        key
        for topics in shown_offers(area.centre).values_list("topics", flat=True).distinct()
        for key in topics
    }
    missing = [key for key in get_taxonomy().topic_keys if key not in offered]
    first = timezone.localdate().replace(day=1)
    misses = SearchMiss.objects.filter(centre=area.centre, day__gte=first).aggregate(total=Sum("count"))[
        "total"
    ]
    yield Figure(
        label=_("topics without an offer"),
        value=str(len(missing)),
        url=area.url("reporting:desk_matrix"),
        sort=60,
        hint=_("of %(count)s topics") % {"count": len(get_taxonomy().topics)},
    )
    yield Figure(
        label=_("searches without a result this month"),
        value=str(misses or 0),
        url=f"{area.url('reporting:desk_searches')}?days=30",
        sort=62,
    )
