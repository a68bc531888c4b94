"""The partner area: what is to be confirmed, what readers reported, how fresh the own offers are."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_fsm import TransitionNotAllowed

from vielklang.accounts.access import AreaRequest, partner
from vielklang.core.permissions import Permission
from vielklang.offers.actions import WrongStateError
from vielklang.offers.models import Offer
from vielklang.upkeep.actions.answers import say_still_true
from vielklang.upkeep.actions.reports import finish_report
from vielklang.upkeep.cards import Card, cards_of
from vielklang.upkeep.figures import confirmations_by_month, freshness_of
from vielklang.upkeep.models import OfferReport
from vielklang.upkeep.queries import for_cards, partner_due, report_rows
from vielklang.upkeep.rules import access_own_offer, access_report
from vielklang.upkeep.views.desk import keep_query, page_of


@partner(Permission.OFFER_CONFIRM)
@require_safe
def confirm(request: AreaRequest) -> HttpResponse:
    page = page_of(request, partner_due(request.area.organisation, timezone.localdate()), 20)
    cards = cards_of(for_cards(page.object_list))
    context = {"page": page, "query": keep_query(request), "cards": cards}
    return render(request, "upkeep/partner/confirm.html", context)


@partner(Permission.OFFER_CONFIRM)
@require_POST
def confirm_offer(request: AreaRequest, offer: uuid.UUID) -> HttpResponse:
    """One tap: still true."""
    found = access_own_offer(request.area, offer)
    try:
        say_still_true(by=request.area.actor, offer=found)
    except WrongStateError:
        messages.error(request, _("This offer is not public at the moment, so it cannot be confirmed."))
        return redirect(request.area.url("upkeep:partner_confirm"))
    if getattr(request, "htmx", None):
        return render(request, "upkeep/partner/_said.html", {"card": Card.of(found)})
    messages.success(request, _("Thank you. “%(title)s” is confirmed.") % {"title": Card.of(found).title})
    return redirect(request.area.url("upkeep:partner_confirm"))


@partner(Permission.OFFER_VIEW)
@require_safe
def freshness(request: AreaRequest) -> HttpResponse:
    own, today = Offer.objects.filter(organisation=request.area.organisation), timezone.localdate()
    context = {"figures": freshness_of(own, today), "months": confirmations_by_month(own, today)}
    return render(request, "upkeep/partner/freshness.html", context)


@partner(Permission.OFFER_EDIT)
@require_safe
def reports(request: AreaRequest) -> HttpResponse:
    state = "all" if request.GET.get("show") == "all" else ""
    rows = report_rows(OfferReport.objects, state, "")
    context = {"page": page_of(request, rows), "query": keep_query(request), "state": state}
    return render(request, "upkeep/partner/reports.html", context)


@partner(Permission.OFFER_EDIT)
@require_safe
def report(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found, contact = access_report(request.area, public_id)
    return render(request, "upkeep/partner/report.html", {"report": found, "contact": contact})


@partner(Permission.OFFER_EDIT)
@require_POST
def finish(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """The organisation has looked after it."""
    found, _contact = access_report(request.area, public_id)
    try:
        finish_report(by=request.area.actor, report=found, answer=request.POST.get("answer", "")[:2000])
        messages.success(request, _("Thank you. The integration centre sees that it is done."))
    except TransitionNotAllowed:
        messages.error(request, _("This report is closed already."))
    return redirect(request.area.url("upkeep:partner_reports"))
