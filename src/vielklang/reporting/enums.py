"""Closed lists of coordination: what a matrix is drawn by and what its cells say."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class By(TextChoices):
    """The columns of the matrix; its rows are always topics in their life areas."""

    MUNICIPALITY = "municipality", _("Municipalities")
    LANGUAGE = "language", _("Languages spoken")
    GROUP = "group", _("Target groups")


class Measure(TextChoices):
    """What a cell says."""

    OFFERS = "offers", _("Number of offers")
    SEARCHES = "searches", _("Searches without a result")
    REQUESTS = "requests", _("Requests")
    FRESHNESS = "freshness", _("Freshness")
    DISTANCE = "distance", _("Distance to the next offer")


MEASURES: dict[By, tuple[Measure, ...]] = {
    By.MUNICIPALITY: (Measure.OFFERS, Measure.DISTANCE, Measure.FRESHNESS, Measure.REQUESTS),
    By.LANGUAGE: (Measure.OFFERS, Measure.SEARCHES, Measure.FRESHNESS, Measure.REQUESTS),
    By.GROUP: (Measure.OFFERS, Measure.FRESHNESS, Measure.REQUESTS),
}
"""Searches are counted per centre and language, never per municipality or person; so are their columns."""

NO_COLUMN = ""
"""Offers that name no municipality, no language or no target group."""
ELSEWHERE = "elsewhere"
"""The centre's own offers that take place outside of its area."""

PERIODS = (30, 90, 365)
"""Days for which searches and requests are counted."""
DISTANCES = (5, 10, 15, 25, 50)
"""Kilometres within which an offer counts as near."""

GOAL_STATES = {"open": _("Not reached yet"), "reached": _("Reached"), "dropped": _("Dropped")}
"""The labels of `centres.enums.GoalState`."""
