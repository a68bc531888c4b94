"""What readers say about an offer: an error or an idea, in their language, without account."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from vielklang.core.scope import PrivateManager
from vielklang.upkeep.enums import ReportCategory, ReportSource, ReportState

S = ReportState
OPEN_STATES = (S.NEW, S.IN_PROGRESS)
CLOSED_STATES = (S.DONE, S.REJECTED)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["text", "answer"])
class OfferReport(FSMModelMixin, models.Model):
    """*Centre-private.* A report with its state; how to reach the reader stands apart (`ReportContact`)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="offer_reports")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="offer_reports"
    )
    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="reports")
    source = models.CharField(max_length=8, choices=ReportSource, default=ReportSource.READER)
    language = models.CharField(max_length=12)
    category = models.CharField(max_length=8, choices=ReportCategory)
    text = models.TextField(blank=True)
    state = FSMField(max_length=12, choices=S.choices, default=S.NEW, protected=True)
    answer = models.TextField(blank=True, help_text="what was done; for colleagues")
    handled_by = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = (
            models.Index(fields=("centre", "state", "-created_at"), name="report_of_centre"),
            models.Index(fields=("organisation", "state", "-created_at"), name="report_of_organisation"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_at=None)
                | Q(state__in=CLOSED_STATES, closed_at__isnull=False),
                name="report_closed_at_fits_state",
            ),
        )

    def __str__(self) -> str:
        return f"{self.category} {self.created_at:%Y-%m-%d}"

    @transition(field=state, source=S.NEW, target=S.IN_PROGRESS)
    def take(self) -> None:
        pass

    @transition(field=state, source=OPEN_STATES, target=S.DONE)
    def finish(self) -> None:
        self.closed_at = timezone.now()

    @transition(field=state, source=OPEN_STATES, target=S.REJECTED)
    def reject(self) -> None:
        self.closed_at = timezone.now()

    @transition(field=state, source=CLOSED_STATES, target=S.IN_PROGRESS)
    def reopen(self) -> None:
        self.closed_at = None


class ReportContact(models.Model):
    """*Centre-private.* How to reach the reader. `organisation` is empty unless the reader agreed to be asked by it,
    so that the organisation cannot read the row, whoever writes the query.
    """

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    report = models.OneToOneField(OfferReport, on_delete=models.CASCADE, related_name="reader")
    contact = models.CharField(max_length=200)

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"contact of report {self.report_id}"
