"""The state view: the 54 centres beside each other, from public data and aggregates alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vielklang.accounts.access import state
from vielklang.core.permissions import Permission
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.enums import Measure
from vielklang.reporting.files import Paper, PaperCell, PaperColumn, PaperRow, paper_response
from vielklang.reporting.forms_desk import StateForm
from vielklang.reporting.levels import Level, decimal, legend, level_of, shown
from vielklang.reporting.state import (
    GOVERNMENT_DISTRICTS,
    SORTS,
    Line,
    population_date,
    state_lines,
    total_line,
)
from vielklang.web import formats
from vielklang.web.formats import page_tag


def _form(request: HttpRequest) -> StateForm:
    return StateForm(request.GET, GOVERNMENT_DISTRICTS.items())


def _lines(request: HttpRequest, form: StateForm) -> list[Line]:
    values, sort = form.values, request.GET.get("sort", "")
    return state_lines(
        topic=values["topic"],
        government=values["government"],
        days=int(values["days"]),
        sort=sort.removeprefix("-"),
        down=sort.startswith("-"),
    )


@state(Permission.STATE_VIEW)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    lines = _lines(request, form)
    total = total_line(lines)
    context = {
        "form": form,
        "topic": form.values["topic"],
        "rows": [_row(line) for line in lines],
        "total": _row(total),
        "missing": [get_taxonomy().topic_name(key, page_tag()) for key in total.missing],
        "heads": _heads(request),
        "days": form.values["days"],
        "population_date": population_date(),
        "query": request.GET.urlencode(),
        "points": f"{reverse('reporting:state_points')}?{request.GET.urlencode()}",
        "areas_url": reverse("guide:areas", args=[page_tag()]),
    }
    return render(request, "reporting/state/overview.html", context)


@state(Permission.STATE_VIEW)
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """GeoJSON: one point per centre, labelled with its number of offers."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [line.centre.lon, line.centre.lat]},
            "properties": {
                "name": line.centre.name,
                "label": str(line.offers),
                "is_gap": not line.offers,
            },
        }
        for line in _lines(request, _form(request))
        if line.centre
    ]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )


@state(Permission.STATE_VIEW)
@require_safe
def overview_file(request: HttpRequest, ending: str) -> HttpResponse:
    form = _form(request)
    return paper_response(_paper(form, _lines(request, form)), ending)


def _row(line: Line) -> dict[str, Any]:
    """A line as words; the names are those of the columns."""
    taxonomy = get_taxonomy()
    return {
        "line": line,
        "density": "–" if line.per_10_000 is None else decimal(line.per_10_000),
        "freshness": shown(Measure.FRESHNESS, line.freshness),
        "level": level_of(Measure.FRESHNESS, line.freshness),
        "carriers": shown(Measure.FRESHNESS, line.carrier_share),
        "missing_names": [taxonomy.topic_name(key, page_tag()) for key in line.missing],
    }


def _heads(request: HttpRequest) -> list[dict[str, str]]:
    """Column heads that sort: down first, then up."""
    names = {
        "offers": _("Offers"),
        "density": _("Offers per 10,000 inhabitants"),
        "languages": _("Languages"),
        "freshness": _("Confirmed in the last 6 months"),
        "carriers": _("Of these by the carriers"),
        "missing": _("Topics without an offer"),
        "searches": _("Searches without a result"),
    }
    now = request.GET.get("sort", "")
    kept = {name: value for name, value in request.GET.items() if name != "sort"}
    return [
        {
            "name": names[key],
            "url": "?" + urlencode({**kept, "sort": key if now == f"-{key}" else f"-{key}"}),
            "sorted": {key: "ascending", f"-{key}": "descending"}.get(now, ""),
        }
        for key in SORTS
    ]


def _paper(form: StateForm, lines: list[Line]) -> Paper:
    values, taxonomy = form.values, get_taxonomy()
    columns = (
        PaperColumn(_("Centre"), 3),
        PaperColumn(_("Offers"), 1, is_number=True),
        PaperColumn(_("Offers per 10,000 inhabitants"), 1, is_number=True),
        PaperColumn(_("Languages"), 1, is_number=True),
        PaperColumn(_("Confirmed in the last 6 months"), 1, is_number=True),
        PaperColumn(_("Of these by the carriers"), 1, is_number=True),
        PaperColumn(_("Topics without an offer"), 1, is_number=True),
        PaperColumn(_("Searches without a result"), 1, is_number=True),
    )
    rows = [_paper_row(line) for line in lines]
    facts = [_("Searches of the last %(count)s days") % {"count": values["days"]}]
    if values["topic"]:
        facts.append(_("Topic: %(topic)s") % {"topic": taxonomy.topic_name(values["topic"], page_tag())})
    if values["government"]:
        facts.append(
            _("Regional government: %(name)s") % {"name": GOVERNMENT_DISTRICTS[values["government"]]}
        )
    day = population_date()
    notes = [_("Numbers of searches from 1 to 4 are protected and shown as “< 5”; the sum leaves them out.")]
    if day:
        notes.append(
            _(
                "Population of %(day)s; none for the two centres in the Städteregion Aachen, which share a district."
            )
            % {"day": formats.date(day)}
        )
    return Paper(
        "centres",
        _("The Kommunale Integrationszentren in figures"),
        "Nordrhein-Westfalen",
        tuple(facts),
        columns,
        (*rows, _paper_row(total_line(lines), is_head=True)),
        tuple(legend(Measure.FRESHNESS)),
        tuple(notes),
    )


def _paper_row(line: Line, *, is_head: bool = False) -> PaperRow:
    row = _row(line)
    texts = [str(line.centre or _("All")), str(line.offers), row["density"], str(line.languages)]
    rest = [row["carriers"], str(len(line.missing)), line.shown_searches]
    cells = [PaperCell(text) for text in texts]
    cells.append(PaperCell(row["freshness"], Level.PLAIN if is_head else row["level"]))
    return PaperRow((*cells, *(PaperCell(text) for text in rest)), is_head=is_head)
