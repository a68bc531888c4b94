"""Background entry points of offers: thin, they call an action."""

from __future__ import annotations

from procrastinate.contrib.django import app

from vielklang.core.actor import SYSTEM
from vielklang.offers.actions import close_numbers, refresh_occurrences


@app.periodic(cron="15 */6 * * *")
@app.task(name="offers.refresh_occurrences", queue="default")
def refresh_occurrences_regularly(timestamp: int) -> None:
    """Move the window of counted dates on; four times a day, because a machine may be off at night."""
    refresh_occurrences(by=SYSTEM)


@app.periodic(cron="40 3 * * *")
@app.task(name="offers.close_numbers", queue="default")
def close_numbers_at_night(timestamp: int) -> None:
    """Close the holes that withdrawn offers left in the pages of the open interfaces, if there are many."""
    close_numbers(by=SYSTEM)
