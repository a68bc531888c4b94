"""Organisations: whoever runs an offer. The centre itself is one of them: an offer always has an owner."""

from __future__ import annotations

import uuid

from django.db import models

from vielklang.organisations.enums import OrganisationKind


class Organisation(models.Model):
    """*Public.* A carrier, office, school, migrant organisation, volunteer initiative …"""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=OrganisationKind)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    town = models.CharField(max_length=80, blank=True)
    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    phone = models.CharField(max_length=20, blank=True, help_text="E.164, e.g. +49221…")
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    centre = models.ForeignKey(
        "centres.Centre",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        help_text="The centre that keeps this entry; none for organisations of the whole state.",
    )
    publishes_directly = models.BooleanField(
        default=False, help_text="trusted by its centre: what it changes is public without a review"
    )
    external_source = models.CharField(max_length=120, blank=True, help_text="where an import has it from")
    external_id = models.CharField(max_length=200, blank=True, help_text="its id there")
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(postcode="") | models.Q(postcode__regex=r"^\d{5}$"),
                name="organisation_postcode_five_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(phone="") | models.Q(phone__regex=r"^\+[1-9]\d{5,14}$"),
                name="organisation_phone_e164",
            ),
        )

    def __str__(self) -> str:
        return self.name
