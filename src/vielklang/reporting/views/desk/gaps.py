"""Gaps: what nobody offers near a municipality."""

from __future__ import annotations

from itertools import groupby

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
from vielklang.reporting.levels import Level, decimal, kilometres

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
    paper = _list if ending == "csv" else _by_topic
    return paper_response(paper(str(request.area.centre), found, values["km"], values["days"]), ending)


def _list(centre: str, found: list[Gap], km: str, days: str) -> Paper:
    """A row per topic and municipality, to sort and filter."""
    columns = (
        PaperColumn(_("Topic")),
        PaperColumn(_("Area of life")),
        PaperColumn(_("Municipality")),
        PaperColumn(_("Kilometres to the next offer")),
        PaperColumn(_("By phone, online or at home")),
        PaperColumn(_("Searches without a result")),
        PaperColumn(_("Requests")),
        PaperColumn(_("Focus area")),
    )
    rows = tuple(
        PaperRow(
            text_cells(
                [
                    *(gap.topic_name, gap.life_area, gap.municipality_name),
                    _("nowhere") if gap.km is None else decimal(gap.km),
                    *(_yes(gap.is_remote), gap.searches, gap.requests, _yes(gap.is_focus)),
                ]
            )
        )
        for gap in found
    )
    return Paper("gaps", "", centre, (), columns, rows)


def _by_topic(centre: str, found: list[Gap], km: str, days: str) -> Paper:
    """A row per topic with its municipalities, to talk about."""
    columns = (
        PaperColumn(_("Topic"), 3),
        PaperColumn(_("Area of life"), 2),
        PaperColumn(_("Municipalities, kilometres to the next offer"), 7),
        PaperColumn(_("By phone, online or at home"), 1),
        PaperColumn(_("Searches without a result"), 1, is_number=True),
        PaperColumn(_("Requests"), 1, is_number=True),
    )
    rows = [
        _topic_row(list(gaps))
        for _topic, gaps in groupby(sorted(found, key=_topic_order), lambda gap: gap.topic)
    ]
    facts = (
        _("Topic and municipality without an offer within %(km)s km, most searched in vain first")
        % {"km": km},
        _("Searches and requests of the last %(count)s days in the whole area") % {"count": days},
    )
    notes = (
        _(
            "Distance as the crow flies from the middle of the municipality to the nearest offer of any centre."
        ),
        _("» Topic of a current focus area of the centre"),
    )
    title = _("Nobody offers this within %(km)s km") % {"km": km}
    return Paper("gaps", title, centre, facts, columns, tuple(rows), notes=notes, empty=_("There is no gap."))


def _topic_order(gap: Gap) -> tuple[object, ...]:
    return (-gap.searches, gap.is_remote, gap.topic_name, gap.topic, gap.municipality_name)


def _topic_row(gaps: list[Gap]) -> PaperRow:
    first = gaps[0]
    if all(gap.km is None for gap in gaps):
        where = PaperCell(_("nowhere in North Rhine-Westphalia"), Level.NONE)
    else:
        where = PaperCell(", ".join(f"{gap.municipality_name} {kilometres(gap.km)}" for gap in gaps))
    cells = (
        *text_cells([first.topic_name, first.life_area]),
        where,
        *text_cells([_yes(first.is_remote), first.searches, sum(gap.requests for gap in gaps)]),
    )
    return PaperRow(cells, mark="» " if first.is_focus else "")


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
