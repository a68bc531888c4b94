"""What colleagues are to each other: who stands in for whom, and who was named in a note."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager
from vielklang.enquiries.models.enquiry import Enquiry
from vielklang.enquiries.models.said import EnquiryMessage


class Absence(models.Model):
    """*Centre-private.* Somebody is away from `starts_on` to `ends_on` (both included); `substitute` stands in.

    It begins and ends by its days alone: nothing is handed over, and nothing has to be handed back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("starts_on", "pk")
        indexes = (models.Index(fields=("centre", "ends_on"), name="absence_by_end"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="absence_ends_later"
            ),
            models.CheckConstraint(condition=~Q(person=models.F("substitute")), name="absence_names_another"),
        )

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"


class Mention(models.Model):
    """*Centre-private.* A colleague was named in an internal note; it waits until they have opened the enquiry."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="mentions")
    message = models.ForeignKey(EnquiryMessage, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=120, help_text="the colleague who wrote the note")
    created_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("centre", "person", "-created_at"), name="mention_of_person"),)
        constraints = (models.UniqueConstraint(fields=("message", "person"), name="mentioned_once_a_note"),)

    def __str__(self) -> str:
        return f"mention in enquiry {self.enquiry_id}"
