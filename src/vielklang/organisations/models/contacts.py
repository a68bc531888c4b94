"""What a centre knows of an organisation and nobody else may read: persons to talk to, internal notes."""

from __future__ import annotations

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager
from vielklang.organisations.enums_desk import Consent
from vielklang.organisations.models.organisation import Organisation


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ContactPerson(models.Model):
    """*Centre-private.* Somebody to talk to at an organisation. Public only where they agreed (`is_public`).

    `public_agreed_on` and `public_agreed_how` say when and how; without them the database refuses `is_public`.
    The guide reads agreed persons through `queries.public_contacts`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    is_public = models.BooleanField(default=False)
    public_agreed_on = models.DateField(null=True, blank=True)
    public_agreed_how = models.CharField(max_length=8, choices=Consent, blank=True)
    receives_reminders = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("name", "pk")
        verbose_name = "contact person"
        constraints = (
            models.CheckConstraint(
                condition=Q(is_public=False) | (Q(public_agreed_on__isnull=False) & ~Q(public_agreed_how="")),
                name="contact_public_only_if_agreed",
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9]\d{5,14}$"), name="contact_phone_e164"
            ),
            models.CheckConstraint(
                condition=Q(receives_reminders=False) | ~Q(email=""), name="contact_reminders_need_mail"
            ),
        )

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OrganisationNote(models.Model):
    """*Centre-private.* An internal note of the centre; the organisation itself does not see it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=4000)
    author = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "note"

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.created_at:%Y-%m-%d}"
