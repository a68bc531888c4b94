"""Overlaps: two organisations, one topic, one place, one time; "this is fine" is remembered and can be taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.offers.texts import text_in
from vielklang.reporting.actions import accept_overlap, reopen_overlap
from vielklang.reporting.files import Paper, PaperColumn, PaperRow, paper_response, text_cells
from vielklang.reporting.forms_desk import OverlapForm
from vielklang.reporting.models import OverlapDecision
from vielklang.reporting.overlaps import Overlap, find_overlaps
from vielklang.reporting.rules import access_overlap_decision, access_overlap_offers

PAGE = 25
MOST_ON_PAPER = 300


@desk(Permission.COORDINATION_VIEW)
@require_safe
def overlaps(request: AreaRequest) -> HttpResponse:
    form = OverlapForm(request.GET)
    topic, fine = form.values["topic"], form.values["show"] == "fine"
    number = _page_number(request.GET.get("page", ""))
    offset = (number - 1) * PAGE
    found, total = find_overlaps(request.area.centre, topic=topic, accepted=fine, limit=PAGE, offset=offset)
    decisions = {(row.first_id, row.second_id): row for row in OverlapDecision.objects.all()} if fine else {}
    context = {
        "form": form,
        "rows": [(overlap, decisions.get((overlap.first.pk, overlap.second.pk))) for overlap in found],
        "total": total,
        "page": Paginator(range(total), PAGE).get_page(number),
        "fine": fine,
        "query": request.GET.urlencode(),
        "tab": "overlaps",
    }
    return render(request, "reporting/desk/overlaps.html", context)


def _page_number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@desk(Permission.COORDINATION_VIEW)
@require_safe
def overlaps_file(request: AreaRequest, ending: str) -> HttpResponse:
    topic = OverlapForm(request.GET).values["topic"]
    found, total = find_overlaps(request.area.centre, topic=topic, limit=MOST_ON_PAPER)
    return paper_response(_paper(str(request.area.centre), found, total), ending)


@desk(Permission.COORDINATION_VIEW)
@require_POST
def accept(request: AreaRequest) -> HttpResponse:
    pair = access_overlap_offers(
        request.area.centre, request.POST.get("first", ""), request.POST.get("second", "")
    )
    accept_overlap(by=request.area.actor, centre=request.area.centre, offers=pair)
    messages.success(request, _("Remembered. You find it under “found fine” and can take it back there."))
    return redirect(request.area.url("reporting:desk_overlaps"))


@desk(Permission.COORDINATION_VIEW)
@require_POST
def reopen(request: AreaRequest, decision: str) -> HttpResponse:
    reopen_overlap(by=request.area.actor, decision=access_overlap_decision(decision))  # type: ignore[arg-type]
    messages.success(request, _("The overlap is in the list again."))
    return redirect(request.area.url("reporting:desk_overlaps"))


def _paper(centre: str, found: list[Overlap], total: int) -> Paper:
    columns = (
        PaperColumn(_("Offer"), 3),
        PaperColumn(_("Overlaps with"), 3),
        PaperColumn(_("Topics"), 2),
        PaperColumn(_("At the same time"), 3),
        PaperColumn(_("Also"), 2),
        PaperColumn(_("Similarity (of 100)"), is_number=True),
    )
    rows = tuple(
        PaperRow(
            text_cells(
                [
                    *(
                        f"{text_in(offer, 'de').title} ({offer.organisation})"
                        for offer in (row.first, row.second)
                    ),
                    ", ".join(row.topics),
                    ", ".join(row.times),
                    ", ".join(row.reasons),
                    row.score,
                ]
            )
        )
        for row in found
    )
    notes = (
        (_("Shown: the likeliest %(shown)s of %(total)s.") % {"shown": len(found), "total": total},)
        if total > len(found)
        else ()
    )
    facts = (_("Same topic, same municipality, same time, different organisations; likeliest first"),)
    return Paper(
        "overlaps", _("Overlaps"), centre, facts, columns, rows, notes=notes, empty=_("No overlap is known.")
    )
