"""The 54 Kommunale Integrationszentren: who they are, where they are responsible, how to reach them."""

from __future__ import annotations

import datetime as dt
import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from vielklang.centres.enums import CentreKind
from vielklang.core.languages import content_chain
from vielklang.core.texts import TextStatus
from vielklang.places.models import District, Municipality


class CentreQuerySet(models.QuerySet["Centre"]):
    def active(self) -> CentreQuerySet:
        return self.filter(is_active=True)


class Centre(models.Model):
    """*Public.* A centre is the tenant: responsible for the municipalities of its `areas`, not for a district.

    `key` is the five digits of its district; the city of Aachen has its municipality key 05334002, because it
    shares the district 05334 with the StädteRegion (ADR 0003). Contacts are office lines, never a person's.
    """

    slug = models.SlugField(unique=True, max_length=60)
    key = models.CharField(unique=True, max_length=8)
    name = models.CharField(max_length=100, help_text='as in "Kreis Kleve" or "Stadt Köln"')
    kind = models.CharField(max_length=14, choices=CentreKind.choices)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="centres")
    lat = models.FloatField(help_text="mean of its area")
    lon = models.FloatField()

    website = models.URLField(blank=True, max_length=300)
    website_checked = models.BooleanField(
        default=False, help_text="this very address was seen in a public source"
    )
    office = models.CharField(blank=True, max_length=120, help_text="unit that the contact below reaches")
    street = models.CharField(blank=True, max_length=120)
    postcode = models.CharField(blank=True, max_length=5)
    town = models.CharField(blank=True, max_length=80)
    phone = models.CharField(blank=True, max_length=40)
    email = models.EmailField(blank=True)
    contact_source = models.CharField(blank=True, max_length=300, help_text="where the contact was seen")

    is_active = models.BooleanField(default=True)
    sort = models.CharField(max_length=100, help_text="the name without its kind and umlauts")
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.CharField(max_length=100)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["sort", "key"]

    def __str__(self) -> str:
        return self.name

    @property
    def area_label(self) -> str:
        """The area in words; says which part of a shared district is meant."""
        if self.kind == CentreKind.CITY_REGION:
            return f"{self.name} (ohne Stadt Aachen)"
        return self.name

    @property
    def has_contact(self) -> bool:
        return bool(self.phone or self.email or self.street)

    def text_for(self, language: str) -> CentreText | None:
        """The text to show a reader of `language`: the first of the chain that exists and is not a draft.

        Reads `self.texts.all()`, so that a prefetch serves it.
        """
        shown = {text.language: text for text in self.texts.all() if text.status in TextStatus.shown()}
        return next((shown[tag] for tag in content_chain(language) if tag in shown), None)


class CentreArea(models.Model):
    """*Public.* Responsibility: each municipality belongs to exactly one centre."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="areas")
    municipality = models.OneToOneField(Municipality, on_delete=models.PROTECT, related_name="centre_area")

    class Meta:
        ordering = ["municipality_id"]

    def __str__(self) -> str:
        return f"{self.municipality_id} → {self.centre_id}"


class CentreHours(models.Model):
    """*Public.* Opening hours of a centre's office, weekly; `weekday` 0 is Monday."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name_plural = "centre hours"
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="centre_hours_weekday"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="centre_hours_open_before_close"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class CentreText(models.Model):
    """*Public* unless `status` is draft. A centre's introduction and news in one language.

    `revision` counts changes of this row; `source_revision` is the revision of the German row that a
    translation was made from: when the German row has moved on, the translation is behind. Without
    `news_title` there is no news.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    introduction = models.TextField(blank=True, validators=[MaxLengthValidator(4000)])
    news_title = models.CharField(blank=True, max_length=140)
    news = models.TextField(blank=True, validators=[MaxLengthValidator(4000)])
    status = models.CharField(max_length=10, choices=TextStatus.choices)
    revision = models.PositiveIntegerField(default=1)
    source_revision = models.PositiveIntegerField(null=True, blank=True)
    author = models.CharField(max_length=100)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "language"], name="centre_text_once_per_language"),
            models.CheckConstraint(condition=Q(news="") | ~Q(news_title=""), name="centre_news_has_title"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.language}"


class FocusAreaQuerySet(models.QuerySet["FocusArea"]):
    def current(self, day: dt.date | None = None) -> FocusAreaQuerySet:
        """Whose period holds on this day (default: today in Germany)."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def public(self) -> FocusAreaQuerySet:
        return self.filter(is_public=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FocusArea(models.Model):
    """*Public* where `is_public`; else its centre's alone, by row-level security. What a centre works on most.

    `keys` are topics or life areas of the thesaurus; `goals` is a list of `{"text", "state"}`, states as in
    `enums.GoalState`. Written by `centres.actions`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="focus_areas")
    title = models.CharField(max_length=120)
    keys = ArrayField(models.CharField(max_length=32), help_text="topic or life area keys")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    goals = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.CharField(max_length=120)

    objects = FocusAreaQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from", "title", "pk")
        indexes = (models.Index(fields=("centre", "valid_from"), name="focus_area_of_centre"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
                name="focus_area_period_in_order",
            ),
            models.CheckConstraint(condition=Q(keys__len__gt=0), name="focus_area_names_a_topic"),
        )

    def __str__(self) -> str:
        return self.title

    def is_current(self, day: dt.date | None = None) -> bool:
        day = day or timezone.localdate()
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
