"""Checklists of a centre: what is to be done where people ask about a topic, and what of it is done."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vielklang.core.scope import PrivateManager
from vielklang.enquiries.models.enquiry import Enquiry


class Checklist(models.Model):
    """*Centre-private.* Steps for enquiries of these topics, of all where none is named."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    topics = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title


class ChecklistStep(models.Model):
    """*Centre-private.* One step. A step that leaves the list stays for the enquiries in which it is ticked."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text


class ChecklistTick(models.Model):
    """*Centre-private.* A step is done in an enquiry."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="ticks")
    step = models.ForeignKey(ChecklistStep, on_delete=models.CASCADE, related_name="ticks")
    by = models.CharField(max_length=120)
    ticked_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("enquiry", "step"), name="checklist_ticked_once"),)

    def __str__(self) -> str:
        return f"step {self.step_id} of enquiry {self.enquiry_id}"
