"""The list of offers with tabs, filters, sorting and saved views, and the queue of what waits for review."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest
from vielklang.core.areas import Area, AreaKind
from vielklang.core.languages import SPOKEN_LANGUAGES
from vielklang.core.permissions import Permission
from vielklang.offers import actions
from vielklang.offers.completeness import completeness_of_rows
from vielklang.offers.confirming import is_overdue
from vielklang.offers.desk_words import language_name, staff_tag
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import SavedView
from vielklang.offers.queries import SORTS, OfferFilter, OfferPage, page_of, revisions_in_review
from vielklang.offers.rules import access_view, may, offers_of
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.views.desk.acting import ACTS, BULK, undo_words
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality

TAB_WORDS = {"all": gettext_lazy("All"), "overdue": gettext_lazy("To confirm")}
COLUMNS = (
    ("title", gettext_lazy("Offer")),
    ("organisation", gettext_lazy("Organisation")),
    ("status", gettext_lazy("State")),
    ("confirmed", gettext_lazy("Last confirmed")),
    ("due", gettext_lazy("Confirm by")),
    ("changed", gettext_lazy("Changed")),
)
_KEPT = ("tab", "q", "topic", "organisation", "municipality", "language", "revision", "sort")


@require_safe
def offers(request: AreaRequest) -> HttpResponse:
    """Filters, sorting and page stand in the address; everything else follows from it."""
    area = request.area
    wanted = OfferFilter.of(request.GET.dict())
    found = page_of(offers_of(area), wanted)
    complete = completeness_of_rows(found.offers)
    today = timezone.localdate()
    query = {key: value for key in _KEPT if (value := request.GET.get(key, ""))}
    context = {
        "wanted": wanted,
        "rows": [
            {"offer": offer, "complete": complete[offer.pk], "is_overdue": is_overdue(offer, today)}
            for offer in found.offers
        ],
        "tabs": _tabs(found, wanted, query),
        "columns": [_column(key, label, wanted.sort, query) for key, label in COLUMNS],
        "pages": _pages(found, query),
        "bulk": [{"name": name, "label": ACTS[name].label} for name in BULK if _may_bulk(area, name, found)],
        "undo": undo_words(request),
        "query": urlencode(query),
        "saved": SavedView.objects.filter(user=request.user),
        "can_edit": area.can(Permission.OFFER_EDIT),
        "export": _export(area, wanted),
        **_choices(area, wanted),
    }
    return render(request, "offers/desk/list.html", context)


@require_safe
def review(request: AreaRequest) -> HttpResponse:
    """What waits for a decision: new offers and changes of public ones, oldest first."""
    mine = offers_of(request.area)
    waiting = mine.filter(status=OfferStatus.IN_REVIEW).select_related("organisation")
    context = {
        "offers": waiting.order_by("updated_at", "pk")[:100],
        "revisions": revisions_in_review(mine)[:100],
    }
    return render(request, "offers/desk/review.html", context)


@require_POST
def save_view(request: AreaRequest) -> HttpResponse:
    """Keep the list as it is filtered now, under a name."""
    query = request.POST.get("query", "")[:500]
    if name := request.POST.get("name", "").strip():
        actions.save_view(
            by=request.area.actor,
            centre=request.area.centre,
            organisation=request.area.organisation,
            name=name,
            query=query,
        )
        messages.success(
            request, _("The view “%(name)s” stands above the list from now on.") % {"name": name[:80]}
        )
    else:
        messages.error(request, _("Please give the view a name."))
    return redirect(f"{_address(request.area)}?{query}")


@require_POST
def forget_view(request: AreaRequest, public_id: str) -> HttpResponse:
    actions.forget_view(by=request.area.actor, view=access_view(request.area, public_id))
    return redirect(_address(request.area))


def _address(area: Area) -> str:
    return area.url(f"offers:{area.kind}_offers")


def _export(area: Area, wanted: OfferFilter) -> str:
    """Where the same offers are taken out, for those who may; filters that an export does not know fall away."""
    if area.kind != AreaKind.DESK or not area.can(Permission.DATA_EXPORT):
        return ""
    status = wanted.tab if wanted.tab in OfferStatus.values else ""
    parts = {"status": status, "topic": wanted.topic, "organisation": wanted.organisation, "q": wanted.text}
    return (
        f"{area.url('interfaces:export')}?{urlencode({key: value for key, value in parts.items() if value})}"
    )


def _tabs(found: OfferPage, wanted: OfferFilter, query: dict[str, str]) -> list[dict[str, Any]]:
    labels: dict[str, Any] = {**TAB_WORDS, **dict(OfferStatus.choices)}
    return [
        {"label": labels[key], "count": count, "url": _url(query, tab=key), "is_current": key == wanted.tab}
        for key in ("all", "published", "overdue", "in_review", "draft", "suspended", "archived")
        if (count := found.counts[key]) or key in {"all", "published", wanted.tab}
    ]


def _column(key: str, label: Any, sort: str, query: dict[str, str]) -> dict[str, Any]:
    is_up, is_down = sort == key, sort == f"-{key}"
    direction = "ascending" if is_up else "descending" if is_down else "none"
    first = f"-{key}" if key == "changed" else key
    other = f"-{key}" if is_up else key if is_down else first
    return {"key": key, "label": label, "aria_sort": direction, "url": _url(query, sort=other)}


def _pages(found: OfferPage, query: dict[str, str]) -> dict[str, Any]:
    return {
        "number": found.page,
        "count": found.pages,
        "previous": _url(query, page=found.page - 1) if found.page > 1 else "",
        "next": _url(query, page=found.page + 1) if found.page < found.pages else "",
    }


def _url(query: dict[str, str], **changes: object) -> str:
    return "?" + urlencode({**query, **{key: str(value) for key, value in changes.items()}})


def _may_bulk(area: Area, name: str, found: OfferPage) -> bool:
    return any(may(area, name, offer) for offer in found.offers)


def _choices(area: Area, wanted: OfferFilter) -> dict[str, Any]:
    """What the filters offer; towns and the name of an organisation cost a query each, where they are shown."""
    taxonomy, tag = get_taxonomy(), staff_tag()
    topics = [
        (
            taxonomy.life_area_name(key, tag),
            [(topic, taxonomy.topic_name(topic, tag)) for topic in found.topics],
        )
        for key, found in taxonomy.life_areas.items()
    ]
    spoken = sorted((language_name(language.tag), language.tag) for language in SPOKEN_LANGUAGES)
    towns = Municipality.objects.none()
    if area.kind == AreaKind.DESK:
        towns = Municipality.objects.filter(centre_area__centre=area.centre).order_by("name")
    named = (
        Organisation.objects.filter(public_id=wanted.organisation).first() if wanted.organisation else None
    )
    return {"topics": topics, "spoken": spoken, "towns": towns, "named": named, "sorts": SORTS}
