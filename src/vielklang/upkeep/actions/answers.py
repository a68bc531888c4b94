"""What carriers say about their offers, by personal link or in the partner area."""

from __future__ import annotations

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.upkeep import writing
from vielklang.upkeep.enums import Answer, ReportCategory, ReportSource
from vielklang.upkeep.models import AutomaticSuspension, LinkSession, OfferReport, PersonalLink

GONE = "Der Träger sagt: Das gibt es nicht mehr."


@action
def say_still_true(*, by: Actor, offer: Offer, session: LinkSession | None = None) -> Offer:
    """The carrier confirms everything; an offer that was suspended because nobody answered is public again at once."""
    writing.confirm(by=by, offer=offer, by_carrier=True)
    lift_suspension(by=by, offer=offer)
    _note_answer(session, offer, Answer.TRUE)
    return offer


@action
def correct_offer(
    *,
    by: Actor,
    offer: Offer,
    draft: OfferDraft | None,
    base_number: int = 0,
    remark: str = "",
    session: LinkSession | None = None,
) -> bool:
    """The carrier corrects single facts and thereby confirms the rest. Returns whether the change is public already.

    `draft` None: nothing but a remark, which goes to the centre as a report. `base_number` is the edition that was
    shown. Raises `EditConflict`, `InvalidOfferError`.
    """
    is_public = True
    if remark.strip():
        OfferReport.objects.create(
            centre_id=offer.centre_id, organisation_id=offer.organisation_id, offer=offer, language="de",
            source=ReportSource.CARRIER, category=ReportCategory.OTHER, text=remark.strip(),
        )  # fmt: skip
    if draft is not None:
        is_public = writing.correct(
            by=by, offer=offer, draft=draft, base_number=base_number, note=remark.strip()
        )
    writing.confirm(by=by, offer=offer, by_carrier=True)
    lift_suspension(by=by, offer=offer)
    _note_answer(session, offer, Answer.CORRECTED)
    return is_public


@action
def say_gone(*, by: Actor, offer: Offer, session: LinkSession | None = None) -> Offer:
    """The offer no longer exists: archived, and remembered so that no import brings it back."""
    before = writing.end(by=by, offer=offer, reason=GONE)
    _note_answer(session, offer, Answer.GONE, undo=before)
    return offer


@action
def take_back_gone(*, by: Actor, offer: Offer, session: LinkSession) -> Offer:
    """Undo `say_gone` of the same session; anything else is left as it is.

    Raises `InvalidOfferError`, `WrongStateError` where the centre has changed it since.
    """
    row = LinkSession.objects.select_for_update().get(pk=session.pk)
    key = str(offer.public_id)
    if row.answers.get(key) != Answer.GONE:
        return offer
    writing.bring_back(by=by, offer=offer, ended=row.undo.pop(key))
    row.answers[key] = ""
    row.save(update_fields=["answers", "undo"])
    session.answers = row.answers
    return offer


@action
def lift_suspension(*, by: Actor, offer: Offer) -> bool:
    """Publish an offer again that was suspended because nobody answered; False where it was not."""
    suspension = AutomaticSuspension.objects.select_for_update().filter(offer=offer, lifted_at=None).first()
    if suspension is None:
        return False
    suspension.lifted_at = timezone.now()
    suspension.save(update_fields=["lifted_at"])
    if Offer.objects.get(pk=offer.pk).status != OfferStatus.SUSPENDED:
        return False
    writing.publish_again(by=by, offer=offer)
    record(by=by, event="offer public again after confirmation", subject=offer)
    return True


def _note_answer(
    session: LinkSession | None, offer: Offer, answer: Answer, undo: writing.Json | None = None
) -> None:
    if session is None:
        return
    row = LinkSession.objects.select_for_update().get(pk=session.pk)
    row.answers[str(offer.public_id)] = answer.value
    if undo:
        row.undo[str(offer.public_id)] = undo
    row.save(update_fields=["answers", "undo"])
    PersonalLink.objects.filter(pk=row.link_id).update(used_at=timezone.now())
    session.answers = row.answers
