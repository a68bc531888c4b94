"""Entries that may be one: the list, likeliest first, the comparison, merging, "not a duplicate", undo of both."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.areas import Area
from vielklang.core.permissions import Permission
from vielklang.organisations import actions
from vielklang.organisations.actions.merging import CHOICES
from vielklang.organisations.comparison_desk import compared_rows, moving_counts, reasons_of
from vielklang.organisations.models import (
    DuplicateDecision,
    DuplicateProposal,
    Organisation,
    OrganisationMerge,
)
from vielklang.organisations.rules import access_decision, access_merge, access_organisation
from vielklang.organisations.views.undo import removed_thing, with_undo

EDIT, MERGE = Permission.ORGANISATION_EDIT, Permission.ORGANISATION_MERGE
ROWS = 25


@desk(EDIT)
@require_safe
def desk_duplicates(request: AreaRequest) -> HttpResponse:
    pairs = DuplicateProposal.objects.open().select_related("first", "second")
    page = Paginator(pairs, ROWS).get_page(request.GET.get("page", "1")[:6])
    context = {
        "page": page,
        "pairs": [{"pair": pair, "reasons": reasons_of(pair.reasons)} for pair in page],
        "merges": list(OrganisationMerge.objects.filter(undone_at=None).select_related("kept")[:20]),
        "decisions": list(DuplicateDecision.objects.select_related("first", "second")[:20]),
        "may_merge": request.area.can(MERGE),
        "removed": removed_thing(request),
    }
    return render(request, "organisations/desk/duplicates.html", context)


@desk(EDIT)
@require_POST
def desk_duplicates_refresh(request: AreaRequest) -> HttpResponse:
    count = actions.refresh_duplicates(by=request.area.actor, centre=request.area.centre)
    messages.success(request, _("Searched anew: %(count)s pairs.") % {"count": count})
    return redirect(request.area.url("organisations:desk_duplicates"))


@desk(EDIT)
@require_safe
def desk_compare(request: AreaRequest, first: uuid.UUID, second: uuid.UUID) -> HttpResponse:
    """Both entries side by side; `?keep=second` keeps the other one."""
    left, right = _both(request.area, first, second, EDIT)
    kept, lost = (right, left) if request.GET.get("keep") == "second" else (left, right)
    context = {
        "kept": kept,
        "lost": lost,
        "rows": compared_rows(kept, lost),
        "moving": moving_counts(lost),
        "may_merge": request.area.can(MERGE),
    }
    return render(request, "organisations/desk/compare.html", context)


@desk(MERGE)
@require_POST
def desk_merge(request: AreaRequest, first: uuid.UUID, second: uuid.UUID) -> HttpResponse:
    """`first` stays, `second` goes."""
    area = request.area
    kept, lost = _both(area, first, second, MERGE)
    take = {choice: request.POST.get(f"take_{choice}", "kept") for choice in CHOICES}
    try:
        actions.merge_organisations(by=area.actor, centre=area.centre, kept=kept, lost=lost, take=take)
    except actions.CannotMergeError:
        messages.error(
            request, _("These two cannot be merged: something that you may not see refers to one.")
        )
        return redirect(area.url("organisations:desk_compare", first, second))
    messages.success(request, _("Merged. You can undo this below or on the page “Duplicates”."))
    return redirect(area.url("organisations:desk_detail", first))


@desk(MERGE)
@require_POST
def desk_merge_undo(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    area = request.area
    merge = access_merge(area, public_id, MERGE)
    try:
        back = actions.undo_merge(by=area.actor, merge=merge)
    except actions.CannotUndoError:
        messages.error(request, _("Undo the later merges into the same entry first."))
        return redirect(area.url("organisations:desk_duplicates"))
    messages.success(request, _("“%(name)s” is an entry of its own again.") % {"name": back.name})
    return redirect(area.url("organisations:desk_compare", merge.kept.public_id, back.public_id))


@desk(EDIT)
@require_POST
def desk_different(request: AreaRequest, first: uuid.UUID, second: uuid.UUID) -> HttpResponse:
    area = request.area
    left, right = _both(area, first, second, EDIT)
    row = actions.decide_different(by=area.actor, centre=area.centre, first=left, second=right)
    return redirect(with_undo(area.url("organisations:desk_duplicates"), "different", row.public_id))


@desk(EDIT)
@require_POST
def desk_different_undo(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    decision = access_decision(request.area, public_id, EDIT)
    actions.take_back_decision(by=request.area.actor, decision=decision)
    messages.success(request, _("The two may be proposed again."))
    return redirect(request.area.url("organisations:desk_duplicates"))


def _both(
    area: Area, first: uuid.UUID, second: uuid.UUID, permission: Permission
) -> tuple[Organisation, Organisation]:
    if first == second:
        raise Http404
    return access_organisation(area, first, permission), access_organisation(area, second, permission)
