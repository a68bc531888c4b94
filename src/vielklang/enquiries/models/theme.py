"""Obstacles that are no single case: what many enquiries have in common."""

from __future__ import annotations

import uuid

from django.db import models

from vielklang.core.scope import PrivateManager
from vielklang.enquiries.enums_desk import ThemeState
from vielklang.enquiries.models.enquiry import Enquiry


class Theme(models.Model):
    """*Centre-private.* An obstacle ("no course with childcare in Emmerich") with a proposal; it names no person.

    `count` is how many enquiries met it; it stays when they are deleted, and falls only where somebody takes one back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True, max_length=2000)
    proposal = models.TextField(blank=True, max_length=2000)
    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    topic = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=10, choices=ThemeState, default=ThemeState.OPEN)
    count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-count", "title", "pk")

    def __str__(self) -> str:
        return self.title


class EnquiryTheme(models.Model):
    """*Centre-private.* An enquiry met this obstacle; goes with the enquiry."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="links")

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("enquiry", "theme"), name="enquiry_theme_once"),)

    def __str__(self) -> str:
        return f"theme {self.theme_id} of enquiry {self.enquiry_id}"
