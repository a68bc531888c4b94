"""The question with its state."""

from __future__ import annotations

import datetime as dt
import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from vielklang.core.scope import PrivateManager
from vielklang.enquiries.enums import Channel, EnquiryState, Outcome

S = EnquiryState
OPEN_STATES = (S.NEW, S.OPEN, S.WAITING)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    exclude=[
        "code_digest",
        "pin_hash",
        "form_token",
        "language",
        "municipality",
        "first_due_at",
        "reminded_at",
        "escalated_at",
        "merged_into",
        "split_from",
    ],
)
class Enquiry(FSMModelMixin, models.Model):
    """*Centre-private.* One question to a centre; its words stand in `EnquiryMessage`, the person in `EnquiryContact`.

    `code_digest` finds the enquiry by the person's code (`codes`), `pin_hash` proves that it is theirs. `due_at` is
    when the centre wants to have answered what was said last; None while it owes nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="enquiries")
    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.GUIDE)
    language = models.CharField(max_length=12)
    topics = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    is_urgent = models.BooleanField(default=False)
    state = FSMField(max_length=8, choices=S.choices, default=S.NEW, protected=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    code_digest = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=128)
    form_token = models.CharField(
        max_length=43,
        null=True,
        unique=True,
        help_text="of the form that was sent: once, however often it comes",
    )
    offers = models.ManyToManyField("offers.Offer", through="EnquiryOffer", related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.UNKNOWN)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, help_text="of the next answer; none is owed without")
    first_due_at = models.DateTimeField(
        null=True, blank=True, help_text="by when the first answer was wanted; kept when it is given"
    )
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="its person heard that it is overdue")
    escalated_at = models.DateTimeField(null=True, blank=True, help_text="the leads heard of it")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="the first answer")
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="merged",
        help_text="and counts there",
    )
    split_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="split",
        help_text="whose code opens it",
    )
    changed_at = models.DateTimeField(help_text="the last message of either side")

    objects = PrivateManager(centre="centre", token="code_digest")
    opened_by = ""
    """The digest of the code that opened it for the person, where that is one of an enquiry that went into it."""

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        indexes = (
            models.Index(fields=("centre", "state", "due_at", "id"), name="enquiry_by_due"),
            models.Index(fields=("centre", "-changed_at", "-id"), name="enquiry_by_change"),
            models.Index(fields=("centre", "assigned_to", "state", "due_at"), name="enquiry_of_person"),
            models.Index(
                fields=("centre", "-closed_at", "-id"),
                condition=Q(closed_at__isnull=False),
                name="enquiry_by_closing",
            ),
            # The tabs of the inbox are counted by index alone. The code's digest is there because the policy of the
            # rows looks at it: without it every row would be read.
            models.Index(
                fields=("centre", "state"),
                include=(
                    "due_at",
                    "assigned_to",
                    "answered_at",
                    "closed_at",
                    "escalated_at",
                    "is_urgent",
                    "code_digest",
                ),
                name="enquiry_counts_of_centre",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_at=None, merged_into=None)
                | Q(state=S.CLOSED, closed_at__isnull=False, merged_into=None)
                | Q(state=S.MERGED, closed_at=None, merged_into__isnull=False),
                name="enquiry_closed_at_fits_state",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=models.F("created_at")), name="enquiry_due_later"),
        )

    def __str__(self) -> str:
        """What the audit keeps of it for good: the number that colleagues call it by."""
        return self.public_id.hex[:8].upper()

    def owe_until(self, moment: dt.datetime | None) -> None:
        """The next answer is due then; nobody has been reminded of it yet."""
        self.due_at, self.reminded_at, self.escalated_at = moment, None, None

    @transition(field=state, source=(S.NEW, S.WAITING), target=S.OPEN)
    def take(self) -> None:
        pass

    @transition(field=state, source=(S.NEW, S.OPEN, S.WAITING), target=S.WAITING)
    def answer(self, now: dt.datetime) -> None:
        if self.answered_at is None:
            self.answered_at, self.first_due_at = now, self.due_at
        self.owe_until(None)

    @transition(field=state, source=OPEN_STATES, target=S.WAITING)
    def refer(self, now: dt.datetime) -> None:
        """Passed on; the person reads to whom, which is an answer."""
        if self.answered_at is None:
            self.answered_at, self.first_due_at = now, self.due_at
        self.owe_until(None)

    @transition(field=state, source=(S.NEW, S.OPEN, S.WAITING, S.CLOSED), target=S.OPEN)
    def hear(self, due_at: dt.datetime) -> None:
        """The person wrote again; what is owed already stays due when it was."""
        if self.state == S.CLOSED or self.due_at is None:
            self.owe_until(due_at)
        self.closed_at = None

    @transition(field=state, source=OPEN_STATES, target=S.CLOSED)
    def close(self, now: dt.datetime, outcome: str) -> None:
        self.closed_at, self.outcome = now, outcome

    @transition(field=state, source=S.CLOSED, target=S.OPEN)
    def reopen(self) -> None:
        self.closed_at = None
