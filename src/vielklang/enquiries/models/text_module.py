"""Text modules: what a centre writes again and again, held once, in as many languages as somebody has said it in."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager
from vielklang.core.texts import TextStatus

LONGEST_MODULE = 2000


class TextModule(models.Model):
    """*Centre-private.* A passage for answers; its words stand in `TextModuleText`, once for each language."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    topics = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="no longer offered; can be taken back")
    changed_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("title", "pk")
        verbose_name = "text module"
        verbose_name_plural = "text modules"

    def __str__(self) -> str:
        return self.title


class TextModuleText(models.Model):
    """*Centre-private.* The module in one language.

    `revision` counts changes of this row; `source_revision` is the German row's that a translation says.
    """

    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    module = models.ForeignKey(TextModule, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    text = models.TextField(max_length=LONGEST_MODULE)
    status = models.CharField(max_length=10, choices=TextStatus, default=TextStatus.HUMAN)
    revision = models.PositiveIntegerField(default=1)
    source_revision = models.PositiveIntegerField(null=True, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(fields=("module", "language"), name="text_module_once_a_language"),
            models.CheckConstraint(
                condition=Q(language="de", source_revision=None)
                | (~Q(language="de") & Q(source_revision__isnull=False)),
                name="text_module_translates_german",
            ),
        )

    def __str__(self) -> str:
        return f"{self.language} of {self.module_id}"
