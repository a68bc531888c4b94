"""What people do with offers besides editing: one step on one offer or on many, and taking it back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from vielklang.accounts.access import AreaRequest
from vielklang.core.areas import Area, AreaKind
from vielklang.offers import actions
from vielklang.offers.actions import OfferState, WrongStateError
from vielklang.offers.models import Offer
from vielklang.offers.rules import acts_for, may, offers_of
from vielklang.offers.validation import InvalidOfferError

UNDO_KEY, UNDO_SECONDS = "offers_step", 600
MOST = 200
Done = tuple[str, OfferState, OfferState]
Run = Callable[[Area, Offer, str], Offer]


@dataclass(frozen=True)
class Act:
    """A button: its words, whether a reason is asked for, and what it does."""

    label: str | Promise
    run: Run
    needs_reason: bool = False
    icon: str = "check"


ACTS: dict[str, Act] = {
    "confirm": Act(
        gettext_lazy("Still true"),
        lambda area, offer, reason: actions.confirm_offer(
            by=area.actor, offer=offer, by_carrier=area.kind == AreaKind.PARTNER
        ),
    ),
    "submit": Act(
        gettext_lazy("Hand in for review"),
        lambda area, offer, reason: actions.submit_offer(by=area.actor, offer=offer),
        icon="arrow",
    ),
    "publish": Act(
        gettext_lazy("Publish"), lambda area, offer, reason: actions.publish_offer(by=area.actor, offer=offer)
    ),
    "return": Act(
        gettext_lazy("Send back"),
        lambda area, offer, reason: actions.return_offer(by=area.actor, offer=offer, reason=reason),
        needs_reason=True,
        icon="back",
    ),
    "suspend": Act(
        gettext_lazy("Suspend"),
        lambda area, offer, reason: actions.suspend_offer(by=area.actor, offer=offer, reason=reason),
        needs_reason=True,
        icon="stop",
    ),
    "archive": Act(
        gettext_lazy("Archive"),
        lambda area, offer, reason: actions.archive_offer(by=area.actor, offer=offer, reason=reason),
        needs_reason=True,
        icon="close",
    ),
    "reopen": Act(
        gettext_lazy("Make a draft again"),
        lambda area, offer, reason: actions.reopen_offer(by=area.actor, offer=offer),
        icon="back",
    ),
}
BULK = ("confirm", "publish", "suspend", "archive")


def buttons(area: Area, offer: Offer) -> dict[str, list[dict[str, Any]]]:
    """The next possible actions of an offer: at once (`quick`), or with a reason (`explained`)."""
    acts = acts_for(area, offer)
    return {
        "quick": [_button(name) for name in acts if not ACTS[name].needs_reason],
        "explained": [_button(name) for name in acts if ACTS[name].needs_reason],
    }


def _button(name: str) -> dict[str, Any]:
    return {"name": name, "label": ACTS[name].label, "icon": ACTS[name].icon}


@require_POST
def act(request: AreaRequest) -> HttpResponse:
    """One step on the offers that were ticked (`offer`, public ids); all that allow it, and what could not be is told.

    `do` names the step, `reason` says why where that is asked for.
    """
    area, name = request.area, request.POST.get("do", "")
    back = _back(request)
    reason = request.POST.get("reason", "").strip()
    if name not in ACTS:
        messages.error(request, _("Please choose what to do."))
        return redirect(back)
    if ACTS[name].needs_reason and not reason:
        messages.error(request, _("Please say why: whoever maintains the entry reads it."))
        return redirect(back)
    ids = [value for value in request.POST.getlist("offer") if _is_uuid(value)][:MOST]
    chosen = list(offers_of(area).filter(public_id__in=ids).select_related("organisation"))
    if not chosen:
        messages.error(request, _("Please tick at least one offer."))
        return redirect(back)
    done, problems = _run(area, name, chosen, reason)
    _remember(request, name, done)
    _tell(request, name, len(done), problems)
    return redirect(back)


@require_POST
def undo(request: AreaRequest) -> HttpResponse:
    """Put the last step back, as far as the offers are still as that step left them."""
    area, kept = request.area, undo_of(request)
    if kept is None:
        messages.error(request, _("There is nothing left to take back."))
        return redirect(_back(request))
    rows = {public_id: states for public_id, *states in kept["rows"]}
    count = 0
    for offer in offers_of(area).filter(public_id__in=list(rows)):
        before, after = (OfferState.from_json(state) for state in rows[str(offer.public_id)])
        if may(area, kept["name"], offer):
            with suppress(WrongStateError, InvalidOfferError):
                actions.put_back_offer(by=area.actor, offer=offer, before=before, after=after)
                count += 1
    del request.session[UNDO_KEY]
    words = ngettext("%(count)s offer is as before.", "%(count)s offers are as before.", count)
    messages.success(request, words % {"count": count})
    return redirect(_back(request))


def undo_of(request: HttpRequest) -> dict[str, Any] | None:
    """What the person could take back in this area, for ten minutes."""
    kept: dict[str, Any] | None = request.session.get(UNDO_KEY)
    area: Area = request.area  # type: ignore[attr-defined]
    is_valid = kept and kept["area"] == f"{area.kind}:{area.key}" and time.time() - kept["at"] < UNDO_SECONDS
    return kept if is_valid else None


def undo_words(request: HttpRequest) -> str:
    kept = undo_of(request)
    return str(ACTS[kept["name"]].label) if kept else ""


def _run(area: Area, name: str, chosen: Sequence[Offer], reason: str) -> tuple[list[Done], list[str]]:
    done, problems = [], []
    for offer in chosen:
        if not may(area, name, offer):
            problems.append(str(offer))
            continue
        before = actions.state_of(Offer.objects.get(pk=offer.pk))
        try:
            after = ACTS[name].run(area, offer, reason)
        except (WrongStateError, InvalidOfferError):
            problems.append(str(offer))
        else:
            done.append((str(offer.public_id), before, actions.state_of(after)))
    return done, problems


def _remember(request: AreaRequest, name: str, done: Sequence[Done]) -> None:
    if done:
        request.session[UNDO_KEY] = {
            "name": name,
            "area": f"{request.area.kind}:{request.area.key}",
            "at": time.time(),
            "rows": [[public_id, before.as_json(), after.as_json()] for public_id, before, after in done],
        }


def _tell(request: AreaRequest, name: str, count: int, problems: Sequence[str]) -> None:
    if count:
        words = ngettext("“%(step)s”: %(count)s offer.", "“%(step)s”: %(count)s offers.", count)
        messages.success(request, words % {"count": count, "step": ACTS[name].label})
    if problems:
        titles = ", ".join(problems[:5]) + (" …" if len(problems) > 5 else "")
        words = _("Not possible as the entry is now (its state, or a text is missing): %(titles)s")
        messages.warning(request, words % {"titles": titles})


def _back(request: AreaRequest) -> str:
    target = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return target if inside else request.area.url(f"offers:{request.area.kind}_offers")


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
