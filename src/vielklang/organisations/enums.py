"""Closed lists of organisations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    CENTRE = "centre", _("Municipal integration centre")
    CARRIER = "carrier", _("Welfare organisation")
    OFFICE = "office", _("Public office")
    SCHOOL = "school", _("School")
    EDUCATION = "education", _("Education provider")
    HEALTH = "health", _("Health service")
    LIBRARY = "library", _("Library")
    MIGRANT_ORGANISATION = "migrant_organisation", _("Migrant organisation")
    VOLUNTEER_INITIATIVE = "volunteer_initiative", _("Volunteer initiative")
    ASSOCIATION = "association", _("Association")
    SPORTS_CLUB = "sports_club", _("Sports club")
    PARISH = "parish", _("Religious community")
    OTHER = "other", _("Other organisation")
