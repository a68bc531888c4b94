"""How fresh a centre's offers are, who does not answer, and the centre's rules for asking."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation
from vielklang.upkeep.actions.asking import allow_reminders, set_rules
from vielklang.upkeep.figures import (
    confirmations_by_month,
    freshness_by_organisation,
    freshness_of,
    state_filter,
)
from vielklang.upkeep.forms_desk import STATES, FreshnessForm, RulesForm
from vielklang.upkeep.models import ReminderStop, UpkeepRules
from vielklang.upkeep.queries import for_lists, kept_offers, unanswered, with_asked_on

PAGE_SIZE = 50
SORTS = {
    "name": ("name",), "-name": ("-name",),
    "percent": ("percent", "name"), "-percent": ("-percent", "name"),
    "own": ("own_percent", "name"), "-own": ("-own_percent", "name"),
    "due": ("due", "name"), "-due": ("-due", "name"),
    "offers": ("offers", "name"), "-offers": ("-offers", "name"),
}  # fmt: skip


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE, *, count: int | None = None) -> Page[Any]:
    """The page that the address asks for; `count` where the rows were counted already."""
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def keep_query(request: HttpRequest) -> str:
    """The address's query without its page, for the links of the pages."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@desk(Permission.OFFER_VIEW)
@require_safe
def freshness(request: AreaRequest) -> HttpResponse:
    today = timezone.localdate()
    own = Offer.objects.filter(centre=request.area.centre)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "percent"
    rows = freshness_by_organisation(own, today).order_by(*SORTS[sort], "organisation_id")
    waiting = unanswered(request.area.centre, today)
    context = {
        "figures": freshness_of(own, today),
        "months": confirmations_by_month(own, today),
        "page": page_of(request, rows),
        "sort": sort,
        "query": keep_query(request),
        "waiting": len(waiting),
    }
    return render(request, "upkeep/desk/freshness.html", context)


@desk(Permission.OFFER_VIEW)
@require_safe
def offers(request: AreaRequest) -> HttpResponse:
    """The rows behind each figure."""
    today = timezone.localdate()
    form = FreshnessForm(request.GET)
    form.is_valid()
    state, name = form.cleaned_data.get("state", ""), form.cleaned_data.get("organisation")
    organisation = Organisation.objects.filter(public_id=name).first() if name else None
    if name and organisation is None:
        raise Http404
    rows = rows_behind(Offer.objects.filter(centre=request.area.centre), state, organisation)
    context = {
        "page": page_of(request, for_lists(rows)),
        "query": keep_query(request),
        "state": state,
        "states": STATES,
        "organisation": organisation,
        "today": today,
    }
    return render(request, "upkeep/desk/offers.html", context)


def rows_behind(
    rows: QuerySet[Offer], state: str, organisation: Organisation | None = None
) -> QuerySet[Offer]:
    today = timezone.localdate()
    found = with_asked_on(kept_offers(rows, today), today).filter(state_filter(state, today))
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return found.order_by("asked_on", "pk")


@desk(Permission.OFFER_VIEW)
@require_safe
def nobody_answers(request: AreaRequest) -> HttpResponse:
    """Whom somebody must call, with the number to call."""
    waiting = unanswered(request.area.centre, timezone.localdate())
    return render(request, "upkeep/desk/unanswered.html", {"waiting": waiting})


@desk(Permission.CENTRE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: AreaRequest) -> HttpResponse:
    area = request.area
    form = RulesForm(request.POST if request.method == "POST" else None, instance=UpkeepRules.of(area.centre))
    if request.method == "POST" and form.is_valid():
        set_rules(by=area.actor, centre=area.centre, values=form.cleaned_data)
        messages.success(request, _("The rules are saved. They hold from the next morning on."))
        return redirect(area.url("upkeep:desk_rules"))
    stops = page_of(request, ReminderStop.objects.select_related("organisation"))
    return render(
        request,
        "upkeep/desk/rules.html",
        {"form": form, "stops": stops, "query": ""},
        status=400 if form.errors else 200,
    )


@desk(Permission.CENTRE_EDIT)
@require_POST
def allow(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    stop = ReminderStop.objects.filter(public_id=public_id).first()
    if stop is None:
        raise Http404
    allow_reminders(by=request.area.actor, stop=stop)
    messages.success(request, _("%(email)s is reminded again.") % {"email": stop.email})
    return redirect(request.area.url("upkeep:desk_rules"))
