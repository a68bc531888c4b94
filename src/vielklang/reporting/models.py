"""What coordination itself remembers: overlaps that a centre has looked at and found fine."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models import F, Q

from vielklang.core.scope import PrivateManager


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class OverlapDecision(models.Model):
    """*Centre-private.* Two offers overlap and that is fine; deleted when somebody wants to see it again."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.CharField(max_length=150, help_text="the person's name, for colleagues")

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-decided_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("centre", "first", "second"), name="overlap_decided_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="overlap_pair_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
