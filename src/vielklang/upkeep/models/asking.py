"""When carriers are asked whether their offers are still true, and what follows when nobody answers."""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from vielklang.core.scope import PrivateManager


def _reminder_days() -> list[int]:
    return [0, 14, 28]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class UpkeepRules(models.Model):
    """*Centre-private.* A centre's own rules; without a row the defaults here hold. Days count from the first mail.

    Suspension without a number never happens; a carrier is always asked first.
    """

    centre = models.OneToOneField("centres.Centre", on_delete=models.CASCADE, related_name="upkeep_rules")
    reminder_days = ArrayField(models.PositiveSmallIntegerField(), default=_reminder_days)
    escalate_after_days = models.PositiveSmallIntegerField(default=42)
    suspend_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    link_days = models.PositiveSmallIntegerField(
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="how long a personal link may wait",
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        verbose_name_plural = "upkeep rules"
        constraints = (
            models.CheckConstraint(
                condition=Q(reminder_days__len__gt=0), name="upkeep_reminds_at_least_once"
            ),
            models.CheckConstraint(
                condition=Q(suspend_after_days=None) | Q(suspend_after_days__gt=F("escalate_after_days")),
                name="upkeep_escalates_before_it_suspends",
            ),
            models.CheckConstraint(condition=Q(link_days__range=(1, 90)), name="upkeep_link_days_in_range"),
        )

    def __str__(self) -> str:
        return f"{self.centre_id}: {self.reminder_days}"

    @classmethod
    def of(cls, centre: Any) -> UpkeepRules:
        """The centre's rules, or an unsaved row with the defaults; in the centre's scope."""
        return cls.objects.filter(centre=centre).first() or cls(centre=centre)


class Reminder(models.Model):
    """*Centre-private.* That an organisation was asked: step `step` of the cycle that began with the due date `cycle`.

    The row is what makes the daily job repeatable: a step exists once.
    """

    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="reminders"
    )
    cycle = models.DateField()
    step = models.PositiveSmallIntegerField()
    sent_on = models.DateField()

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("-sent_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "organisation", "cycle", "step"), name="reminder_step_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.cycle} {self.step}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class ReminderStop(models.Model):
    """*Centre-private.* Somebody does not want reminders at this address any more."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="reminder_stops"
    )
    email = models.EmailField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("centre", "organisation", "email"), name="reminder_stop_once"),
        )

    def __str__(self) -> str:
        return self.email


class AutomaticSuspension(models.Model):
    """*Centre-private.* An offer taken off the guide because nobody answered; lifted at once by a confirmation.

    What a person suspended has no such row, so that a confirmation does not bring it back.
    """

    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="automatic_suspensions")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("offer",), condition=Q(lifted_at=None), name="automatic_suspension_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer_id} {self.at:%Y-%m-%d}"
