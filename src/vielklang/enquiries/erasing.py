"""Deleting enquiries for good: with every word, way to reach the person, file, history and mail on its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from vielklang.core.models import MailState, OutgoingMail
from vielklang.enquiries.counting import keep_facts
from vielklang.enquiries.mail_ids import REPLY
from vielklang.enquiries.models import Enquiry, EnquiryContact, EnquiryHold, EnquiryMessage, Referral
from vielklang.enquiries.referral_counting import keep_referral_facts

MAIL_KEY = "enquiry"
"""How the keys of this room's mails begin."""


def not_held(name: str) -> Q:
    """That no legal hold keeps the enquiry or what went into it; `name` is the field that leads to its key."""
    holds = EnquiryHold.objects.filter(lifted_at=None)
    own, merged = holds.filter(enquiry=OuterRef(name)), holds.filter(enquiry__merged_into=OuterRef(name))
    return Q(~Exists(own)) & Q(~Exists(merged))


def is_held(enquiry: Enquiry) -> bool:
    return bool(held_among([enquiry.pk]))


def held_among(ids: Collection[int]) -> set[int]:
    holds = EnquiryHold.objects.filter(enquiry__in=ids, lifted_at=None)
    return set(holds.values_list("enquiry_id", flat=True))


def with_merged(ids: Iterable[int]) -> dict[int, int]:
    """These enquiries and all that went into them: the key of each, and the one of `ids` that it is part of now."""
    found = {key: key for key in ids}
    more = dict(found)
    while more:
        rows = Enquiry.objects.filter(merged_into__in=list(more)).values_list("pk", "merged_into")
        more = {key: found[into] for key, into in rows if into is not None and key not in found}
        found |= more
    return found


def roots_of(ids: Iterable[int]) -> set[int]:
    """What these enquiries have become part of in the end; one query for each step of the longest chain."""
    found, steps = set[int](), set(ids)
    while steps:
        rows = dict(Enquiry.objects.filter(pk__in=steps).values_list("pk", "merged_into"))
        found |= {key for key, into in rows.items() if into is None}
        steps = {into for into in rows.values() if into is not None}
    return found


def person_keys(enquiry: Enquiry) -> list[int]:
    """All that one code opens: it, what went into it, what was split from it, and so on; in order."""
    found, more = set[int](), {enquiry.pk}
    while more:
        found |= more
        down = Q(merged_into__in=more) | Q(split_from__in=more)
        rows = Enquiry.objects.filter(down | Q(split__in=more) | Q(merged__in=more))
        more = set(rows.values_list("pk", flat=True)) - found
    return sorted(found)


def locked_ids(ids: Iterable[int], before: dt.datetime) -> list[int]:
    """Those of these enquiries that are still over and not held, now that nobody else can change them.

    Holds are asked in a statement of their own, after the locks: whoever sets one takes the same lock.
    """
    rows = Enquiry.objects.select_for_update().filter(pk__in=list(ids), closed_at__lt=before)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    parts = with_merged(keys)
    list(Enquiry.objects.select_for_update().filter(pk__in=parts).order_by("pk").values_list("pk"))
    held = {parts[key] for key in held_among(list(parts))}
    return [key for key in keys if key not in held]


def delete_enquiries(centre_id: int, ids: Collection[int]) -> None:
    """Count them, then delete them with all that belongs to them; their rows are locked and none is held.

    What went into one of them goes with it.

    Messages, contacts, consents, files and named offers go by cascade; the history goes by a trigger of the database.
    """
    if not ids:
        return
    keys = list(with_merged(ids))
    forget_mails(keys)
    keep_facts(centre_id, keys)
    keep_referral_facts(centre_id, keys)
    Enquiry.objects.filter(pk__in=keys).delete()


def forget_mails(ids: Collection[int]) -> None:
    """Mails to these persons that have not been sent yet are never sent; sent ones hold no address any more."""
    keys = [
        f"{kind}:{key}"
        for kind in ("enquiry", REPLY)
        for key in EnquiryMessage.objects.filter(enquiry__in=ids).values_list("public_id", flat=True)
    ]
    referrals = Referral.objects.filter(enquiry__in=ids).values_list("public_id", flat=True)
    to_receivers = Q(
        *(Q(key__startswith=f"{MAIL_KEY}:referral:{key}") for key in referrals), pk=0, _connector=Q.OR
    )
    values = set(EnquiryContact.objects.filter(enquiry__in=ids).values_list("value", flat=True)) - {""}
    states = (MailState.WAITING, MailState.SENDING)
    waiting = OutgoingMail.objects.filter(key__startswith=MAIL_KEY, state__in=states)
    to_them = [mail.pk for mail in waiting.only("to") if mail.to in values] if values else []
    OutgoingMail.objects.filter(Q(key__in=keys) | Q(pk__in=to_them) | to_receivers).delete()
