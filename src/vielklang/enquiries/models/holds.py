"""A legal hold: what keeps an enquiry beyond its time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vielklang.core.encryption import EncryptedTextField
from vielklang.core.scope import PrivateManager
from vielklang.enquiries.models.enquiry import Enquiry

LONGEST_REASON = 1000


class EnquiryHold(models.Model):
    """*Centre-private.* Why nothing of an enquiry may be deleted, until somebody lifts it, with a reason again."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="holds")
    reason = EncryptedTextField()
    set_by = models.CharField(max_length=120, help_text="the colleague's name")
    set_at = models.DateTimeField()
    lifted_reason = EncryptedTextField(blank=True)
    lifted_by = models.CharField(max_length=120, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-set_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("enquiry",), condition=Q(lifted_at=None), name="enquiry_held_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(lifted_at__gte=models.F("set_at")),
                name="enquiry_hold_lifted_later",
            ),
        )

    def __str__(self) -> str:
        return f"hold of enquiry {self.enquiry_id}"
