"""Which languages people search in, as far as it is counted: searches that found nothing, of the last year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Sum
from django.utils import timezone

from vielklang.centres.models import Centre

WINDOW = dt.timedelta(days=365)


def misses_by_language(centre: Centre) -> Mapping[str, int]:
    """language → searches; one query."""
    from vielklang.search.models import SearchMiss

    since = timezone.localdate() - WINDOW
    rows = SearchMiss.objects.filter(centre=centre, day__gte=since).order_by().values_list("language")
    return dict(rows.annotate(n=Sum("count")))
