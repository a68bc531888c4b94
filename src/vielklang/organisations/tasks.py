"""Background entry points of the organisations: ids in, scope, action."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.organisations import actions

_WAIT = {"seconds": 20}
"""Somebody who enters a list of carriers starts one search, not thirty."""


@app.task(name="organisations.refresh_duplicates", queue="default")
def refresh_duplicates(centre_id: int) -> None:
    actions.refresh_duplicates(by=SYSTEM, centre=Centre.objects.get(pk=centre_id))


@app.periodic(cron="5 3 * * *")
@app.task(name="organisations.refresh_all_duplicates", queue="default")
def refresh_all_duplicates(timestamp: int) -> None:
    """Nightly: whatever a lost job or a bulk import left behind."""
    for centre in Centre.objects.active():
        actions.refresh_duplicates(by=SYSTEM, centre=centre)


def ask_for_duplicates(centre_id: int) -> None:
    """Have the duplicates of a centre looked for soon; at most one such job waits."""
    lock = f"organisations.duplicates:{centre_id}"
    if ProcrastinateJob.objects.filter(queueing_lock=lock, status="todo").exists():
        return
    try:
        with transaction.atomic():
            job = refresh_duplicates.configure(queueing_lock=lock, schedule_in=_WAIT)
            job.defer(centre_id=centre_id)
    except AlreadyEnqueued:
        pass
