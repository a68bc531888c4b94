"""The centre's mailbox is set at the desk."""

from __future__ import annotations

from dataclasses import dataclass

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.models import EnquiryMail, Mailbox


@dataclass(frozen=True, slots=True)
class MailboxValues:
    """What the form asks for."""

    address: str
    host: str
    port: int
    security: str
    user: str
    password: str
    folder: str
    is_active: bool

    def on(self, mailbox: Mailbox) -> Mailbox:
        """The mailbox with these values, not saved."""
        for name in self.__slots__:
            setattr(mailbox, name, getattr(self, name))
        return mailbox


@action
def set_mailbox(*, by: Actor, centre: Centre, values: MailboxValues) -> Mailbox:
    """Where the centre's mails are read from. In another mailbox, or another folder, the numbers begin anew."""
    row = Mailbox.objects.select_for_update().filter(centre=centre).first() or Mailbox(centre=centre)
    before = (row.host, row.user, row.folder)
    values.on(row)
    if row.pk and before != (row.host, row.user, row.folder):
        row.uid_validity, row.last_uid = None, 0
        EnquiryMail.objects.filter(uid__isnull=False).update(uid=None, uid_validity=None)
    row.problem = ""
    row.save()
    record(by=by, event="mailbox set", subject=row, is_active=row.is_active)
    return row
