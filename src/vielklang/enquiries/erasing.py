"""Deleting enquiries for good: with every word, way to reach the person, file, history and mail on its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from vielklang.core.models import MailState, OutgoingMail
from vielklang.enquiries.counting import keep_facts
from vielklang.enquiries.mail_ids import REPLY
from vielklang.enquiries.models import Enquiry, EnquiryContact, EnquiryHold, EnquiryMessage

MAIL_KEYS = ("enquiry", "referral")
"""How the keys of this room's mails begin."""


def not_held(name: str) -> Q:
    """That no legal hold keeps the enquiry; `name` is the field that leads to its key."""
    return Q(~Exists(EnquiryHold.objects.filter(enquiry=OuterRef(name), lifted_at=None)))


def is_held(enquiry: Enquiry) -> bool:
    return EnquiryHold.objects.filter(enquiry=enquiry, lifted_at=None).exists()


def locked_ids(ids: Iterable[int], before: dt.datetime) -> list[int]:
    """Those of these enquiries that are still over and not held, now that nobody else can change them.

    Holds are asked in a statement of their own, after the locks: whoever sets one takes the same lock.
    """
    rows = Enquiry.objects.select_for_update().filter(pk__in=list(ids), closed_at__lt=before)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    held = set(
        EnquiryHold.objects.filter(enquiry__in=keys, lifted_at=None).values_list("enquiry_id", flat=True)
    )
    return [key for key in keys if key not in held]


def delete_enquiries(centre_id: int, ids: Collection[int]) -> None:
    """Count them, then delete them with all that belongs to them; their rows are locked and none is held.

    Messages, contacts, consents, files and named offers go by cascade; the history goes by a trigger of the database.
    """
    if not ids:
        return
    forget_mails(ids)
    keep_facts(centre_id, ids)
    Enquiry.objects.filter(pk__in=ids).delete()


def forget_mails(ids: Collection[int]) -> None:
    """Mails to these persons that have not been sent yet are never sent; sent ones hold no address any more."""
    keys = [
        f"{kind}:{key}"
        for kind in ("enquiry", REPLY)
        for key in EnquiryMessage.objects.filter(enquiry__in=ids).values_list("public_id", flat=True)
    ]
    values = set(EnquiryContact.objects.filter(enquiry__in=ids).values_list("value", flat=True)) - {""}
    ours = Q(*(Q(key__startswith=key) for key in MAIL_KEYS), _connector=Q.OR)
    waiting = OutgoingMail.objects.filter(ours, state__in=(MailState.WAITING, MailState.SENDING))
    to_them = [mail.pk for mail in waiting.only("to") if mail.to in values] if values else []
    OutgoingMail.objects.filter(Q(key__in=keys) | Q(pk__in=to_them)).delete()
