"""What came with the words: a voice message, a picture, a document."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vielklang.core.encryption import EncryptedBytesField, EncryptedTextField
from vielklang.core.scope import PrivateManager
from vielklang.enquiries.enums import FileKind, FileScan
from vielklang.enquiries.models.enquiry import Enquiry
from vielklang.enquiries.models.said import EnquiryMessage
from vielklang.enquiries.voice import clock

LARGEST_FILE = 10_000_000
"""Bytes before encryption."""


class EnquiryFile(models.Model):
    """*Centre-private.* A file of one message, encrypted in the database: it comes and goes with its enquiry.

    `media_type` is what the content is, never what the sender said; `size` in bytes before encryption.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(EnquiryMessage, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind)
    media_type = models.CharField(max_length=80)
    name = EncryptedTextField(blank=True)
    size = models.PositiveIntegerField()
    seconds = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="how long a recording lasts, as the page that made it said"
    )
    content = EncryptedBytesField()
    scan = models.CharField(max_length=8, choices=FileScan, default=FileScan.NONE)
    created_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(size__range=(1, LARGEST_FILE)), name="enquiry_file_size"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of enquiry {self.enquiry_id}"

    @property
    def duration(self) -> str:
        return clock(self.seconds)

    @property
    def may_open(self) -> bool:
        """Whether anybody may have it: not while the virus scanner has not spoken."""
        return self.scan in {FileScan.NONE, FileScan.CLEAN}
