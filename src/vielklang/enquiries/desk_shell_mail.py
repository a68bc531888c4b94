"""What the mailbox adds to the desk: the menu entry, and what waits today."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vielklang.core.areas import Area, AreaKind, MenuEntry, TodayItem
from vielklang.core.permissions import Permission
from vielklang.enquiries.mailbox_queries import unreadable_mails
from vielklang.enquiries.models import Mailbox


def menu() -> list[MenuEntry]:
    return [
        MenuEntry(
            area=AreaKind.DESK, label=gettext_lazy("Mailbox"), url_name="enquiries:desk_mailbox",
            permission=Permission.CENTRE_EDIT, icon="mail", sort=85, section=gettext_lazy("Centre"),
        ),
    ]  # fmt: skip


def today(area: Area) -> Iterator[TodayItem]:
    """Mails that a colleague has to look at, and a mailbox that cannot be read: no question comes out of it."""
    if area.kind != AreaKind.DESK or not area.can(Permission.ENQUIRY_ANSWER):
        return
    count, url = unreadable_mails().count(), area.url("enquiries:desk_mails")
    label = ngettext("mail could not be read", "mails could not be read", count)
    yield TodayItem(label=label, count=count, url=url, sort=6)
    broken = Mailbox.objects.filter(is_active=True).exclude(problem="").count()
    yield TodayItem(label=_("mailbox cannot be read"), count=broken, overdue=broken, url=url, sort=4)
