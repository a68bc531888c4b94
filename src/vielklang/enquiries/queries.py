"""Reads of the inbox, in the scope of a centre. Texts are encrypted: they are found by digests (`finding`)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    F,
    Func,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from vielklang.accounts.models import Membership, User
from vielklang.centres.models import Centre
from vielklang.core.permissions import CENTRE_ROLES, PERMISSIONS, Permission, Role
from vielklang.enquiries.enums import Direction, EnquiryState
from vielklang.enquiries.erasing import not_held
from vielklang.enquiries.finding import keys_with_words
from vielklang.enquiries.models import OPEN_STATES, Enquiry, EnquiryFile, EnquiryMessage, EnquiryRules
from vielklang.offers.models import Offer
from vielklang.places.models import Municipality

S = EnquiryState
OURS = (S.NEW, S.OPEN)
"""The centre is to do something."""
TABS = ("open", "new", "mine", "overdue", "waiting", "closed")
HIDDEN_TABS = ("answered", "escalated")
"""Behind figures of the start page: first answered this month; so long overdue that the leads were told."""
ANSWERING_ROLES = tuple(role for role in CENTRE_ROLES if Permission.ENQUIRY_ANSWER in PERMISSIONS[Role(role)])
SHORTEST_NUMBER = 6
_NUMBER = re.compile(r"[0-9a-f]{1,32}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the inbox is asked for; empty values filter nothing. `text`: words, a telephone number, our own number."""

    tab: str = "open"
    topic: str = ""
    language: str = ""
    municipality: str = ""
    urgent: bool = False
    held: bool = False
    text: str = ""


def answer_owed() -> Q:
    return Q(state__in=OURS, due_at__isnull=False)


def tab_filter(tab: str, whose: Sequence[int], now: dt.datetime) -> Q:
    """`whose`: the keys of those whose enquiries are one's own to do (`absences.looked_after_by`)."""
    return {
        "open": Q(state__in=OURS),
        "new": Q(state=S.NEW),
        "mine": Q(assigned_to_id__in=whose, state__in=OPEN_STATES),
        "overdue": answer_owed() & Q(due_at__lt=now),
        "waiting": Q(state=S.WAITING),
        "closed": Q(
            closed_at__isnull=False
        ),  # as a constraint says; the index of closed ones knows this column
        "answered": Q(answered_at__gte=month_of(now), state__in=(*OPEN_STATES, S.CLOSED)),
        "escalated": answer_owed() & Q(due_at__lt=now, escalated_at__isnull=False),
    }[tab]


def month_of(now: dt.datetime) -> dt.datetime:
    """Its beginning, in Germany."""
    return timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def inbox(wanted: Wanted, centre: Centre) -> QuerySet[Enquiry]:
    """Everything the filters let through, whatever the tab."""
    rows = Enquiry.objects.all()
    if wanted.topic:
        rows = rows.filter(topics__contains=[wanted.topic])
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    if wanted.municipality:
        rows = rows.filter(municipality_id=wanted.municipality)
    if wanted.urgent:
        rows = rows.filter(is_urgent=True)
    if wanted.held:
        rows = rows.exclude(not_held("pk"))
    return rows.filter(searched(wanted.text, centre.pk)) if wanted.text else rows


def tab_counts(rows: QuerySet[Enquiry], whose: Sequence[int], now: dt.datetime) -> dict[str, int]:
    return rows.order_by().aggregate(
        **{tab: Count("pk", filter=tab_filter(tab, whose, now)) for tab in (*TABS, *HIDDEN_TABS)}
    )


def tab_rows(rows: QuerySet[Enquiry], tab: str, whose: Sequence[int], now: dt.datetime) -> QuerySet[Enquiry]:
    """Most urgent first, then what is due first; closed ones by when they were closed. Each knows `is_held`."""
    found = rows.filter(tab_filter(tab, whose, now)).select_related("municipality", "assigned_to")
    found = found.annotate(is_held=Case(When(not_held("pk"), then=False), default=True))
    if tab == "closed":
        return found.order_by("-closed_at", "-pk")
    return found.order_by("-is_urgent", "due_at", "pk")


def searched(text: str, centre_id: int) -> Q:
    """By words that stand in it, by contact, or by the beginning of its number (six signs or more).

    The words are looked up now, once for the counts and the page, in the narrow rows that hold their digests.
    """
    bare = text.strip().lstrip("#")
    if len(bare) >= SHORTEST_NUMBER and Enquiry.objects.filter(numbered(bare)).exists():
        return numbered(bare)
    keys = Value(keys_with_words(text, centre_id), ArrayField(BigIntegerField()))
    return Q(
        Func(F("pk"), keys, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
    )


def numbered(number: str) -> Q:
    """Enquiries whose number begins so; none where it cannot be one."""
    bare = number.strip().lower().lstrip("#").replace("-", "")
    if not _NUMBER.fullmatch(bare):
        return Q(pk__in=())
    return Q(public_id__range=(uuid.UUID(bare.ljust(32, "0")), uuid.UUID(bare.ljust(32, "f"))))


def first_questions(enquiries: Iterable[Enquiry]) -> dict[int, EnquiryMessage]:
    """What was asked first, by the enquiry's key: one query, and only these texts are decrypted."""
    rows = EnquiryMessage.objects.filter(enquiry__in=[row.pk for row in enquiries], direction=Direction.ASKED)
    firsts = rows.order_by("enquiry_id", "created_at", "pk").distinct("enquiry_id")
    return {row.enquiry_id: row for row in firsts}


def with_files(messages: QuerySet[EnquiryMessage]) -> QuerySet[EnquiryMessage]:
    """Messages with what came with them, without the content: that is decrypted for who opens it."""
    return messages.prefetch_related(Prefetch("files", EnquiryFile.objects.defer("content")))


def colleagues() -> list[User]:
    """Who may look after enquiries at the centre of the open scope."""
    rows = Membership.objects.current().filter(
        organisation=None, role__in=ANSWERING_ROLES, user__is_active=True
    )
    return list(
        {row.user_id: row.user for row in rows.select_related("user").order_by("user__name", "pk")}.values()
    )


def leads() -> list[User]:
    """Who leads the centre of the open scope."""
    rows = Membership.objects.current().filter(organisation=None, role=Role.LEAD, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("user__name", "pk")]


def municipalities_of(centre: Centre) -> list[Municipality]:
    return list(Municipality.objects.filter(centre_area__centre=centre).order_by("name", "key"))


def offers_to_name(public_ids: Collection[uuid.UUID]) -> list[Offer]:
    """The offers with these ids that readers see, in the order of the ids, with what a list shows."""
    rows = Offer.objects.visible().filter(public_id__in=public_ids).select_related("organisation")
    by_id = {row.public_id: row for row in rows.with_texts("de")}
    return [by_id[key] for key in public_ids if key in by_id]


def rules_of(centre: Centre) -> EnquiryRules:
    """The centre's own, or the defaults (not saved)."""
    return EnquiryRules.objects.filter(centre=centre).first() or EnquiryRules(centre=centre)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a page showed of an enquiry, so that a form sent from it can tell whether somebody else was quicker."""

    state: str
    assigned_to: str
    messages: int

    def __str__(self) -> str:
        return f"{self.state}.{self.assigned_to}.{self.messages}"


def edition_of(enquiry: Enquiry) -> Edition:
    who = enquiry.assigned_to.public_id.hex[:12] if enquiry.assigned_to else ""
    return Edition(enquiry.state, who, EnquiryMessage.objects.filter(enquiry=enquiry).count())


def read_edition(written: str) -> Edition | None:
    """None where it is not one of ours."""
    state, _, rest = written[:60].partition(".")
    who, _, count = rest.partition(".")
    if state not in S.values or not count.isascii() or not count.isdigit():
        return None
    return Edition(state, who, int(count))
