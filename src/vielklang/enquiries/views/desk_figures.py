"""The figures of a centre's enquiries, of deleted ones too; each number opens its rows as far as they still are."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.core.tables import csv_response
from vielklang.enquiries.counting import moments
from vielklang.enquiries.desk_figures import (
    asked_period,
    asked_rows,
    file_rows,
    period_query,
    statistics_tables,
)
from vielklang.enquiries.desk_rows import inbox_rows
from vielklang.enquiries.figures import figures_of
from vielklang.enquiries.referral_figures import referral_tables
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def statistics(request: AreaRequest) -> HttpResponse:
    """Of the centre for itself: small numbers are not hidden."""
    period = asked_period(request.GET, timezone.now())
    found = figures_of(period)
    context: dict[str, Any] = {
        "figures": found,
        "tables": statistics_tables(found),
        "first_day": period.first,
        "last_month": period.last,
        "query": request.GET.urlencode(),
        "referral_tables": referral_tables(request.area.centre, *moments(period.first, period.last)),
        **period_query(period),
    }
    return render(request, "enquiries/desk/statistics.html", context)


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def statistics_file(request: AreaRequest) -> HttpResponse:
    period = asked_period(request.GET, timezone.now())
    rows = file_rows(statistics_tables(figures_of(period)))
    header = [_("Table"), _("Value"), _("Enquiries")]
    return csv_response(f"anfragen-{period.first:%Y-%m}-{period.last:%Y-%m}", header, rows)


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def counted_rows(request: AreaRequest) -> HttpResponse:
    """The enquiries behind one figure; what was deleted is not there any more."""
    period = asked_period(request.GET, timezone.now())
    rows, words = asked_rows(request.GET, period)
    page = page_of(request, rows.select_related("municipality", "assigned_to"))
    context: dict[str, Any] = {
        "page": page,
        "rows": inbox_rows(list(page.object_list)),
        "words": words,
        "first_day": period.first,
        "last_month": period.last,
        "query": keep_query(request),
        **period_query(period),
    }
    return render(request, "enquiries/desk/counted.html", context)
