"""Entries that may be one: what was proposed, what a person decided, what was merged and can be undone."""

from __future__ import annotations

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from vielklang.core.scope import PrivateManager
from vielklang.organisations.models.organisation import Organisation


class ProposalQuerySet(models.QuerySet["DuplicateProposal"]):
    def open(self) -> ProposalQuerySet:
        """Without the pairs of which a person said that they are two; likeliest first."""
        decided = DuplicateDecision.objects.filter(
            Q(first=models.OuterRef("first"), second=models.OuterRef("second"))
            | Q(first=models.OuterRef("second"), second=models.OuterRef("first"))
        )
        return self.filter(~models.Exists(decided)).order_by("-score", "pk")


class DuplicateProposal(models.Model):
    """*Centre-private.* Two entries of a centre that may be one, as the last run of the search found them."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(help_text="0 to 1; how likely they are one")
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    found_at = models.DateTimeField(auto_now_add=True)

    objects = PrivateManager(ProposalQuerySet, centre="centre")

    class Meta:
        ordering = ("-score", "pk")
        constraints = (
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), name="duplicate_proposed_once"
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="duplicate_proposal_of_two"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}? {self.score:.2f}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class DuplicateDecision(models.Model):
    """*Centre-private.* A person said: these two are not one. Remembered until somebody takes it back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    decided_by = models.CharField(max_length=120)
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), name="duplicate_decided_once"
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="duplicate_decision_of_two"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class OrganisationMerge(models.Model):
    """*Centre-private.* Two entries became one: all that is needed to put everything back.

    `lost`: the entry that is gone, serialised. `changed`: field → [before, after] of the kept one. `moved`: model →
    [[pk, column], …] of rows that referred to the lost one. `dropped`: rows that could not be kept beside the kept
    one's own (the same person as a member twice), serialised.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges")
    lost_public_id = models.UUIDField()
    lost_name = models.CharField(max_length=200)
    lost = models.JSONField()
    changed = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    dropped = models.JSONField(default=list)
    merged_by = models.CharField(max_length=120)
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.CharField(max_length=120, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-merged_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="") | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="merge_undone_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.lost_name} → {self.kept_id}"
