"""Websites of offers and organisations, and whether they still answer."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager

DEAD_AFTER_DAYS = 3
"""A website is reported only after it failed on so many different days: one bad night is nobody's work."""


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def dead(self) -> LinkCheckQuerySet:
        return self.filter(failed_days__gte=DEAD_AFTER_DAYS, ignored_at=None)


class LinkCheck(models.Model):
    """*Centre-private.* The last look at one address that entries of this centre name. `status` is HTTP's, 0 none."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    url = models.URLField()
    checked_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    failed_days = models.PositiveSmallIntegerField(default=0)
    first_failed_on = models.DateField(null=True, blank=True)
    last_failed_on = models.DateField(null=True, blank=True)
    ignored_at = models.DateTimeField(null=True, blank=True)
    ignored_by = models.CharField(max_length=120, blank=True)

    objects = PrivateManager(LinkCheckQuerySet, centre="centre")

    class Meta:
        ordering = ("-failed_days", "url", "pk")
        constraints = (
            models.UniqueConstraint(fields=("centre", "url"), name="link_check_once"),
            models.CheckConstraint(
                condition=Q(failed_days=0, first_failed_on=None, last_failed_on=None)
                | Q(failed_days__gt=0, first_failed_on__isnull=False, last_failed_on__isnull=False),
                name="link_check_failures_have_days",
            ),
            models.CheckConstraint(
                condition=Q(ignored_at=None, ignored_by="")
                | (Q(ignored_at__isnull=False) & ~Q(ignored_by="")),
                name="link_check_ignored_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.url
