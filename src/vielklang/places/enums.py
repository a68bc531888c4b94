"""Closed lists about places: kinds of districts, of places and of answers to a place question."""

from __future__ import annotations

import enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DistrictKind(TextChoices):
    CITY = "city", _("independent city")
    DISTRICT = "district", _("district")
    CITY_REGION = "city_region", _("city region")


class PlaceKind(enum.StrEnum):
    POSTCODE = "postcode"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"


class AnswerKind(enum.StrEnum):
    """What came of a place question; see `places.finding.find_place`."""

    FOUND = "found"
    CHOOSE = "choose"
    ELSEWHERE = "elsewhere"
    UNKNOWN_POSTCODE = "unknown_postcode"
    NOT_FOUND = "not_found"
    EMPTY = "empty"
