"""What a carrier without account does while its link is open: look, confirm, correct, say "gone", be thanked."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.core.scope import organisation_scope
from vielklang.offers.actions import EditConflict, WrongStateError
from vielklang.offers.models import Offer
from vielklang.offers.validation import InvalidOfferError
from vielklang.upkeep.actions.answers import correct_offer, say_gone, say_still_true, take_back_gone
from vielklang.upkeep.cards import Card, cards_of
from vielklang.upkeep.enums import Answer
from vielklang.upkeep.forms_link import CorrectionForm
from vielklang.upkeep.models import LinkSession
from vielklang.upkeep.queries import carriers_offers, session_offers
from vielklang.upkeep.rules import access_session_offer, link_actor, session_of
from vielklang.upkeep.views.link import COOKIE, closed, offers_address, use_language

View = Callable[..., HttpResponse]


class CarrierRequest(HttpRequest):
    """A request with an open link; for annotations."""

    carrier: LinkSession


def carrier(view: View) -> View:
    """The door: the cookie must open this very session, then the view runs in the organisation's scope."""

    @functools.wraps(view)
    def run(request: HttpRequest, session: uuid.UUID, **arguments: Any) -> HttpResponse:
        found = session_of(session, request.COOKIES.get(f"{COOKIE}{session.hex[:12]}", ""))
        if found is None:
            return closed(request)
        request.carrier = found  # type: ignore[attr-defined]
        use_language(request, found.language)
        with translation.override(found.language), organisation_scope(found.organisation):
            return view(request, **arguments)

    return login_not_required(run)


@carrier
@require_safe
def link_offers(request: CarrierRequest) -> HttpResponse:
    session = request.carrier
    asked, others = session_offers(session, timezone.localdate())
    context = {
        "session": session,
        "cards": cards_of(asked, session),
        "others": cards_of(others, session),
        "left": sum(not answer for answer in session.answers.values()),
    }
    return render(request, "upkeep/link/offers.html", context)


@carrier
@require_POST
def link_confirm(request: CarrierRequest, offer: uuid.UUID) -> HttpResponse:
    found = access_session_offer(request.carrier, offer)
    if _is_open(request, found):
        say_still_true(by=link_actor(found.organisation), offer=found, session=request.carrier)
    return _answered(request, found)


@carrier
@require_http_methods(["GET", "HEAD", "POST"])
def link_correct(request: CarrierRequest, offer: uuid.UUID) -> HttpResponse:
    session, found = request.carrier, access_session_offer(request.carrier, offer)
    if not _is_open(request, found):
        return redirect(offers_address(session))
    form = CorrectionForm(request.POST if request.method == "POST" else None, offer=found)
    if request.method == "POST" and form.is_valid():
        try:
            correct_offer(
                by=link_actor(found.organisation),
                offer=found,
                draft=form.changed_draft(),
                base_number=form.cleaned_data["base_number"],
                remark=form.cleaned_data["remark"],
                session=session,
            )
            return _answered(request, found)
        except (InvalidOfferError, EditConflict) as error:
            form.add_refusal(error)
    context = {"session": session, "card": Card.of(found, session), "form": form}
    return render(request, "upkeep/link/correct.html", context, status=400 if form.errors else 200)


@carrier
@require_http_methods(["GET", "HEAD", "POST"])
def link_gone(request: CarrierRequest, offer: uuid.UUID) -> HttpResponse:
    session, found = request.carrier, access_session_offer(request.carrier, offer)
    if request.method != "POST":
        return render(request, "upkeep/link/gone.html", {"session": session, "card": Card.of(found, session)})
    if _is_open(request, found):
        say_gone(by=link_actor(found.organisation), offer=found, session=session)
    return _answered(request, found)


@carrier
@require_POST
def link_undo(request: CarrierRequest, offer: uuid.UUID) -> HttpResponse:
    """Where the centre has changed it since, it stays so: the list shows it as ended."""
    found = access_session_offer(request.carrier, offer)
    with suppress(WrongStateError, InvalidOfferError):
        take_back_gone(by=link_actor(found.organisation), offer=found, session=request.carrier)
    return redirect(f"{offers_address(request.carrier)}#offer-{found.public_id}")


@carrier
@require_safe
def link_thanks(request: CarrierRequest) -> HttpResponse:
    """Thank you, what was said, and when we ask again."""
    session, today = request.carrier, timezone.localdate()
    offers = carriers_offers(session.organisation, session.centre, today)
    following = offers.filter(confirm_due_on__gt=today).order_by("confirm_due_on").first()
    due_on = following.confirm_due_on if following else None
    gap = relativedelta(due_on, today) if due_on else relativedelta()
    said = list(session.answers.values())
    context = {
        "session": session,
        "counts": {answer.name.lower(): said.count(answer) for answer in Answer},
        "due_on": due_on,
        "months": gap.years * 12 + gap.months + (gap.days > 14),
        "left": said.count(""),
    }
    return render(request, "upkeep/link/thanks.html", context)


def _is_open(request: CarrierRequest, offer: Offer) -> bool:
    """What was called gone is no longer there to be answered; it can be taken back."""
    return request.carrier.answers.get(str(offer.public_id)) != Answer.GONE


def _answered(request: CarrierRequest, offer: Offer) -> HttpResponse:
    """On to the thanks after the last answer; else the card alone (with JavaScript) or the list at this offer."""
    session = request.carrier
    target = f"{offers_address(session)}#offer-{offer.public_id}"
    if session.is_complete:
        target = reverse("upkeep:link_thanks", args=[session.public_id])
    if not getattr(request, "htmx", None):
        return redirect(target)
    if session.is_complete:
        return HttpResponse(headers={"HX-Redirect": target})
    context = {"session": session, "card": Card.of(offer, session)}
    return render(request, "upkeep/link/_card.html", context)
