"""What an offer says, one row per language."""

from __future__ import annotations

import pghistory
from django.db import models

from vielklang.core.texts import TextStatus

PUBLIC_FIELDS = ("title", "summary", "description", "how_to_join", "bring", "conditions", "costs")


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old, condition=pghistory.AnyChange(exclude=["updated_at"])),
    pghistory.DeleteEvent(),
)
class OfferText(models.Model):
    """*Public* unless a draft. `source_revision`: revision of the source text it was made from."""

    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12, help_text="BCP 47")
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    how_to_join = models.TextField(blank=True)
    bring = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    costs = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=TextStatus, default=TextStatus.HUMAN)
    source_revision = models.PositiveIntegerField(default=1)
    author = models.CharField(max_length=120)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("offer", "language"), name="offer_text_once_per_language"),
            models.CheckConstraint(condition=~models.Q(title=""), name="offer_text_has_title"),
            models.CheckConstraint(
                condition=models.Q(status__in=TextStatus.values), name="offer_text_status_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
