"""What people keep for themselves about lists of offers."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from vielklang.core.scope import PrivateManager


class SavedView(models.Model):
    """*Centre-private.* A person's own view of the list of offers: a name for filters and sorting."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500, help_text="the list's query string")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "centre", "organisation", "name"),
                name="saved_view_once_per_name",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return self.name
