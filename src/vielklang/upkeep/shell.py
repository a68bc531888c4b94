"""What upkeep adds to the desk and the partner area: menu, what waits today, figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vielklang.core.areas import Area, AreaKind, Figure, MenuEntry, TodayItem, Words
from vielklang.core.permissions import Permission
from vielklang.offers.models import Offer
from vielklang.upkeep.enums import ReportState
from vielklang.upkeep.figures import freshness_of
from vielklang.upkeep.models import GuideFeedback, LinkCheck, OfferReport
from vielklang.upkeep.queries import partner_due, unanswered
from vielklang.web.formats import phone_number

REPORT_OVERDUE_DAYS = 7


def menu() -> list[MenuEntry]:
    desk, partner = AreaKind.DESK, AreaKind.PARTNER
    offers, centre, none = gettext_lazy("Offers"), gettext_lazy("Centre"), ""
    P = Permission  # noqa: N806
    rows: list[tuple[AreaKind, Words, str, Permission, str, int, Words]] = [
        (desk, gettext_lazy("Up to date?"), "desk_freshness", P.OFFER_VIEW, "check", 12, offers),
        (desk, gettext_lazy("Reports"), "desk_reports", P.REPORT_HANDLE, "speech", 13, offers),
        (desk, gettext_lazy("Dead links"), "desk_dead_links", P.OFFER_EDIT, "warning", 14, offers),
        (desk, gettext_lazy("Personal links"), "desk_links", P.ORGANISATION_EDIT, "mail", 15, offers),
        (desk, gettext_lazy("Reminders"), "desk_rules", P.CENTRE_EDIT, "clock", 82, centre),
        (partner, gettext_lazy("Still true?"), "partner_confirm", P.OFFER_CONFIRM, "check", 12, none),
        (partner, gettext_lazy("Reports"), "partner_reports", P.OFFER_EDIT, "speech", 13, none),
        (partner, gettext_lazy("Up to date?"), "partner_freshness", P.OFFER_VIEW, "calendar", 14, none),
    ]
    return [
        MenuEntry(area=area, label=label, url_name=f"upkeep:{name}", permission=right, icon=icon, sort=sort,
                  section=section)
        for area, label, name, right, icon, sort, section in rows
    ]  # fmt: skip


def today_of(area: Area) -> Iterator[TodayItem]:
    if area.kind == AreaKind.DESK:
        yield from _reports(area, Permission.REPORT_HANDLE, "upkeep:desk_reports")
        yield from _feedback(area)
        yield from _silent(area)
        yield from _dead_links(area)
    elif area.kind == AreaKind.PARTNER:
        yield from _to_confirm(area)
        yield from _reports(area, Permission.OFFER_EDIT, "upkeep:partner_reports")


def _reports(area: Area, right: Permission, url_name: str) -> Iterator[TodayItem]:
    if not area.can(right):
        return
    old = timezone.now() - dt.timedelta(days=REPORT_OVERDUE_DAYS)
    found = OfferReport.objects.filter(state=ReportState.NEW).aggregate(
        n=Count("pk"), old=Count("pk", filter=Q(created_at__lt=old))
    )
    label = ngettext("new report about an offer", "new reports about offers", found["n"])
    yield TodayItem(label=label, count=found["n"], overdue=found["old"], url=area.url(url_name), sort=20)


def _feedback(area: Area) -> Iterator[TodayItem]:
    if not area.can(Permission.REPORT_HANDLE):
        return
    count = GuideFeedback.objects.filter(done_at=None).count()
    label = ngettext("remark about the guide", "remarks about the guide", count)
    yield TodayItem(label=label, count=count, url=area.url("upkeep:desk_feedback_list"), sort=25)


def _silent(area: Area) -> Iterator[TodayItem]:
    if not area.can(Permission.OFFER_CONFIRM):
        return
    waiting = unanswered(area.centre, timezone.localdate())
    first = waiting[0].organisation if waiting else None
    shown = (first.name, phone_number(first.phone)[0] if first.phone else "") if first else ()
    hint = " · ".join(part for part in shown if part)
    label = ngettext(
        "organisation does not answer about overdue offers",
        "organisations do not answer about overdue offers",
        len(waiting),
    )
    yield TodayItem(
        label=label, count=len(waiting), url=area.url("upkeep:desk_unanswered"), sort=30, hint=hint
    )


def _dead_links(area: Area) -> Iterator[TodayItem]:
    if not area.can(Permission.OFFER_EDIT):
        return
    count = LinkCheck.objects.all().dead().count()
    label = ngettext("website does not answer any more", "websites do not answer any more", count)
    yield TodayItem(label=label, count=count, url=area.url("upkeep:desk_dead_links"), sort=60)


def _to_confirm(area: Area) -> Iterator[TodayItem]:
    if not area.can(Permission.OFFER_CONFIRM):
        return
    count = partner_due(area.organisation, timezone.localdate()).count()
    label = ngettext("offer to confirm: still true?", "offers to confirm: still true?", count)
    yield TodayItem(label=label, count=count, url=area.url("upkeep:partner_confirm"), sort=10)


def figures_of(area: Area) -> Iterator[Figure]:
    if area.kind == AreaKind.STATE or not area.can(Permission.OFFER_VIEW):
        return
    desk = area.kind == AreaKind.DESK
    own = {"centre": area.centre} if desk else {"organisation": area.organisation}
    found = freshness_of(Offer.objects.filter(**own), timezone.localdate())
    if not found.offers:
        return
    hint = _("%(percent)s %% by the organisations themselves") if desk else _("%(percent)s %% by yourselves")
    yield Figure(
        label=_("confirmed in the last 6 months"),
        value=f"{found.percent} %",
        hint=hint % {"percent": found.own_percent},
        url=area.url("upkeep:desk_freshness" if desk else "upkeep:partner_freshness"),
        sort=20,
    )
