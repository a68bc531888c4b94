"""What was said, how to reach the person, what they agreed to, which offers an answer names."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vielklang.core.encryption import EncryptedTextField
from vielklang.core.scope import PrivateManager
from vielklang.core.texts import TextStatus
from vielklang.enquiries.enums import ContactKind, Direction, Purpose
from vielklang.enquiries.models.enquiry import Enquiry


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
