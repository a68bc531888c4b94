"""Changing an offer step by step (ADR 0012): what is typed is kept, what is public stays until a change is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor, ActorKind
from vielklang.core.audit import action, record
from vielklang.core.permissions import Permission, can
from vielklang.offers.actions._common import WrongStateError, locked, next_edition
from vielklang.offers.actions.content import update_offer
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.enums import OfferStatus, RevisionState
from vielklang.offers.merging import merged_with
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.rows import draft_of
from vielklang.offers.snapshots import Json, draft_from, snapshot
from vielklang.offers.validation import check_draft, check_publishable
from vielklang.organisations.models import Organisation

R = RevisionState
BEFORE = "Vielklang"


class EditConflict(Exception):
    """Somebody else saved meanwhile; nothing was written.

    `who` and `when` say whose change it was, `base` and `theirs` are the contents before and after it
    (snapshots; `base` is None where it is no longer known), `number` is the edition to begin with now.
    `fields` names what both changed, where that is known (`merging.Merged`).
    """

    def __init__(
        self,
        *,
        who: str,
        when: dt.datetime,
        base: Json | None,
        theirs: Json,
        number: int,
        fields: tuple[str, ...] = (),
    ) -> None:
        self.who, self.when, self.base, self.theirs, self.number = who, when, base, theirs, number
        self.fields = fields
        super().__init__(f"edition {number} was saved by {who} meanwhile")


def publishes_directly(by: Actor, offer: Offer) -> bool:
    """Whether what this actor saves is public without a review: trusted carriers, and who may publish."""
    trusted = offer.organisation.publishes_directly and by.kind in {ActorKind.PERSON, ActorKind.LINK}
    return trusted or can(by, Permission.OFFER_PUBLISH, centre_id=offer.centre_id)


@action
def keep_working(
    *,
    by: Actor,
    centre: Centre,
    organisation: Organisation | None = None,
    offer: Offer | None = None,
    form_data: Mapping[str, Any],
    base_number: int = 0,
) -> OfferRevision | None:
    """Keep what a person is typing, valid or not, in the one working revision that they have of this offer.

    Nobody else's work is touched and no edition is counted. Without `offer`: a new one. `organisation`: whose partner
    area it is typed in; what is typed at the desk has none, so that no carrier can read it. None where it comes too
    late: the same person has saved meanwhile (the last letters were still on their way). Needs a person with an
    account (`ValueError`): without one, several would share the same work.
    """
    if by.user_id is None:
        raise ValueError("work in progress belongs to a person with an account")
    if offer is not None and _was_saved_by(by, offer, base_number):
        return None
    same = {"offer": offer, "centre": centre, "organisation": organisation, "author_user_id": by.user_id}
    row: OfferRevision
    row, _ = OfferRevision.objects.select_for_update().get_or_create(
        **same, state=R.WORKING, defaults={"author": _name(by)}
    )
    row.form_data, row.base_number = dict(form_data), base_number
    row.save()
    return row


@action
def save_revision(
    *,
    by: Actor,
    offer: Offer,
    draft: OfferDraft,
    base_number: int,
    note: str = "",
    now: dt.datetime | None = None,
) -> OfferRevision:
    """Save a whole content that began with edition `base_number`; the newest revision afterwards.

    In force at once (`update_offer`) where readers do not know the offer yet or the actor publishes directly;
    else in review, in place of an older one in review, and what is public stays. The working revision of the
    person is used up. Raises `EditConflict`, `InvalidOfferError`, `WrongStateError`; then nothing is written.
    """
    row = locked(offer, but=(OfferStatus.ARCHIVED,), action="change")
    _check_base(row, base_number)
    check_draft(draft)
    if row.was_published:
        check_publishable(draft.source_text)
    moment = now or timezone.now()
    in_force = _keep_what_was(row)
    revision = _working_of(by, row) or OfferRevision(
        offer=row, centre=row.centre, author=_name(by), author_user_id=by.user_id
    )
    revision.organisation, revision.base_number = row.organisation, base_number
    revision.content, revision.note = snapshot(draft), note.strip()[:300]
    if not row.was_published or publishes_directly(by, row):
        _put_in_force(by, row, revision, draft, now=moment)
    else:
        older = OfferRevision.objects.filter(offer=row, state=R.IN_REVIEW).first()
        revision.base_number = older.base_number if older else in_force.number or 0
        _replace([older] if older else [])
        revision.submit(next_edition(row))
        revision.save()
        record(by=by, event="revision submitted", subject=row, number=revision.number, note=revision.note)
    return revision


@action
def submit_revision(
    *, by: Actor, revision: OfferRevision, draft: OfferDraft, note: str = ""
) -> OfferRevision:
    """Save what a person was working on, now that it makes a whole draft (`save_revision`)."""
    if revision.state != R.WORKING or revision.offer is None:
        raise WrongStateError(f"cannot submit a revision that is {revision.state}")
    return save_revision(
        by=by, offer=revision.offer, draft=draft, base_number=revision.base_number, note=note
    )


@action
def publish_revision(
    *, by: Actor, revision: OfferRevision, seen_number: int | None = None, now: dt.datetime | None = None
) -> OfferRevision:
    """Put a revision in review in force: readers see it now. The author is named as such, `by` as who decided.

    Only what it changes is written: what others changed while it waited stays. `seen_number`: the edition that the
    reviewer looked at. Raises `EditConflict` where another was saved since, or where the same `fields` were changed
    while it waited; `InvalidOfferError`, `WrongStateError`.
    """
    row, revision = _in_review(revision, "publish")
    if seen_number is not None:
        _check_base(row, seen_number)
    in_force = _keep_what_was(row)
    merged = merged_with(row, revision)
    if merged.conflicts:
        raise EditConflict(
            who=in_force.author,
            when=in_force.decided_at or row.updated_at,
            base=None,
            theirs=in_force.content or {},
            number=row.edition,
            fields=merged.conflicts,
        )
    revision.content = merged.content
    draft = draft_from(merged.content, row)
    _put_in_force(by, row, revision, draft, now=now or timezone.now(), number=revision.number)
    return revision


@action
def reject_revision(
    *, by: Actor, revision: OfferRevision, reason: str, now: dt.datetime | None = None
) -> OfferRevision:
    """Do not publish it; its author reads the reason and may go on from it. Raises `WrongStateError`."""
    row, revision = _in_review(revision, "reject")
    revision.reject(_name(by), now or timezone.now(), reason.strip()[:300])
    revision.save()
    record(by=by, event="revision rejected", subject=row, number=revision.number, reason=revision.reason)
    return revision


@action
def discard_revision(*, by: Actor, revision: OfferRevision) -> None:
    """Throw away one's work in progress, or take back what is in review. Raises `WrongStateError`."""
    if revision.state == R.WORKING:
        OfferRevision.objects.filter(pk=revision.pk, state=R.WORKING).delete()
        return
    row, revision = _in_review(revision, "discard")
    revision.supersede()
    revision.save()
    record(by=by, event="revision taken back", subject=row, number=revision.number)


@action
def restore_revision(
    *, by: Actor, offer: Offer, number: int, base_number: int, now: dt.datetime | None = None
) -> OfferRevision:
    """A new revision with the content of an old one, in force or in review as by `save_revision`.

    Raises `OfferRevision.DoesNotExist` and what `save_revision` raises.
    """
    old = OfferRevision.objects.get(offer=offer, number=number)
    draft = draft_from(old.content or {}, offer)
    return save_revision(
        by=by, offer=offer, draft=draft, base_number=base_number, note=f"↺ {number}", now=now
    )


def _put_in_force(
    by: Actor,
    offer: Offer,
    revision: OfferRevision,
    draft: OfferDraft,
    *,
    now: dt.datetime,
    number: int | None = None,
) -> None:
    """Write the content to the offer; older ones in force or in review give way."""
    others = OfferRevision.objects.filter(offer=offer, state__in=(R.PUBLISHED, R.IN_REVIEW))
    _replace(others.exclude(pk=revision.pk))
    updated = update_offer(by=by, offer=offer, draft=draft, now=now)
    offer.edition = updated.edition
    revision.publish(number or updated.edition, _name(by), now)
    revision.save()
    record(by=by, event="revision published", subject=offer, number=revision.number, note=revision.note)


def _keep_what_was(offer: Offer) -> OfferRevision:
    """The revision in force; where its content is in none (created, imported, changed by a link), it becomes one."""
    content = snapshot(draft_of(offer))
    kept: OfferRevision | None = OfferRevision.objects.filter(offer=offer, state=R.PUBLISHED).first()
    if kept is not None and kept.content == content:
        return kept
    if kept is not None:
        kept.supersede()
        kept.save()
    taken = OfferRevision.objects.filter(offer=offer, number=offer.edition).exists()
    number = next_edition(offer) if taken else offer.edition
    source = offer.texts.filter(language=offer.source_language).first()
    author = source.author if source else BEFORE
    row = OfferRevision(offer=offer, centre=offer.centre, organisation=offer.organisation, author=author)
    row.content, row.base_number = content, number
    row.publish(number, author, offer.updated_at)
    row.save()
    return row


def _check_base(offer: Offer, base_number: int) -> None:
    if offer.edition == base_number:
        return
    newest = OfferRevision.objects.filter(offer=offer, number__gt=base_number).order_by("-number").first()
    base = OfferRevision.objects.filter(offer=offer, number=base_number).first()
    if newest is not None and newest.number == offer.edition:
        who, when, theirs = newest.author, newest.created_at, newest.content or {}
    else:
        source = offer.texts.filter(language=offer.source_language).first()
        who, when = source.author if source else BEFORE, offer.updated_at
        theirs = snapshot(draft_of(offer))
    if base is not None and base.content == theirs:
        return  # a revision was put in force: what it says was known
    raise EditConflict(
        who=who, when=when, base=base.content if base else None, theirs=theirs, number=offer.edition
    )


def _in_review(revision: OfferRevision, name: str) -> tuple[Offer, OfferRevision]:
    """The offer and the revision, both locked."""
    if revision.offer is None or revision.state != R.IN_REVIEW:
        raise WrongStateError(f"cannot {name} a revision that is {revision.state}")
    offer = locked(revision.offer, but=(OfferStatus.ARCHIVED,), action=f"{name} a revision of")
    row = OfferRevision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    if row.state != R.IN_REVIEW:
        raise WrongStateError(f"cannot {name} a revision that is {row.state}")
    return offer, row


def _was_saved_by(by: Actor, offer: Offer, base_number: int) -> bool:
    newer = OfferRevision.objects.filter(offer=offer, number__gt=base_number, author_user_id=by.user_id)
    return base_number < offer.edition and bool(newer.exists())


def _working_of(by: Actor, offer: Offer) -> OfferRevision | None:
    if by.user_id is None:
        return None
    rows = OfferRevision.objects.filter(offer=offer, author_user_id=by.user_id, state=R.WORKING)
    return rows.order_by(F("organisation").asc(nulls_first=True)).first()  # typed at the desk first


def _replace(rows: Any) -> None:
    for row in rows:
        row.supersede()
        row.save()


def _name(by: Actor) -> str:
    """Who, as colleagues know them: the person where one is signed in."""
    return (by.person or by.name)[:200]
