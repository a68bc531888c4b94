"""What readers say about the guide as a whole, or only by a thumb: a rating, a search, a page that is no offer."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager
from vielklang.upkeep.enums import FeedbackSubject, Rating


class GuideFeedback(models.Model):
    """*Centre-private.* One remark, until somebody at the centre has seen to it (`done_at`, `done_by`).

    `page`: which page it is about, as the app names it. `contact`: only what the reader left on purpose.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=12, choices=FeedbackSubject)
    page = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=12)
    rating = models.CharField(max_length=4, choices=Rating, blank=True)
    query = models.CharField(max_length=300, blank=True, help_text="what was searched for")
    text = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=120, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "feedback about the guide"
        verbose_name_plural = "feedback about the guide"
        indexes = (models.Index(fields=("centre", "done_at", "-created_at"), name="feedback_of_centre"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(done_at=None, done_by="") | (Q(done_at__isnull=False) & ~Q(done_by="")),
                name="feedback_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(rating="", query="", text="", contact=""), name="feedback_says_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.created_at:%Y-%m-%d}"
