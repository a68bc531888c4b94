"""Districts, municipalities and postcodes under their official keys; filled by `actions.load_reference`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vielklang.places.enums import DistrictKind


class District(models.Model):
    """*Public.* One of the 53 Kreise and kreisfreie Städte; `key` is the five-digit Kreisschlüssel."""

    key = models.CharField(primary_key=True, max_length=5)
    name = models.CharField(max_length=80)
    label = models.CharField(max_length=100, help_text='with its kind, as in "Kreis Kleve" or "Stadt Köln"')
    kind = models.CharField(max_length=12, choices=DistrictKind.choices)
    government_district = models.CharField(max_length=20, help_text="Regierungsbezirk")
    area_km2 = models.DecimalField(max_digits=8, decimal_places=2)
    population = models.PositiveIntegerField()
    population_date = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.label


class Municipality(models.Model):
    """*Public.* One of the 396 municipalities; `key` is the eight-digit Amtlicher Gemeindeschlüssel (AGS)."""

    key = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=80)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="municipalities")
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "municipalities"
        constraints = [
            models.CheckConstraint(condition=Q(key__startswith="05"), name="municipality_key_of_the_state"),
        ]

    def __str__(self) -> str:
        return self.name


class Postcode(models.Model):
    """*Public.* A postcode in a municipality: a pair, because a postcode can lie in two municipalities."""

    code = models.CharField(max_length=5)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="postcodes")
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        ordering = ["code", "municipality_id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "municipality"], name="postcode_once_per_municipality"),
        ]

    def __str__(self) -> str:
        return self.code


class PostcodeElsewhere(models.Model):
    """*Public.* A German postcode outside the state, kept so that a page can say where it is."""

    code = models.CharField(primary_key=True, max_length=5)
    place = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "postcodes elsewhere"

    def __str__(self) -> str:
        return f"{self.code} {self.place}"


class ReferenceState(models.Model):
    """*Public.* Which content of a reference table is loaded: spares a second load and tells caches."""

    name = models.CharField(primary_key=True, max_length=40)
    digest = models.CharField(max_length=64)
    loaded_by = models.CharField(max_length=100)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:8]}"
