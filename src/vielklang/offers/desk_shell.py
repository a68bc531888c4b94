"""What offers add to the start page of the desk and the partner area, and to its search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vielklang.core.areas import Area, AreaKind, Figure, SearchHit, TodayItem
from vielklang.core.permissions import Permission
from vielklang.offers.enums import OfferStatus, RevisionState
from vielklang.offers.models import OfferRevision
from vielklang.offers.queries import containing, revisions_in_review
from vielklang.offers.rules import offers_of

LATE_DAYS = 7
REFUSED_DAYS = 14


def today(area: Area) -> Iterator[TodayItem]:
    """What waits: reviews at the desk; what was sent back or not taken over, for those who edit."""
    if area.kind == AreaKind.DESK and area.can(Permission.OFFER_PUBLISH):
        yield from _reviews(area)
    if area.kind not in {AreaKind.DESK, AreaKind.PARTNER} or not area.can(Permission.OFFER_EDIT):
        return
    back = offers_of(area).filter(status=OfferStatus.DRAFT).exclude(status_reason="").count()
    words = ngettext("draft was sent back", "drafts were sent back", back)
    yield TodayItem(label=words, count=back, url=f"{_list(area)}?tab=draft", sort=30)
    since = timezone.now() - dt.timedelta(days=REFUSED_DAYS)
    refused = OfferRevision.objects.filter(
        state=RevisionState.REJECTED, author_user_id=area.actor.user_id, decided_at__gt=since
    ).select_related("offer")[:20]
    rows = list(refused)
    if rows and rows[0].offer:
        words = ngettext(
            "change of yours was not taken over", "changes of yours were not taken over", len(rows)
        )
        target = area.url(f"offers:{area.kind}_revision", rows[0].offer.public_id, rows[0].number)
        yield TodayItem(label=words, count=len(rows), url=target, sort=31, hint=rows[0].reason)


def figures(area: Area) -> Iterator[Figure]:
    if area.kind not in {AreaKind.DESK, AreaKind.PARTNER} or not area.can(Permission.OFFER_VIEW):
        return
    count = offers_of(area).filter(status=OfferStatus.PUBLISHED).count()
    label = ngettext("public offer", "public offers", count)
    yield Figure(label=label, value=str(count), url=f"{_list(area)}?tab=published", sort=10)


def hits(area: Area, text: str) -> Iterator[SearchHit]:
    """Offers whose title or organisation contains the words."""
    if not area.can(Permission.OFFER_VIEW):
        return
    rows = containing(offers_of(area), text)
    for offer in rows.select_related("organisation").order_by("title", "pk")[:10]:
        yield SearchHit(
            kind=_("Offers"),
            title=str(offer),
            url=area.url(f"offers:{area.kind}_offer", offer.public_id),
            hint=f"{offer.organisation.name} · {offer.get_status_display()}",
        )


def _reviews(area: Area) -> Iterator[TodayItem]:
    late = timezone.now() - dt.timedelta(days=LATE_DAYS)
    page = area.url("offers:desk_review")
    waiting = offers_of(area).filter(status=OfferStatus.IN_REVIEW)
    found = waiting.aggregate(all=Count("pk"), late=Count("pk", filter=Q(updated_at__lt=late)))
    label = ngettext("offer to review", "offers to review", found["all"])
    yield TodayItem(label=label, count=found["all"], overdue=found["late"], url=page, sort=20)
    changes = revisions_in_review(offers_of(area)).aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(created_at__lt=late))
    )
    label = ngettext("change of an offer to review", "changes of offers to review", changes["all"])
    yield TodayItem(label=label, count=changes["all"], overdue=changes["late"], url=page, sort=21)


def _list(area: Area) -> str:
    return area.url(f"offers:{area.kind}_offers")
