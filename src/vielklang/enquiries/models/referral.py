"""A question passed on to somebody who can help, with what is said between receiver and centre."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_fsm import GET_STATE, FSMField, FSMModelMixin, transition

from vielklang.core.encryption import EncryptedTextField
from vielklang.core.scope import PrivateManager
from vielklang.enquiries.enums import PassedField, ReferralKind, ReferralState, Visit
from vielklang.enquiries.models.enquiry import Enquiry

S = ReferralState
RUNNING = (S.SENT, S.ASKED, S.PROPOSED, S.ACCEPTED)
ENDED = (S.DONE, S.REFUSED, S.RETURNED, S.EXPIRED, S.WITHDRAWN)
BACK = (S.REFUSED, S.RETURNED, S.EXPIRED)
"""Nobody helps: the question is the centre's again."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing the receiver is told, in the language in which it was written."""

    key: str
    text: str
    language: str = "de"

    @property
    def label(self) -> str:
        return str(PassedField(self.key).label)


@dataclass(frozen=True, slots=True)
class Appointment:
    """`at` is aware; `place` in the receiver's words."""

    at: dt.datetime
    place: str
    has_interpreter: bool


_SECRET = [
    "token_digest", "receiver_name", "receiver_email", "passed_json", "ground_reason", "recorded_by",
    "appointment_json",
]  # fmt: skip


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=_SECRET)
class Referral(FSMModelMixin, models.Model):
    """*Centre-private.* One question passed on to one receiver, who has a personal link and no account.

    `passed_json` is exactly what the receiver sees, as it was on sending. `ground` says why it may be passed on
    (`referral_words`). What is over by `expires_at` is over for the receiver at that moment, whatever `state` says.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="referrals")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="referrals")
    kind = models.CharField(max_length=12, choices=ReferralKind)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    to_centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiver_name = EncryptedTextField(blank=True, help_text="where it is in no register")
    receiver_email = EncryptedTextField()
    passed_fields = ArrayField(models.CharField(max_length=12, choices=PassedField), default=list)
    passed_json = EncryptedTextField()
    ground = models.CharField(max_length=12)
    ground_reason = EncryptedTextField(blank=True)
    recorded_by = models.CharField(max_length=120)
    state = FSMField(max_length=10, choices=S.choices, default=S.SENT, protected=True)
    link_number = models.PositiveSmallIntegerField(default=1)
    token_digest = models.CharField(max_length=64, unique=True)
    refusal = models.CharField(max_length=12, blank=True)
    appointment_json = EncryptedTextField(blank=True)
    is_appointment_agreed = models.BooleanField(default=False)
    receiver_outcome = models.CharField(max_length=10, choices=Visit, blank=True)
    person_outcome = models.CharField(max_length=10, choices=Visit, blank=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reacted_at = models.DateTimeField(null=True, blank=True, help_text="the receiver's first answer")
    accepted_at = models.DateTimeField(null=True, blank=True)
    outcome_due_at = models.DateTimeField(null=True, blank=True)
    outcome_asked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="the centre knows that it came back")

    objects = PrivateManager(centre="centre", token="token_digest")

    class Meta:
        ordering = ("-sent_at", "-pk")
        verbose_name = "referral"
        verbose_name_plural = "referrals"
        indexes = (
            models.Index(fields=("centre", "-sent_at", "-id"), name="referral_of_centre"),
            models.Index(
                fields=("centre", "expires_at"), condition=Q(ended_at=None), name="referral_running"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=RUNNING, ended_at=None) | Q(state__in=ENDED, ended_at__isnull=False),
                name="referral_ended_at_fits_state",
            ),
            models.CheckConstraint(
                condition=(Q(state=S.REFUSED) & ~Q(refusal="")) | (~Q(state=S.REFUSED) & Q(refusal="")),
                name="referral_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind=ReferralKind.CENTRE, to_centre__isnull=False, organisation=None)
                | Q(kind__in=(ReferralKind.ORGANISATION, ReferralKind.APPOINTMENT), to_centre=None),
                name="referral_receiver_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")), name="referral_ends_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.sent_at:%Y-%m-%d}"

    @property
    def receiver(self) -> str:
        """Its name in the register, or as somebody typed it."""
        return str(self.organisation or self.to_centre or self.receiver_name)

    @property
    def passed(self) -> list[Passed]:
        return [Passed(**row) for row in json.loads(self.passed_json)]

    @property
    def appointment(self) -> Appointment | None:
        if not self.appointment_json:
            return None
        found = json.loads(self.appointment_json)
        return Appointment(dt.datetime.fromisoformat(found["at"]), found["place"], found["has_interpreter"])

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def is_open(self, now: dt.datetime | None = None) -> bool:
        """Whether the receiver's link still opens."""
        return self.is_running and self.expires_at > (now or timezone.now())

    @transition(field=state, source=(S.SENT, S.ASKED, S.PROPOSED), target=S.ACCEPTED)
    def accept(self) -> None:
        pass

    @transition(field=state, source=(S.SENT, S.ASKED, S.PROPOSED), target=S.REFUSED)
    def refuse(self, now: dt.datetime, refusal: str) -> None:
        self.ended_at, self.refusal = now, refusal

    @transition(field=state, source=RUNNING, target=S.ASKED)
    def ask(self) -> None:
        pass

    @transition(
        field=state,
        source=S.ASKED,
        target=GET_STATE(
            lambda self: S.ACCEPTED if self.accepted_at else S.SENT, states=[S.SENT, S.ACCEPTED]
        ),
    )
    def answer(self) -> None:
        pass

    @transition(field=state, source=RUNNING, target=S.PROPOSED)
    def propose(self) -> None:
        self.is_appointment_agreed = False

    @transition(field=state, source=S.PROPOSED, target=S.ACCEPTED)
    def agree(self) -> None:
        self.is_appointment_agreed = True

    @transition(field=state, source=S.PROPOSED, target=S.ACCEPTED)
    def decline(self) -> None:
        self.appointment_json = ""

    @transition(field=state, source=(S.ACCEPTED, S.PROPOSED, S.ASKED), target=S.RETURNED)
    def hand_back(self, now: dt.datetime) -> None:
        self.ended_at = now

    @transition(field=state, source=RUNNING, target=S.EXPIRED)
    def expire(self, now: dt.datetime) -> None:
        self.ended_at = now

    @transition(field=state, source=RUNNING, target=S.WITHDRAWN)
    def withdraw(self, now: dt.datetime) -> None:
        self.ended_at = now

    @transition(field=state, source=RUNNING, target=S.DONE)
    def finish(self, now: dt.datetime, outcome: str) -> None:
        self.ended_at, self.receiver_outcome = now, outcome


class ReferralMessage(models.Model):
    """*Centre-private.* What receiver and centre ask and answer each other; the person does not see it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="messages")
    is_from_receiver = models.BooleanField()
    text = EncryptedTextField()
    created_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"message of referral {self.referral_id}"
