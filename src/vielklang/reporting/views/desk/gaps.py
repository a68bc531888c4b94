"""Gaps: what nobody offers near a municipality."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.reporting.files import Paper, PaperCell, PaperColumn, PaperRow, paper_response, text_cells
from vielklang.reporting.forms_desk import GapForm
from vielklang.reporting.gaps import Gap, find_gaps
from vielklang.reporting.levels import Level, kilometres

PAGE = 50


@desk(Permission.COORDINATION_VIEW)
@require_safe
def gaps(request: AreaRequest) -> HttpResponse:
    form = GapForm(request.GET)
    values = form.values
    found = find_gaps(
        request.area.centre, km=int(values["km"]), days=int(values["days"]), area=values["area"]
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(gap, kilometres(gap.km)) for gap in page],
        "km": values["km"],
        "query": request.GET.urlencode(),
        "days": values["days"],
        "tab": "gaps",
    }
    return render(request, "reporting/desk/gaps.html", context)


@desk(Permission.COORDINATION_VIEW)
@require_safe
def gaps_file(request: AreaRequest, ending: str) -> HttpResponse:
    values = GapForm(request.GET).values
    found = find_gaps(
        request.area.centre, km=int(values["km"]), days=int(values["days"]), area=values["area"]
    )
    return paper_response(_paper(str(request.area.centre), found, values["km"], values["days"]), ending)


def _paper(centre: str, found: list[Gap], km: str, days: str) -> Paper:
    columns = (
        PaperColumn(_("Topic"), 3),
        PaperColumn(_("Area of life"), 2),
        PaperColumn(_("Municipality"), 2),
        PaperColumn(_("Next offer"), is_number=True),
        PaperColumn(_("By phone, online or at home"), 1),
        PaperColumn(_("Searches without a result"), is_number=True),
        PaperColumn(_("Requests"), is_number=True),
    )
    rows = tuple(
        PaperRow(
            (
                *text_cells([gap.topic_name, gap.life_area, gap.municipality_name]),
                PaperCell(kilometres(gap.km), Level.NONE if gap.km is None else Level.PLAIN),
                *text_cells([_("yes") if gap.is_remote else _("no"), gap.searches, gap.requests]),
            ),
            mark="▸ " if gap.is_focus else "",
        )
        for gap in found
    )
    facts = (
        _("Topic and municipality without an offer within %(km)s km, most searched in vain first")
        % {"km": km},
        _("Searches and requests of the last %(count)s days in the whole area") % {"count": days},
    )
    notes = (
        _(
            "Distance as the crow flies from the middle of the municipality to the nearest offer of any centre."
        ),
        _("▸ Topic of a current focus area of the centre"),
    )
    title = _("Nobody offers this within %(km)s km") % {"km": km}
    return Paper("gaps", title, centre, facts, columns, rows, notes=notes, empty=_("There is no gap."))
