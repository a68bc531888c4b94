"""When an offer is open or takes place. All clock times are those of Germany."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from vielklang.offers.enums import Weekday


class OpeningHours(models.Model):
    """*Public.* One interval of the week; a day may have several. Does not hold on public holidays."""

    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="hours")
    place = models.ForeignKey(
        "offers.OfferPlace", on_delete=models.CASCADE, null=True, blank=True, related_name="hours"
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField(help_text="23:59 counts to midnight")

    class Meta:
        ordering = ("weekday", "opens", "pk")
        indexes = (models.Index(fields=("weekday", "opens", "closes"), name="hours_by_time"),)
        constraints = (
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="hours_open_before_close"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_weekday_known"),
            models.UniqueConstraint(
                fields=("offer", "place", "weekday", "opens"),
                nulls_distinct=False,
                name="hours_once_per_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class HoursException(models.Model):
    """*Public.* Replaces the weekly hours of one day: closed, or other intervals (a row each)."""

    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="exceptions")
    place = models.ForeignKey(
        "offers.OfferPlace", on_delete=models.CASCADE, null=True, blank=True, related_name="exceptions"
    )
    date = models.DateField()
    is_closed = models.BooleanField(default=True)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("date", "opens", "pk")
        indexes = (models.Index(fields=("date",), name="exception_by_date"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(is_closed=True, opens=None, closes=None)
                | Q(is_closed=False, opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
                name="exception_closed_or_interval",
            ),
        )

    def __str__(self) -> str:
        return f"{self.date} {'closed' if self.is_closed else f'{self.opens:%H:%M}–{self.closes:%H:%M}'}"


class OfferDate(models.Model):
    """*Public.* A date or a series (RRULE of RFC 5545), at the same clock time in summer and winter."""

    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField()
    duration = models.DurationField()
    rrule = models.CharField(max_length=200, blank=True, help_text="RFC 5545 without DTSTART and UNTIL")
    until = models.DateField(null=True, blank=True, help_text="Last day of the series")
    exdates = ArrayField(models.DateField(), default=list, blank=True)
    on_holidays = models.BooleanField(
        default=False, help_text="The series goes on on public holidays; a single date always takes place."
    )

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(duration__gt="00:00:00"), name="date_duration_positive"),
            models.CheckConstraint(
                condition=~Q(rrule="") | Q(until=None, exdates=[]), name="date_series_facts_only_with_rrule"
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.rrule}".rstrip()


class OfferOccurrence(models.Model):
    """*Public.* Dates of the next 90 days, counted out for filters in SQL; refreshed daily and on change."""

    offer = models.ForeignKey("offers.Offer", on_delete=models.CASCADE, related_name="occurrences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="occurrence_starts_before_end"
            ),
        )
        indexes = (
            models.Index(fields=("offer", "starts_at", "ends_at"), name="occurrence_by_offer_and_time"),
            models.Index(fields=("starts_at", "ends_at"), name="occurrence_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
