"""Closed lists about centres."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CentreKind(TextChoices):
    CITY = "city", _("independent city")
    DISTRICT = "district", _("district")
    CITY_REGION = "city_region", _("city region")
    CITY_IN_REGION = "city_in_region", _("city within a city region")


class GoalState(TextChoices):
    """What became of a goal of a focus area; the desk names them (reporting.enums)."""

    OPEN = "open", "open"
    REACHED = "reached", "reached"
    DROPPED = "dropped", "dropped"
