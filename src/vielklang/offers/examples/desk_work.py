"""What lies on a desk in the demonstration: offers to review, changes that wait, a draft sent back, some overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from vielklang.core.actor import Actor, ActorKind
from vielklang.core.audit import action
from vielklang.core.scope import centre_scope
from vielklang.offers import actions
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.enums import Capacity, OfferStatus
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.rows import draft_of

HOME = "05154"
_OVERDUE = 4


@action
def load_desk_work(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Give the first centre of the demonstration something to do; nothing where it has work already.

    Returns how many offers it concerns. Everything goes through the actions that people use.
    """
    moment = now or timezone.now()
    rows = Offer.objects.filter(is_example=True, centre__key=HOME, status=OfferStatus.PUBLISHED)
    found = list(rows.select_related("organisation", "centre").order_by("organisation__pk", "pk")[:8])
    if len(found) < 8 or Offer.objects.filter(centre__key=HOME, status=OfferStatus.IN_REVIEW).exists():
        return 0
    with centre_scope(found[0].centre):
        _change(found[0], "Beispieländerung: eine neue Telefonnummer", {"phone": "+492214710042"})
        _change(found[1], "Beispieländerung: Warteliste", {"capacity": Capacity.WAITING_LIST})
        new = _draft(by, found[2], "Neues Beispielangebot: Gesprächsgruppe am Abend")
        actions.submit_offer(by=by, offer=new)
        back = actions.submit_offer(by=by, offer=_draft(by, found[3], "Neues Beispielangebot: Nähwerkstatt"))
        actions.return_offer(by=by, offer=back, reason="Bitte noch sagen, wann die Nähwerkstatt offen ist.")
        for offer in found[4 : 4 + _OVERDUE]:
            _leave_unconfirmed(offer, moment)
    return 4 + _OVERDUE


def _change(offer: Offer, note: str, values: dict[str, str]) -> OfferRevision:
    carrier = Actor(ActorKind.PERSON, str(offer.organisation), person="Beispielperson des Trägers")
    draft = replace(draft_of(offer), **values)  # type: ignore[arg-type]
    return actions.save_revision(by=carrier, offer=offer, draft=draft, base_number=offer.edition, note=note)


def _draft(by: Actor, like: Offer, title: str) -> Offer:
    made: OfferDraft = replace(draft_of(like), last_confirmed_at=None, last_confirmed_by="")
    source = made.source_text
    assert source is not None
    text = replace(source, title=title, summary="Ein Beispiel, wie ein neues Angebot zur Prüfung ankommt.")
    return actions.create_offer(by=by, draft=replace(made, texts=(text,)))


def _leave_unconfirmed(offer: Offer, now: dt.datetime) -> None:
    """As if it had been confirmed seven months ago for the last time."""
    by = Actor(ActorKind.SYSTEM, offer.last_confirmed_by or str(offer.organisation))
    actions.confirm_offer(by=by, offer=offer, now=now - dt.timedelta(days=213))
