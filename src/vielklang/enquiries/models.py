"""Enquiries: the question with its state, what was said, how to reach the person, what they agreed to."""

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

from vielklang.core.encryption import EncryptedTextField
from vielklang.core.scope import PrivateManager
from vielklang.core.texts import TextStatus
from vielklang.enquiries.enums import Channel, ContactKind, Direction, EnquiryState, Outcome, Purpose

S = EnquiryState
OPEN_STATES = (S.NEW, S.OPEN, S.WAITING)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    exclude=["code_digest", "pin_hash", "form_token", "language", "municipality"],
)
class Enquiry(FSMModelMixin, models.Model):
    """*Centre-private.* One question to a centre; its words stand in `EnquiryMessage`, the person in `EnquiryContact`.

    `code_digest` finds the enquiry by the person's code (`codes`), `pin_hash` proves that it is theirs. `due_at` is
    when the centre wants to have answered first.
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
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True, help_text="the first answer")
    closed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(help_text="the last message of either side")

    objects = PrivateManager(centre="centre", token="code_digest")

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        indexes = (
            models.Index(fields=("centre", "state", "due_at", "id"), name="enquiry_by_due"),
            models.Index(fields=("centre", "-changed_at", "-id"), name="enquiry_by_change"),
            models.Index(fields=("centre", "assigned_to", "state", "due_at"), name="enquiry_of_person"),
            models.Index(
                fields=("centre", "closed_at"),
                condition=Q(closed_at__isnull=False),
                name="enquiry_by_closing",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_at=None)
                | Q(state=S.CLOSED, closed_at__isnull=False),
                name="enquiry_closed_at_fits_state",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=models.F("created_at")), name="enquiry_due_later"),
        )

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.language}"

    @transition(field=state, source=(S.NEW, S.WAITING), target=S.OPEN)
    def take(self) -> None:
        pass

    @transition(field=state, source=(S.NEW, S.OPEN, S.WAITING), target=S.WAITING)
    def answer(self, now: dt.datetime) -> None:
        self.answered_at = self.answered_at or now

    @transition(field=state, source=(S.NEW, S.OPEN, S.WAITING, S.CLOSED), target=S.OPEN)
    def hear(self) -> None:
        """The person wrote again."""
        self.closed_at = None

    @transition(field=state, source=OPEN_STATES, target=S.CLOSED)
    def close(self, now: dt.datetime, outcome: str) -> None:
        self.closed_at, self.outcome = now, outcome

    @transition(field=state, source=S.CLOSED, target=S.OPEN)
    def reopen(self) -> None:
        self.closed_at = None


class EnquiryMessage(models.Model):
    """*Centre-private.* What was said, in `language`, and for answers the German original beside it.

    `text` is what the person wrote or reads; `german` what the centre wrote. `status` says whether `text` is a
    person's or a machine's translation. Notes are never seen by the person.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=8, choices=Direction)
    language = models.CharField(max_length=12)
    text = EncryptedTextField(blank=True)
    german = EncryptedTextField(blank=True)
    status = models.CharField(max_length=10, choices=TextStatus, default=TextStatus.HUMAN)
    author = models.CharField(
        max_length=120, blank=True, help_text="the centre's name, or the colleague's in notes"
    )
    created_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("enquiry", "created_at"), name="message_of_enquiry"),)

    def __str__(self) -> str:
        return f"{self.direction} {self.created_at:%Y-%m-%d %H:%M}"


class EnquiryContact(models.Model):
    """*Centre-private.* How to reach the person; no row where they come back with their code."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.CASCADE, related_name="contact")
    kind = models.CharField(max_length=10, choices=ContactKind)
    value = EncryptedTextField(blank=True)
    name = EncryptedTextField(blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"contact of enquiry {self.enquiry_id}"


class EnquiryConsent(models.Model):
    """*Centre-private.* The person agreed to one purpose, and may have taken it back."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("purpose",)
        constraints = (
            models.UniqueConstraint(fields=("enquiry", "purpose"), name="enquiry_consent_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="enquiry_consent_withdrawn_later",
            ),
        )

    def __str__(self) -> str:
        return self.purpose


class EnquiryOffer(models.Model):
    """*Centre-private.* An offer that an answer names; the person sees it in their language."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="named_offers")
    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("enquiry", "offer"), name="enquiry_offer_once"),)

    def __str__(self) -> str:
        return f"offer {self.offer_id} of enquiry {self.enquiry_id}"


class EnquiryRules(models.Model):
    """*Centre-private.* A centre's own targets; without a row the defaults here hold."""

    centre = models.OneToOneField("centres.Centre", on_delete=models.CASCADE, related_name="+")
    answer_within_days = models.PositiveSmallIntegerField(
        default=3, help_text="working days to the first answer"
    )
    keep_months = models.PositiveSmallIntegerField(
        default=12,
        help_text="months after closing until an enquiry is deleted; the guide promises 12 at most",
    )
    takes_enquiries = models.BooleanField(default=True, help_text="the guide offers to ask this centre")

    objects = PrivateManager(centre="centre")

    class Meta:
        verbose_name_plural = "enquiry rules"
        constraints = (
            models.CheckConstraint(
                condition=Q(answer_within_days__range=(1, 60)), name="enquiry_answer_in_days"
            ),
            models.CheckConstraint(condition=Q(keep_months__range=(1, 12)), name="enquiry_kept_for_months"),
        )

    def __str__(self) -> str:
        return f"{self.answer_within_days} days"
