"""What happened at a desk since yesterday, from the audit: offers, their texts, organisations; nothing about people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vielklang.accounts.audit_words import event_words
from vielklang.core.areas import Area, AreaKind, Block, Line
from vielklang.core.models import AuditEntry
from vielklang.core.permissions import Permission

_OFFERS = ("offers.offer", "offers.offertext", "offers.offerrevision")
MOST = 8


def since_yesterday(area: Area) -> Iterator[Block]:
    """The newest changes of the last day, by others than oneself; one query."""
    if area.kind != AreaKind.DESK:
        return
    since = timezone.now() - dt.timedelta(days=1)
    things = [*_OFFERS, *(["organisations.organisation"] if area.can(Permission.ORGANISATION_VIEW) else [])]
    rows = AuditEntry.objects.filter(at__gte=since, subject_type__in=things).exclude(event__endswith=" read")
    rows = rows.exclude(user_id=area.actor.user_id).order_by("-at", "id")
    yield Block(
        title=_("Since yesterday"),
        lines=tuple(
            Line(
                when=date_format(timezone.localtime(row.at), "H:i"),
                title=row.subject_label or event_words(row.event),
                hint=f"{event_words(row.event)} · {row.actor_name}",
            )
            for row in rows[:MOST]
        ),
        sort=10,
        empty=_("Nothing has changed since yesterday."),
    )
