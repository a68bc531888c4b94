"""What an enquiry is found by."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vielklang.core.scope import PrivateManager
from vielklang.enquiries.models.enquiry import Enquiry


class EnquiryWords(models.Model):
    """*Centre-private.* Keyed digests of the words of an enquiry and of its contact, never a word (`finding`)."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.CASCADE, related_name="words")
    said = ArrayField(models.BigIntegerField(), default=list, help_text="of the conversation, notes included")
    contact = ArrayField(models.BigIntegerField(), default=list, help_text="of name, address and number")

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "enquiry words"

    def __str__(self) -> str:
        return f"words of enquiry {self.enquiry_id}"
