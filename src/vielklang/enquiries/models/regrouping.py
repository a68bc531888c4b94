"""Two enquiries that became one, or one that became two; so that it can be undone."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager
from vielklang.enquiries.models.enquiry import Enquiry


class EnquiryRegrouping(models.Model):
    """*Centre-private.* What went from `origin` to `target`: keys of rows by model, no words.

    `before` and `after` are the target's own values around a merge; they go back if nothing has changed since.
    """

    MERGE, SPLIT = "merge", "split"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=[(MERGE, MERGE), (SPLIT, SPLIT)])
    origin = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)
    origin_before = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(origin=models.F("target")), name="enquiry_regroups_two"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of enquiry {self.origin_id}"
