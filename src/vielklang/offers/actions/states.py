"""An offer's life: in review, public, suspended, archived, and back. The states' rules stand on the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django_fsm import can_proceed

from vielklang.core.actor import Actor, ActorKind
from vielklang.core.audit import action
from vielklang.offers.actions._common import WrongStateError, locked, save_state
from vielklang.offers.confirming import due_after
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.offers.validation import check_publishable

REASON_LENGTH = 300
_KEPT = (
    "published_at", "suspended_at", "archived_at", "status_reason", "is_gone", "last_confirmed_at",
    "last_confirmed_by", "confirmed_by_carrier", "confirm_due_on",
)  # fmt: skip
_MOMENTS: dict[str, Callable[[str], Any]] = dict.fromkeys(
    ("published_at", "suspended_at", "archived_at", "last_confirmed_at"), dt.datetime.fromisoformat
) | {"confirm_due_on": dt.date.fromisoformat}


@dataclass(frozen=True, slots=True)
class OfferState:
    """What actions of this file change; before and after an action: enough to put it back."""

    status: str
    values: dict[str, Any]

    def as_json(self) -> list[Any]:
        """For the session: days and moments as text."""
        return [self.status, {name: _plain(value) for name, value in self.values.items()}]

    @classmethod
    def from_json(cls, kept: list[Any]) -> OfferState:
        status, values = kept
        moments = {name: _MOMENTS[name](values[name]) for name in _MOMENTS if values[name]}
        return cls(status, values | moments)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def state_of(offer: Offer) -> OfferState:
    return OfferState(str(offer.status), {name: getattr(offer, name) for name in _KEPT})


@action
def submit_offer(*, by: Actor, offer: Offer) -> Offer:
    """Hand a draft to the centre for review; needs the whole source text.

    Raises `InvalidOfferError`, `WrongStateError`.
    """
    row = locked(offer)
    _allowed(row, "submit", row.submit)
    _check_text(row)
    row.submit()
    return save_state(by, row, "offer submitted")


@action
def return_offer(*, by: Actor, offer: Offer, reason: str) -> Offer:
    """Send an offer in review back to its author, who reads the reason. Raises `WrongStateError`."""
    row = locked(offer)
    _allowed(row, "return", row.return_to_author)
    row.return_to_author(_words(reason))
    return save_state(by, row, "offer returned", reason=_words(reason))


@action
def publish_offer(*, by: Actor, offer: Offer, now: dt.datetime | None = None) -> Offer:
    """Make an offer public; needs title, summary and description in the source language.

    It is due for confirmation after its interval, if no day was set before; publishing is no confirmation.
    Raises `InvalidOfferError`, `WrongStateError`.
    """
    moment = now or timezone.now()
    row = locked(offer)
    _allowed(row, "publish", row.publish)
    _check_text(row)
    row.publish(moment)
    if row.confirm_due_on is None:
        row.confirm_due_on = due_after(row, moment)
    return save_state(by, row, "offer published")


@action
def suspend_offer(*, by: Actor, offer: Offer, reason: str, now: dt.datetime | None = None) -> Offer:
    """Take a public offer off the guide for now; it can be published again. Raises `WrongStateError`."""
    row = locked(offer)
    _allowed(row, "suspend", row.suspend)
    row.suspend(now or timezone.now(), _words(reason))
    return save_state(by, row, "offer suspended", reason=_words(reason))


@action
def archive_offer(
    *, by: Actor, offer: Offer, reason: str, is_gone: bool = False, now: dt.datetime | None = None
) -> Offer:
    """Close an offer; it stays for the record and cannot be changed. Raises `WrongStateError`.

    `is_gone`: somebody said that it no longer exists; then no import brings it back.
    """
    row = locked(offer)
    _allowed(row, "archive", row.archive)
    row.archive(now or timezone.now(), _words(reason), is_gone)
    return save_state(by, row, "offer archived", reason=_words(reason), is_gone=is_gone)


@action
def reopen_offer(*, by: Actor, offer: Offer) -> Offer:
    """Make an archived offer a draft again; it is confirmed and published anew. Raises `WrongStateError`."""
    row = locked(offer)
    _allowed(row, "reopen", row.reopen)
    row.reopen()
    return save_state(by, row, "offer reopened")


@action
def confirm_offer(
    *, by: Actor, offer: Offer, by_carrier: bool = False, now: dt.datetime | None = None
) -> Offer:
    """Somebody says that all is still true: the only action that writes "last confirmed". Raises `WrongStateError`.

    `by_carrier`: the organisation itself says it. The next confirmation is due after the offer's interval. Only
    people confirm (`ValueError` for others); examples may be confirmed by anybody and are created so, and
    `put_back_offer` takes back the very confirmation that it undoes.
    """
    if by.kind not in {ActorKind.PERSON, ActorKind.LINK} and not offer.is_example:
        raise ValueError(f"only people confirm, not {by.kind}")
    moment = now or timezone.now()
    row = locked(offer)
    _allowed(row, "confirm", row.confirm)
    row.confirm(moment, str(by)[:120], by_carrier)
    row.confirm_due_on = due_after(row, moment)
    return save_state(by, row, "offer confirmed", by_carrier=by_carrier)


@action
def set_confirmation_rules(
    *,
    by: Actor,
    offer: Offer,
    confirm_every: int,
    pause_from: dt.date | None = None,
    pause_until: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Offer:
    """How often an offer is confirmed, and when nobody is asked; the due day moves with it.

    Raises `WrongStateError` for an archived one, `ValueError` where the pause has one end or ends before it begins.
    """
    if bool(pause_from) != bool(pause_until) or (pause_from and pause_until and pause_until < pause_from):
        raise ValueError("a pause has a first and a last day, in this order")
    row = locked(offer, but=(OfferStatus.ARCHIVED,), action="change the confirmation of")
    row.confirm_every, row.pause_from, row.pause_until = confirm_every, pause_from, pause_until
    if row.confirm_due_on is not None:
        row.confirm_due_on = due_after(
            row, row.last_confirmed_at or row.published_at or now or timezone.now()
        )
    return save_state(by, row, "confirmation rules set", confirm_every=confirm_every)


@action
def put_back_offer(*, by: Actor, offer: Offer, before: OfferState, after: OfferState) -> Offer:
    """Undo an action of this file that found the offer as `before` and left it as `after`.

    Only what it changed is put back, later confirmations and the content stay. Raises `WrongStateError` where
    somebody has changed the same since, `InvalidOfferError` where a text could not be published.
    """
    row = locked(offer)
    now = state_of(row)
    changed = [name for name in _KEPT if before.values[name] != after.values[name]]
    if now.status != after.status or any(now.values[name] != after.values[name] for name in changed):
        raise WrongStateError(f"cannot put back an offer that is {now.status} and was changed since")
    if before.status == OfferStatus.PUBLISHED and after.status != OfferStatus.PUBLISHED:
        _check_text(row)
    row.put_back(OfferStatus(before.status))
    for name in changed:
        setattr(row, name, before.values[name])
    return save_state(by, row, "offer put back", status=before.status)


def _allowed(offer: Offer, name: str, transition: Callable[..., Any]) -> None:
    if not can_proceed(transition):
        raise WrongStateError(f"cannot {name} an offer that is {offer.status}")


def _check_text(offer: Offer) -> None:
    check_publishable(offer.texts.filter(language=offer.source_language).first())


def _words(reason: str) -> str:
    return reason.strip()[:REASON_LENGTH]
