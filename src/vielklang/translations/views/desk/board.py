"""Boards: which texts are missing, behind, drafts or by a machine, in every language one may write."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.languages import get_language
from vielklang.core.permissions import Permission
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.translations import actions, queries
from vielklang.translations.adapters import get_helper
from vielklang.translations.enums import RequestState, TextState
from vielklang.translations.forms_desk import BoardFilter
from vielklang.translations.rules import access_request, check_language, languages_of

ROWS = 50
MOST_ASKED_AT_ONCE = 200
COLUMNS = (TextState.MISSING, TextState.BEHIND, TextState.MACHINE, TextState.DRAFT, TextState.DONE)


def page_of(request: HttpRequest, rows: Any, size: int = ROWS) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def query_without_page(request: HttpRequest) -> str:
    """The address's filters for links of the pages."""
    values = request.GET.copy()
    values.pop("page", None)
    return values.urlencode()


@desk(Permission.TEXT_TRANSLATE)
@require_safe
def overview(request: AreaRequest) -> HttpResponse:
    """All languages one may write as a matrix; each figure opens its rows."""
    area = request.area
    rows = [
        {
            "row": row,
            "cells": [{"state": state, "count": row.counts.get(state, 0)} for state in COLUMNS],
        }
        for row in queries.overview(area.centre, [x for x in languages_of(area) if x.tag != "de"])
    ]
    return render(
        request,
        "translations/desk/overview.html",
        {"rows": rows, "columns": COLUMNS, "changed": _changed(request), "helper": get_helper() is not None},
    )


@desk(Permission.TEXT_TRANSLATE)
@require_safe
def board(request: AreaRequest, language: str) -> HttpResponse:
    """One language: what is to be done, by what people need most."""
    area = request.area
    check_language(area, language)
    form = BoardFilter(request.GET)
    found = queries.board(area.centre, language)
    state = form.value("state")
    shown = queries.filtered(
        found, state=state, text=form.value("q"), public=bool(form.value("public")), sort=form.value("sort")
    )
    (row,) = queries.overview(area.centre, [get_language(language)])
    context = {
        "tongue": get_language(language),
        "tongues": [x for x in languages_of(area) if x.tag != "de"],
        "tabs": [(key, key.label, row.counts.get(key, 0)) for key in COLUMNS],
        "row": row,
        "state": state,
        "filter": {name: form.value(name) for name in ("q", "public", "sort")},
        "page": page_of(request, shown),
        "query": query_without_page(request),
        "own_text": queries.centre_text_waiting(area.centre, language),
        "changed": _changed(request),
        "helper": get_helper() is not None and "-" not in language,
        "states": TextState,
        "request_states": RequestState,
    }
    return render(request, "translations/desk/board.html", context)


@desk(Permission.TEXT_TRANSLATE)
@require_POST
def ask(request: AreaRequest, language: str) -> HttpResponse:
    """One click asks for translations: of one offer, or of all that are ticked."""
    check_language(request.area, language)
    ids = [key for value in request.POST.getlist("offer") if (key := _uuid(value))][:MOST_ASKED_AT_ONCE]
    offers = Offer.objects.filter(centre=request.area.centre, public_id__in=ids)
    offers = offers.exclude(status=OfferStatus.ARCHIVED).exclude(source_language=language).order_by("pk")
    for offer in offers.select_related("centre"):
        actions.ask_for_translation(by=request.area.actor, offer=offer, language=language)
    _tell(request, len(offers))
    return _back(request, language)


@desk(Permission.TEXT_TRANSLATE)
@require_POST
def withdraw(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access_request(request.area, public_id)
    language = found.language
    actions.withdraw_request(by=request.area.actor, request=found)
    messages.success(request, _("The request is withdrawn."))
    return _back(request, language)


def _tell(request: AreaRequest, count: int) -> None:
    """What happens to the texts that were asked for."""
    if not count:
        messages.warning(request, _("Please tick the offers that you want translated."))
        return
    if get_helper() is None:
        said = ngettext("%(n)s translation is asked for.", "%(n)s translations are asked for.", count)
    else:
        said = ngettext(
            "%(n)s text is being translated. It will be marked as machine text.",
            "%(n)s texts are being translated. They will be marked as machine text.",
            count,
        )
    messages.success(request, said % {"n": count})


def _back(request: AreaRequest, language: str) -> HttpResponse:
    """To the board as it was filtered."""
    query = QueryDict(request.POST.get("query", "")[:500]).urlencode()
    return redirect(request.area.url("translations:desk_board", language) + (f"?{query}" if query else ""))


def _changed(request: AreaRequest) -> int:
    return queries.changed_adoptions().count() if request.area.can(Permission.OFFER_EDIT) else 0


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
