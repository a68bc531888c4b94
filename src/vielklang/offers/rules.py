"""Who may see and do what with offers: the loaders are the only door to what is not public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django_fsm import can_proceed

from vielklang.core.areas import Area, AreaKind
from vielklang.core.permissions import Permission
from vielklang.offers.models import Offer, OfferRevision, SavedView

Model = Any

ACTS = ("confirm", "submit", "return", "publish", "suspend", "archive", "reopen")
"""What may be done with an offer besides editing it: names of actions and of the model's transitions."""
_BY_CARRIER = {
    "confirm": Permission.OFFER_CONFIRM,
    "submit": Permission.OFFER_EDIT,
    "suspend": Permission.OFFER_EDIT,
    "archive": Permission.OFFER_EDIT,
}
_TRANSITIONS = {"return": "return_to_author"}


def offers_of(area: Area) -> QuerySet[Offer]:
    """The offers of this desk or organisation, whatever their state."""
    if area.kind == AreaKind.DESK:
        return Offer.objects.filter(centre=area.centre)
    return Offer.objects.filter(organisation=area.organisation)


def may(area: Area, act: str, offer: Offer) -> bool:
    """Whether this person may do it with this offer; its state is asked separately (`is_possible`).

    A carrier confirms, hands in, suspends and closes what is its own; it publishes where its centre trusts it.
    """
    if area.kind == AreaKind.DESK:
        needed = Permission.OFFER_CONFIRM if act == "confirm" else Permission.OFFER_PUBLISH
        return act != "submit" and area.can(needed)
    trusted = offer.organisation.publishes_directly
    if act == "publish":
        return trusted and area.can(Permission.OFFER_EDIT)
    return act in _BY_CARRIER and not (act == "submit" and trusted) and area.can(_BY_CARRIER[act])


def is_possible(act: str, offer: Offer) -> bool:
    """Whether the offer's state allows it."""
    return bool(can_proceed(getattr(offer, _TRANSITIONS.get(act, act))))


def acts_for(area: Area, offer: Offer) -> list[str]:
    """What the person may do with the offer now, in the order of the buttons."""
    return [act for act in ACTS if is_possible(act, offer) and may(area, act, offer)]


def access_offer(area: Area, public_id: UUID | str, permission: Permission) -> Offer:
    """An offer of the own centre or organisation (404 for others, 403 without the right)."""
    if not area.can(permission):
        raise PermissionDenied
    offer = (
        offers_of(area).select_related("organisation", "centre", "municipality").filter(public_id=public_id)
    )
    return _found(offer.first())


def access_revision(area: Area, offer: Offer, number: int) -> OfferRevision:
    """A numbered revision of an offer that one may see."""
    rows = OfferRevision.objects.filter(offer=offer, number=number).select_related("offer__organisation")
    return _found(rows.first())


def access_working_revision(area: Area, offer: Offer | None) -> OfferRevision | None:
    """What this person has been typing about an offer (None: about a new one), if anything."""
    if area.actor.user_id is None:
        return None
    rows = OfferRevision.objects.filter(offer=offer, author_user_id=area.actor.user_id, state="working")
    if offer is None:
        rows = rows.filter(centre=area.centre)
    return rows.filter(organisation=area.organisation).first()  # none at the desk


def access_view(area: Area, public_id: UUID | str) -> SavedView:
    """A saved view of one's own."""
    return _found(SavedView.objects.filter(public_id=public_id, user=area.actor.user_id or 0).first())


def _found(row: Model) -> Model:
    if row is None:
        raise Http404
    return row
