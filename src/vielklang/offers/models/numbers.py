"""The order in which things became public: what pages of the open interfaces are cut from (ADR 0018)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OfferNumber(models.Model):
    """*Public.* One publication of an offer; written by database triggers alone (migration 0009).

    Numbers grow in the order in which publications were committed. One that is withdrawn keeps its row, and the offer
    gets a new one when it is published again, so that nothing that stays public ever changes its place.
    """

    number = models.BigIntegerField(primary_key=True)
    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="numbers")
    changed_at = models.DateTimeField(help_text="last change of the offer's own row while it was public")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("changed_at",), name="offer_number_by_change"),)
        constraints = (
            models.UniqueConstraint(
                fields=("offer",), condition=Q(withdrawn_at=None), name="offer_number_once_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {'withdrawn' if self.withdrawn_at else 'in force'}"


class OrganisationNumber(models.Model):
    """*Public.* The order in which organisations first had something public; kept for good, by triggers alone.

    No foreign key: the row of an organisation that was merged away stays, and nothing moves up.
    """

    number = models.BigIntegerField(primary_key=True)
    organisation_key = models.BigIntegerField(unique=True, help_text="primary key of the organisation")

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return str(self.number)
