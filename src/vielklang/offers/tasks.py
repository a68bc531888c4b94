"""Background entry points of offers: thin, they call an action."""

from __future__ import annotations

from procrastinate.contrib.django import app

from vielklang.core.actor import SYSTEM
from vielklang.offers.actions import refresh_occurrences


@app.periodic(cron="15 */6 * * *")
@app.task(name="offers.refresh_occurrences", queue="default")
def refresh_occurrences_regularly(timestamp: int) -> None:
    """Move the window of counted dates on; four times a day, because a machine may be off at night."""
    refresh_occurrences(by=SYSTEM)
