"""The organisation and what it says about itself. The centre itself is one of them: an offer always has an owner."""

from __future__ import annotations

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from vielklang.core.languages import content_chain
from vielklang.core.texts import TextStatus
from vielklang.organisations.enums import OrganisationKind
from vielklang.organisations.enums_desk import LegalForm

LONGEST_DESCRIPTION = 800


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Organisation(models.Model):
    """*Public.* A carrier, office, school, migrant organisation, volunteer initiative …

    What is known of persons stands in `ContactPerson`, what the centre notes in `OrganisationNote`; both are private.
    """

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
    legal_form = models.CharField(max_length=16, choices=LegalForm, blank=True)
    registration_number = models.CharField(
        max_length=60, blank=True, help_text="of the register of associations or companies"
    )
    umbrella = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="members"
    )
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    member_count = models.PositiveIntegerField(null=True, blank=True)
    communities = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="communities of origin or faith, in the organisation's own words",
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    is_public_profile = models.BooleanField(
        default=False, help_text="has a page of its own in the guide; on request only"
    )
    profile_requested_at = models.DateTimeField(
        null=True, blank=True, help_text="the organisation asked for the page; waits for its centre"
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
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(postcode="") | Q(postcode__regex=r"^\d{5}$"),
                name="organisation_postcode_five_digits",
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9]\d{5,14}$"),
                name="organisation_phone_e164",
            ),
            models.CheckConstraint(
                condition=Q(legal_form="") | Q(legal_form__in=LegalForm.values),
                name="organisation_legal_form_known",
            ),
            models.CheckConstraint(
                condition=Q(founded_year=None) | Q(founded_year__range=(1000, 2200)),
                name="organisation_founded_in_a_year",
            ),
            models.CheckConstraint(
                condition=Q(is_public_profile=False) | Q(profile_requested_at=None),
                name="organisation_public_profile_waits_no_more",
            ),
        )
        indexes = (models.Index(fields=("centre", "name"), name="organisation_of_centre"),)

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """One line; empty where nothing is known."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.town}".strip()) if part)

    def text_for(self, language: str) -> OrganisationText | None:
        """The description for a reader of `language`: the first of the chain that exists and is not a draft.

        Reads `self.texts.all()`, so that a prefetch serves it.
        """
        shown = {text.language: text for text in self.texts.all() if text.status in TextStatus.shown()}
        return next((shown[tag] for tag in content_chain(language) if tag in shown), None)


class OrganisationText(models.Model):
    """*Public* unless `status` is draft. What an organisation says about itself, in one language."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    description = models.TextField(validators=[MaxLengthValidator(LONGEST_DESCRIPTION)])
    status = models.CharField(max_length=10, choices=TextStatus, default=TextStatus.HUMAN)
    author = models.CharField(max_length=120)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "language"), name="organisation_text_once_per_language"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.language}"

    @property
    def is_machine(self) -> bool:
        return self.status == TextStatus.MACHINE
