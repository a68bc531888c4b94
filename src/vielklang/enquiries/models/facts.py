"""What stays when an enquiry has been deleted: its share of a count, and the proof that it was deleted."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager
from vielklang.enquiries.enums import Channel, Outcome, ReferralKind, ReferralState, Visit


class EnquiryFact(models.Model):
    """*Centre-private.* How many deleted enquiries were alike in everything that is counted; it holds no person.

    A counter instead of a row for each enquiry, so that nothing leads from it to one (docs/adr/0025-counted-facts.md).
    `days` are calendar days to the first answer, none without an answer.
    """

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="the first day of the month in which it was asked")
    topics = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=8, choices=Channel)
    outcome = models.CharField(max_length=10, choices=Outcome)
    days = models.PositiveSmallIntegerField(null=True)
    was_in_time = models.BooleanField(help_text="answered by the day that the centre had set itself")
    count = models.PositiveIntegerField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-month", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "month", "topics", "language", "channel", "outcome", "days", "was_in_time"),
                name="enquiry_fact_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="enquiry_fact_counts"),
            models.CheckConstraint(condition=Q(month__day=1), name="enquiry_fact_of_month"),
        )

    def __str__(self) -> str:
        return f"{self.count} of {self.month:%Y-%m}"


class ReferralFact(models.Model):
    """*Centre-private.* How many referrals of deleted enquiries were alike in everything that is counted; no person.

    A counter, as `EnquiryFact` is. `state` is the last one, `outcome` what the person said, else what the receiver
    said. Receivers are named only where they stand in the register. Two counters may be alike, after entries of the
    register became one: they are summed.
    """

    stays_behind = True
    """It does not keep an organisation from going to another centre (organisations/actions/moving.py)."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="the first day of the month in which it was sent")
    topics = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    kind = models.CharField(max_length=12, choices=ReferralKind)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    to_centre = models.ForeignKey(
        "centres.Centre", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ReferralState)
    was_accepted = models.BooleanField()
    outcome = models.CharField(max_length=10, choices=Visit, blank=True)
    count = models.PositiveIntegerField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-month", "pk")
        indexes = (models.Index(fields=("centre", "month"), name="referral_fact_of_month"),)
        constraints = (
            models.CheckConstraint(condition=Q(count__gte=1), name="referral_fact_counts"),
            models.CheckConstraint(condition=Q(month__day=1), name="referral_fact_of_whole_month"),
        )

    def __str__(self) -> str:
        return f"{self.count} of {self.month:%Y-%m}"


class DeletionRun(models.Model):
    """*Centre-private.* The proof of one nightly deletion: how much of what, up to which day of closing; no person.

    The counts are written in the transactions that delete: also a run that was broken off tells the truth, and has
    no `finished_at`. `held` are enquiries whose time was over and that a legal hold kept.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    enquiries_before = models.DateTimeField(help_text="whole enquiries closed before this moment")
    contacts_before = models.DateTimeField()
    files_before = models.DateTimeField()
    enquiries = models.PositiveIntegerField(default=0)
    contacts = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-started_at", "-pk")
        indexes = (models.Index(fields=("centre", "-started_at", "-id"), name="deletion_run_of_centre"),)

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}: {self.enquiries}"
