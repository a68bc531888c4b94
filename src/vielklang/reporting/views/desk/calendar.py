"""All dates of the centre's area, month by month."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.reporting.dates import DateFilter, month_of, organisations_with_dates
from vielklang.reporting.forms_desk import CalendarForm, month_from
from vielklang.reporting.matrix import municipalities_of


@desk(Permission.COORDINATION_VIEW)
@require_safe
def month(request: AreaRequest) -> HttpResponse:
    centre = request.area.centre
    towns = [(town.key, town.name) for town in municipalities_of(centre)]
    organisations = [(str(key), name) for key, name in organisations_with_dates(centre)]
    form = CalendarForm(request.GET, towns, organisations)
    values = form.values
    chosen = QueryDict(mutable=True)
    chosen.update({name: value for name, value in values.items() if value})
    organisation = UUID(values["organisation"]) if values["organisation"] else None
    filters = DateFilter(values["topic"], values["municipality"], organisation)
    feed = reverse("reporting:calendar_feed", args=[centre.slug])
    context = {
        "form": form,
        "month": month_of(centre, month_from(request.GET.get("month", "")), filters),
        "this_month": f"{timezone.localdate():%Y-%m}",
        "chosen": chosen.urlencode(),
        "feed": f"{settings.BASE_URL}{feed}" + (f"?{chosen.urlencode()}" if chosen else ""),
    }
    return render(request, "reporting/desk/calendar.html", context)
