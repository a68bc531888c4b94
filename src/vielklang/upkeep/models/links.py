"""Personal links: a carrier without account maintains its offers by an address from a mail (ADR 0014)."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from vielklang.core.scope import PrivateManager
from vielklang.upkeep.enums import LinkPurpose, LinkState


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["token_hash"])
class PersonalLink(models.Model):
    """*Centre-private.* One address that was mailed to one person; its secret is kept as a hash only.

    Opening it exchanges it once for a `LinkSession` (`opened_at`); `used_at` is the last answer given there.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="personal_links")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="personal_links"
    )
    email = models.EmailField()
    recipient = models.CharField(max_length=120, blank=True, help_text="the person's name, if it is known")
    language = models.CharField(max_length=12, default="de")
    purpose = models.CharField(max_length=12, choices=LinkPurpose)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre", organisation="organisation", token="token_hash")

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(opened_at__isnull=False), name="link_used_only_when_opened"
            ),
        )
        indexes = (models.Index(fields=("centre", "-created_at", "-id"), name="link_of_centre"),)

    def __str__(self) -> str:
        return f"{self.email} {self.created_at:%Y-%m-%d}"

    @property
    def state(self) -> LinkState:
        if self.revoked_at:
            return LinkState.REVOKED
        if self.used_at:
            return LinkState.ANSWERED
        if self.opened_at:
            return LinkState.OPENED
        return LinkState.EXPIRED if self.expires_at <= timezone.now() else LinkState.WAITING


class LinkSession(models.Model):
    """*Centre-private.* What an opened link became: a short time in one browser, known by its cookie's hash.

    One per link at most, so that a link opens once whatever happens at the same moment. `answers` maps the
    public ids of the offers that are asked about to an `Answer`, empty before it is given.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    link = models.OneToOneField(PersonalLink, on_delete=models.CASCADE, related_name="session")
    language = models.CharField(max_length=12, default="de")
    secret_hash = models.CharField(max_length=64, unique=True)
    answers = models.JSONField(default=dict, blank=True)
    undo = models.JSONField(
        default=dict, blank=True, help_text="what offers were before they were called gone"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()

    objects = PrivateManager(centre="centre", organisation="organisation", token="secret_hash")

    class Meta:
        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return f"{self.organisation_id} until {self.ends_at:%Y-%m-%d %H:%M}"

    @property
    def is_complete(self) -> bool:
        return bool(self.answers) and all(self.answers.values())
