"""Writes of absences. In the scope of the centre."""

from __future__ import annotations

import datetime as dt

from vielklang.accounts.models import User
from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.models import Absence


class AlreadyAwayError(Exception):
    """The person has an absence on one of these days already."""


@action
def enter_absence(
    *, by: Actor, centre: Centre, person: User, substitute: User, starts_on: dt.date, ends_on: dt.date
) -> Absence:
    """Somebody is away, both days included. Raises `AlreadyAwayError`."""
    if Absence.objects.filter(person=person, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise AlreadyAwayError
    row = Absence.objects.create(
        centre=centre, person=person, substitute=substitute, starts_on=starts_on, ends_on=ends_on
    )
    record(by=by, event="absence entered", subject=row)
    return row


@action
def remove_absence(*, by: Actor, absence: Absence) -> None:
    """It was entered wrongly, or somebody is back early."""
    record(by=by, event="absence removed", subject=absence)
    absence.delete()
