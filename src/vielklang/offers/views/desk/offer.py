"""One offer: facts, history, next possible actions; its versions with what they change."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest
from vielklang.core.areas import Area, AreaKind
from vielklang.core.models import AuditEntry
from vielklang.core.permissions import Permission
from vielklang.offers import actions
from vielklang.offers.actions import EditConflict, WrongStateError
from vielklang.offers.completeness import completeness_of
from vielklang.offers.confirming import is_overdue
from vielklang.offers.desk_words import FIELDS, language_name
from vielklang.offers.differences import FACTS, TEXT_FIELDS, differences, field_lines
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.enums import OfferStatus, RevisionState
from vielklang.offers.merging import TEXT, merged_with
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.rows import draft_of
from vielklang.offers.rules import access_offer, access_revision, access_working_revision
from vielklang.offers.snapshots import draft_from
from vielklang.offers.validation import InvalidOfferError
from vielklang.offers.views.desk.acting import buttons, undo_words

SHOWN = 30


@require_safe
def offer(request: AreaRequest, public_id: UUID) -> HttpResponse:
    area = request.area
    row = access_offer(area, public_id, Permission.OFFER_VIEW)
    draft = draft_of(row)
    revisions = list(revisions_of(row)[:SHOWN])
    context = {
        "offer": row,
        "texts": [(FIELDS[label], text) for label, text in texts_of(draft)],
        "text_language": row.source_language,
        "facts": [(FIELDS[field], lines) for field in FACTS if (lines := field_lines(field, draft))],
        "translations": [language_name(x.language) for x in draft.texts if x.language != row.source_language],
        "complete": completeness_of(draft),
        "is_overdue": is_overdue(row, timezone.localdate()),
        "revisions": revisions,
        "waiting": next((x for x in revisions if x.state == RevisionState.IN_REVIEW), None),
        "refused": newest_refused(revisions),
        "working": access_working_revision(area, row),
        "history": history_of(row),
        "buttons": buttons(area, row),
        "undo": undo_words(request),
        "can_edit": area.can(Permission.OFFER_EDIT) and row.status != OfferStatus.ARCHIVED,
    }
    return render(request, "offers/desk/offer.html", context)


@require_safe
def revision(request: AreaRequest, public_id: UUID, number: int) -> HttpResponse:
    """What a version changes: against what is public while it waits, else against the version before it."""
    area = request.area
    row = access_offer(area, public_id, Permission.OFFER_VIEW)
    shown = access_revision(area, row, number)
    waits = shown.state == RevisionState.IN_REVIEW
    after = draft_from(merged_with(row, shown).content if waits else shown.content or {}, row)
    before = draft_of(row) if waits else _content_before(shown, row)
    context = {
        "offer": row,
        "revision": shown,
        "waits": waits,
        "differences": differences(before, after) if before else [],
        "is_first": before is None,
        "facts": [(FIELDS[field], lines) for field in FACTS if (lines := field_lines(field, after))],
        "texts": [(FIELDS[label], text) for label, text in texts_of(after)],
        "can_decide": waits and area.can(Permission.OFFER_PUBLISH),
        "can_take_back": waits and shown.author_user_id == area.actor.user_id,
        "can_restore": not waits
        and shown.state != RevisionState.PUBLISHED
        and area.can(Permission.OFFER_EDIT)
        and row.status != OfferStatus.ARCHIVED,
    }
    return render(request, "offers/desk/revision.html", context)


@require_POST
def decide(request: AreaRequest, public_id: UUID, number: int) -> HttpResponse:
    """Publish or refuse what waits, take one's own back, or restore an old version (`do`)."""
    area = request.area
    row = access_offer(area, public_id, Permission.OFFER_EDIT)
    chosen = access_revision(area, row, number)
    page = area.url(f"offers:{area.kind}_offer", row.public_id)
    try:
        words = _decide(request, row, chosen)
    except EditConflict as conflict:
        messages.error(request, _conflict_words(conflict))
        return redirect(page)
    except (WrongStateError, InvalidOfferError):
        messages.error(
            request, _("This is not possible any more: the state has changed, or a text is missing.")
        )
        return redirect(page)
    if words is None:
        messages.error(request, _("Please say why: whoever maintains the entry reads it."))
        return redirect(area.url(f"offers:{area.kind}_revision", row.public_id, number))
    messages.success(request, words)
    from_queue = area.kind == AreaKind.DESK and request.POST.get("do") in {"publish", "reject"}
    return redirect(area.url("offers:desk_review") if from_queue else page)


def _conflict_words(conflict: EditConflict) -> str:
    texts = {TEXT + name: label for name, label in TEXT_FIELDS.items()}
    names = (texts.get(name, name) for name in conflict.fields)
    fields = ", ".join(str(FIELDS[name]) for name in names if name in FIELDS)
    if not fields:
        words = _("Nothing was changed: %(who)s has saved something meanwhile. Please look at it first.")
        return words % {"who": conflict.who}
    words = _(
        "Nothing was changed. While this change waited, somebody else changed the same: %(fields)s."
        " Please edit the entry, or do not take the change over."
    )
    return words % {"fields": fields}


def _decide(request: AreaRequest, offer: Offer, revision: OfferRevision) -> str | None:
    """What to tell; None where a reason is missing. What one may not do is as if it were impossible."""
    area, what, reason = request.area, request.POST.get("do"), request.POST.get("reason", "").strip()
    seen = int(edition) if (edition := request.POST.get("edition", "")).isdecimal() else offer.edition
    may_publish = area.can(Permission.OFFER_PUBLISH)
    if what == "publish" and may_publish:
        actions.publish_revision(by=area.actor, revision=revision, seen_number=seen)
        return _("The change is public now.")
    if what == "reject" and may_publish:
        if not reason:
            return None
        actions.reject_revision(by=area.actor, revision=revision, reason=reason)
        return _("The change was not taken over; its author reads why.")
    if what == "take_back" and revision.author_user_id == area.actor.user_id:
        actions.discard_revision(by=area.actor, revision=revision)
        return _("Your change was taken back.")
    if what == "restore":
        actions.restore_revision(by=area.actor, offer=offer, number=revision.number or 0, base_number=seen)
        return _("Version %(number)s was restored as a new version.") % {"number": revision.number}
    raise WrongStateError(f"{what} is not possible")


def revisions_of(offer: Offer) -> QuerySet[OfferRevision]:
    rows = OfferRevision.objects.filter(offer=offer).exclude(state=RevisionState.WORKING)
    found: QuerySet[OfferRevision] = rows.defer("content", "form_data").order_by("-number")
    return found


def newest_refused(revisions: list[OfferRevision]) -> OfferRevision | None:
    """The newest change, where it was not taken over: its author wants to know why."""
    return revisions[0] if revisions and revisions[0].state == RevisionState.REJECTED else None


def history_of(offer: Offer) -> list[AuditEntry]:
    rows = AuditEntry.objects.filter(subject_id=str(offer.public_id), subject_type="offers.offer")
    return list(rows.order_by("-at", "id")[:SHOWN])


def texts_of(draft: OfferDraft) -> list[tuple[str, str]]:
    text = draft.source_text
    words = ((label, getattr(text, name)) for name, label in TEXT_FIELDS.items()) if text else ()
    return [(label, value) for label, value in words if value and label != "title"]


def _content_before(revision: OfferRevision, offer: Offer) -> OfferDraft | None:
    """The content of the version that its author began with, else of the one before."""
    rows = OfferRevision.objects.filter(offer=offer, number__lt=revision.number).exclude(content=None)
    before = rows.filter(state__in=(RevisionState.SUPERSEDED, RevisionState.PUBLISHED)).first()
    return draft_from(before.content or {}, offer) if before else None


def home_of(area: Area, offer: Offer | None) -> str:
    """The offer's page, or the list where there is none yet."""
    name = f"offers:{area.kind}_offer"
    return area.url(name, offer.public_id) if offer else area.url(f"{name}s")
