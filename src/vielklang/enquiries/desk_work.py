"""What the page of an enquiry and the start page show of colleagues and checklists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import ngettext

from vielklang.accounts.access import AreaRequest
from vielklang.core.areas import Area, AreaKind, TodayItem
from vielklang.core.permissions import Permission
from vielklang.enquiries.checklists import progress_of
from vielklang.enquiries.mentions import mentions_of, unseen
from vielklang.enquiries.models import Enquiry


def work_panel(request: AreaRequest, enquiry: Enquiry) -> dict[str, Any]:
    """Checklists of the enquiry's topics."""
    return {"checklists": progress_of(enquiry)}


def today(area: Area) -> Iterator[TodayItem]:
    """Where somebody was mentioned and has not looked yet; two queries."""
    if area.kind != AreaKind.DESK or not area.can(Permission.ENQUIRY_ANSWER):
        return
    user = area.actor.user_id
    count = len({row.enquiry_id for row in unseen(mentions_of(user), user)})
    label = ngettext("enquiry in which you were mentioned", "enquiries in which you were mentioned", count)
    yield TodayItem(label=label, count=count, url=area.url("enquiries:desk_mentions"), sort=6)
