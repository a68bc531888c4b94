"""A recording that waits for the form that it came with to be complete."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vielklang.core.encryption import EncryptedBytesField
from vielklang.core.scope import PrivateManager
from vielklang.enquiries.models.files import LARGEST_FILE


class HeldVoice(models.Model):
    """*Technical.* A recording of a form that could not be taken yet: browsers send a file once and then forget it.

    Nobody reads it but the form whose `key` it is. It goes when the form is stored, or after half an hour.
    """

    key = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=80)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField()
    content = EncryptedBytesField()
    created_at = models.DateTimeField()

    objects = PrivateManager(token="key")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(size__range=(1, LARGEST_FILE)), name="held_voice_size"),
        )

    def __str__(self) -> str:
        return f"held for {self.key[:6]}"
