"""Work on translations: what is being written, what was its source, glossary, text memory, requests, texts taken over.

The texts themselves stand where they belong (`offers.OfferText`, `centres.CentreText`).
"""

from __future__ import annotations

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager
from vielklang.translations.enums import Failure, Quality, RequestState, TermKind


class SourceText(models.Model):
    """*Centre-private.* What the centre's own German text said when it was translated, so that changes can be shown.

    Of offers the history of `OfferText` tells.
    """

    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    words = models.JSONField(help_text="field → text")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("centre", "revision"), name="source_text_once"),)

    def __str__(self) -> str:
        return f"{self.centre_id} revision {self.revision}"


class TranslationRecord(models.Model):
    """*Centre-private.* The work on one text in one language: a draft, who is at it, what the reviewer said.

    A draft never stands in the text's own row while readers see that one. `version` grows with each write;
    `edit_key` is the form that wrote last, which may go on without reading again.
    """

    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(
        "offers.Offer", on_delete=models.CASCADE, null=True, related_name="translation_records"
    )
    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=0)
    edit_key = models.UUIDField(null=True, blank=True)
    draft = models.JSONField(null=True, blank=True, help_text="field → text; none: nothing is unfinished")
    is_machine_draft = models.BooleanField(default=False, help_text="the draft came from a helper")
    edited_by = models.CharField(max_length=120, blank=True)
    edited_by_id = models.BigIntegerField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="what the reviewer asked for; empty: not sent back")
    note_by = models.CharField(max_length=120, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "offer", "language"), name="translation_record_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer_id or self.centre_id} {self.language} version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.draft is not None


class TextCredit(models.Model):
    """*Public.* Who is named for an offer's text: a translator who wants it, the centre it was taken from.

    `text_at` is the time of the text that the translator wrote; a newer one is not theirs any more.
    """

    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="text_credits")
    language = models.CharField(max_length=12)
    translator = models.CharField(max_length=80, blank=True)
    text_at = models.DateTimeField(null=True, blank=True)
    source_name = models.CharField(max_length=100, blank=True, help_text='as in "KI Kreis Wesel"')

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("offer", "language"), name="text_credit_once"),)

    def __str__(self) -> str:
        return f"{self.offer_id} {self.language}: {self.translator or self.source_name}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GlossaryTerm(models.Model):
    """*Public.* A German term and how it is said elsewhere. Without a centre it holds in the whole state.

    Statewide terms come from `data/glossary.json` and are read-only; a centre's own term of the same name wins.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.CASCADE, null=True, blank=True, related_name="glossary_terms"
    )
    term = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=TermKind)
    translations = models.JSONField(default=dict, blank=True, help_text="language → word, for fixed terms")
    note = models.CharField(max_length=300, blank=True)
    is_reviewed = models.BooleanField(
        default=False, help_text="somebody who speaks the languages has read it"
    )
    updated_by = models.CharField(max_length=120)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("term", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("centre", "term"), name="glossary_term_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(term=""), name="glossary_term_not_empty"),
            models.CheckConstraint(
                condition=Q(kind=TermKind.FIXED) | Q(translations={}), name="glossary_kept_word_has_no_other"
            ),
        )

    def __str__(self) -> str:
        return self.term


class MemoryPassage(models.Model):
    """*Public.* A passage that a person has translated in a published offer, for all 54 centres."""

    source_language = models.CharField(max_length=12)
    source_hash = models.CharField(max_length=40, help_text="of the passage with single spaces")
    source = models.TextField()
    language = models.CharField(max_length=12)
    target = models.TextField()
    quality = models.CharField(max_length=8, choices=Quality)
    used_count = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=100, help_text="name of the centre it comes from")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes = (GinIndex(fields=("source",), name="memory_source", opclasses=("gin_trgm_ops",)),)
        constraints = (
            models.UniqueConstraint(
                fields=("language", "source_hash", "source_language"), name="memory_passage_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source[:40]} ({self.language})"


class TranslationRequest(models.Model):
    """*Centre-private.* Somebody asks for an offer in a language; a helper or a person answers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="translation_requests")
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.OPEN)
    failure = models.CharField(max_length=14, choices=Failure, blank=True)
    failure_words = models.CharField(max_length=200, blank=True, help_text="words that were lost")
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("offer", "language"), name="translation_request_once"),
            models.CheckConstraint(
                condition=Q(state=RequestState.FAILED) | Q(failure=""),
                name="translation_request_failure_fits",
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer_id} {self.language} {self.state}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TextAdoption(models.Model):
    """*Centre-private.* An offer whose text comes from another centre's published offer, in one of its revisions.

    When the source has a newer revision the centre is told, until it takes it or sets it aside (`ignored_revision`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, related_name="+")
    offer = models.OneToOneField("offers.Offer", on_delete=models.CASCADE, related_name="text_adoption")
    source_offer = models.ForeignKey(
        "offers.Offer", on_delete=models.SET_NULL, null=True, related_name="text_adopted_by"
    )
    source_centre_name = models.CharField(max_length=100)
    source_revision = models.PositiveIntegerField()
    ignored_revision = models.PositiveIntegerField(null=True, blank=True)
    words = models.JSONField(help_text="the source text as it was taken: field → text")
    languages = ArrayField(models.CharField(max_length=12), default=list)
    taken_by = models.CharField(max_length=120)
    taken_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.offer_id} from {self.source_centre_name}"
