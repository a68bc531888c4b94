"""Telling of an error in an offer, or of an idea: in the reader's language, without account."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from vielklang.core.actor import READER
from vielklang.core.scope import centre_scope
from vielklang.guide.context import reader_of
from vielklang.guide.forms import ReportForm
from vielklang.guide.views.offers import visible_offer
from vielklang.offers.models import Offer
from vielklang.offers.texts import text_in
from vielklang.upkeep.actions.reports import TooManyReportsError, report_offer
from vielklang.upkeep.limits import may_report
from vielklang.web.limits import too_many_requests


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, language: str, public_id: UUID) -> HttpResponse:
    reader, offer = reader_of(request), visible_offer(public_id, language)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["website"]:
            if not may_report(request):
                return too_many_requests(request, seconds=1800)
            _store(offer, language, form.cleaned_data)
        return redirect(reader.url("report_thanks", public_id))
    text = text_in(offer, language)
    context = {"reader": reader, "offer": offer, "text": text, "form": form}
    return render(request, "guide/report.html", context, status=400 if form.errors else 200)


def _store(offer: Offer, language: str, values: dict[str, str]) -> None:
    """Too many open ones of one offer are a program's; they end here, and the reader is thanked all the same."""
    try:
        with centre_scope(offer.centre):
            report_offer(
                by=READER,
                offer=offer,
                language=language,
                category=values["category"],
                text=values["text"],
                contact=values["contact"],
                may_share=bool(values["may_share"]),
            )
    except TooManyReportsError:
        return


@login_not_required
@require_safe
def thanks(request: HttpRequest, language: str, public_id: UUID) -> HttpResponse:
    reader, offer = reader_of(request), visible_offer(public_id, language)
    context = {"reader": reader, "offer": offer, "text": text_in(offer, language)}
    return render(request, "guide/report_thanks.html", context)
