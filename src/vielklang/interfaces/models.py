"""Imports at the desk: one run per uploaded file, its rows, and how far a job is."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager
from vielklang.interfaces.enums import WORKING, Choice, Outcome, RunState
from vielklang.interfaces.imports.source import Format


class ImportRun(models.Model):
    """*Centre-private.* An uploaded file on its way to becoming offers. The file itself is erased when it is done.

    `report`: errors and notes as [row, column, reason] and the counts. `user_id` and `person` are who started it, as
    plain values, so that the run outlives an account.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=12, blank=True, choices=[(x.value, x.value) for x in Format])
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.UPLOADED)
    problem = models.CharField(max_length=300, blank=True)
    report = models.JSONField(default=dict)
    user_id = models.BigIntegerField(null=True)
    person = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="de")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("centre", "-created_at"), name="import_run_of_centre"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=(*WORKING[:3], RunState.CHECKED)) | Q(content__isnull=False),
                name="import_run_has_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.DONE) | Q(finished_at__isnull=False),
                name="import_run_finished_at_fits_state",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def counts(self) -> dict[str, int]:
        return dict(self.report.get("counts", {}))


class ImportRow(models.Model):
    """*Centre-private.* What one row of a file would do or did. `before`: cells of the offer that it changed."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="as the file counts, the header included")
    title = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    choice = models.CharField(max_length=8, choices=Choice)
    is_chosen = models.BooleanField(default=False, help_text="a person decided; else it is our proposal")
    match = models.ForeignKey("offers.Offer", on_delete=models.SET_NULL, null=True, related_name="+")
    match_title = models.CharField(max_length=200, blank=True)
    score = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    changed = models.JSONField(default=list)
    made = models.ForeignKey("offers.Offer", on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=dict)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("number", "pk")
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="import_row_once_per_run"),)
        indexes = (models.Index(fields=("run", "outcome", "number"), name="import_row_by_outcome"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class JobProgress(models.Model):
    """*Technical.* How far a job is, by the job's random key. Written beside the job's own transaction."""

    key = models.UUIDField(primary_key=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.done} / {self.total}"


class OpenDataArchive(models.Model):
    """*Public.* A nightly archive of open data, kept in pieces where every node finds it (ADR 0019)."""

    made_at = models.DateTimeField()
    size = models.PositiveBigIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256")
    counts = models.JSONField(default=dict, help_text="rows of each table")

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class OpenDataPart(models.Model):
    """*Public.* A piece of an archive."""

    archive = models.ForeignKey(OpenDataArchive, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ("archive_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("archive", "number"), name="open_data_part_once_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.archive_id} {self.number}"
