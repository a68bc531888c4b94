"""Who is away today and who stands in; in the scope of the centre."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from vielklang.accounts.models import User
from vielklang.enquiries.models import Absence


def away_on(day: dt.date | None = None) -> dict[int, Absence]:
    """Absences that run on this day (today), by the key of the person who is away; one query."""
    today = day or timezone.localdate()
    rows = Absence.objects.filter(starts_on__lte=today, ends_on__gte=today)
    return {row.person_id: row for row in rows.select_related("person", "substitute").order_by("pk")}


def looked_after_by(user_id: int | None) -> list[int]:
    """Whose enquiries are somebody's to do today: their own, and those of whom they stand in for. One query."""
    own = [] if user_id is None else [user_id]
    return [*own, *(key for key, row in away_on().items() if row.substitute_id == user_id)]


def reached_instead(person: User, away: dict[int, Absence]) -> User:
    """Who hears of it: the person, or who stands in."""
    absence = away.get(person.pk)
    return absence.substitute if absence else person
