"""The inbox of a centre, an enquiry by telephone or at the counter, and the centre's rules."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.documents.codes import qr_svg
from vielklang.core.languages import get_language
from vielklang.core.permissions import Permission
from vielklang.enquiries.absences import looked_after_by
from vielklang.enquiries.actions import AlreadyAskedError, Asked, ask_centre, set_enquiry_rules
from vielklang.enquiries.addresses import status_address
from vielklang.enquiries.desk_rows import TAB_NAMES, inbox_rows, number_of
from vielklang.enquiries.forms_desk import InboxFilterForm, NewEnquiryForm, RulesForm
from vielklang.enquiries.models import Enquiry
from vielklang.enquiries.queries import TABS, inbox, municipalities_of, rules_of, tab_counts, tab_rows
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def inbox_list(request: AreaRequest) -> HttpResponse:
    form = InboxFilterForm(request.GET, municipalities_of(request.area.centre))
    tab = request.GET.get("tab", "")
    wanted = form.wanted(tab if tab in TAB_NAMES else "open")
    now, whose = timezone.now(), looked_after_by(request.area.actor.user_id)
    rows = inbox(wanted, request.area.centre)
    counts = tab_counts(rows, whose, now)
    page = page_of(request, tab_rows(rows, wanted.tab, whose, now), count=counts[wanted.tab])
    context = {
        "form": form,
        "tabs": _tabs(request, wanted.tab, counts),
        "tab": wanted.tab,
        "page": page,
        "rows": inbox_rows(list(page.object_list), now),
        "query": keep_query(request),
        "is_filtered": any(
            (wanted.topic, wanted.language, wanted.municipality, wanted.urgent, wanted.held, wanted.text)
        ),
    }
    return render(request, "enquiries/desk/list.html", context)


def _tabs(request: AreaRequest, current: str, counts: dict[str, int]) -> list[dict[str, object]]:
    """The tabs with their numbers; each keeps the filters. The one behind a figure is there while it is open."""
    shown = TABS if current in TABS else (*TABS, current)
    tabs = []
    for tab in shown:
        query = request.GET.copy()
        query.pop("page", None)
        query["tab"] = tab
        label, count = TAB_NAMES[tab], counts[tab]
        tabs.append(
            {"label": label, "count": count, "url": f"?{query.urlencode()}", "is_current": tab == current}
        )
    return tabs


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest) -> HttpResponse:
    """Write down what somebody asks; then show code and PIN, this once."""
    area = request.area
    places = municipalities_of(area.centre)
    data = request.POST if request.method == "POST" else None
    form = NewEnquiryForm(data, municipalities=places)
    if data is None or not form.is_valid():
        context = {"form": form, "once": data.get("once", "") if data else uuid.uuid4().hex}
        return render(request, "enquiries/desk/new.html", context, status=400 if form.errors else 200)
    token = request.POST.get("once", "")[:43] or None
    try:
        asked = ask_centre(by=area.actor, centre=area.centre, question=form.asked(token))
    except AlreadyAskedError:
        messages.warning(request, _("This enquiry is saved already. Its code and PIN are shown once only."))
        return redirect(_earlier(request, token))
    response = render(request, "enquiries/desk/card.html", _card(asked))
    response.headers["Cache-Control"] = "no-store"
    return response


def _card(asked: Asked) -> dict[str, object]:
    address = status_address(asked.enquiry.language)
    return {
        "asked": asked,
        "enquiry": asked.enquiry,
        "number": number_of(asked.enquiry),
        "address": address,
        "tongue": get_language(asked.enquiry.language),
        "qr": mark_safe(qr_svg(address)),  # noqa: S308 - our own drawing
    }


def _earlier(request: AreaRequest, token: str | None) -> str:
    """The enquiry that this very form has made already: a page that is sent again writes nothing twice."""
    found = Enquiry.objects.filter(form_token=token).first()
    return (
        request.area.url("enquiries:desk_enquiry", found.public_id)
        if found
        else request.area.url("enquiries:desk_list")
    )


@desk(Permission.CENTRE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: AreaRequest) -> HttpResponse:
    area = request.area
    now = rules_of(area.centre)
    form = RulesForm(request.POST if request.method == "POST" else None, initial=model_to_dict(now))
    if request.method == "POST" and form.is_valid():
        set_enquiry_rules(by=area.actor, centre=area.centre, **form.cleaned_data)
        messages.success(request, _("The rules are saved. They hold for questions from now on."))
        return redirect(area.url("enquiries:desk_rules"))
    return render(request, "enquiries/desk/rules.html", {"form": form}, status=400 if form.errors else 200)
