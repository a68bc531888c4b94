"""Background entry points of upkeep: every day one job for each centre."""

from __future__ import annotations

from procrastinate.contrib.django import app

from vielklang.centres.models import Centre
from vielklang.centres.queries import list_centres
from vielklang.core.actor import SYSTEM
from vielklang.upkeep.rounds import ask_carriers, check_websites


@app.periodic(cron="20 6 * * *")
@app.task(name="upkeep.ask_all_carriers", queue="default")
def ask_all_carriers(timestamp: int) -> None:
    """In the morning, so that mails lie on top when the day begins."""
    for centre in list_centres():
        ask_carriers_of.defer(centre=centre.pk)


@app.task(name="upkeep.ask_carriers_of", queue="default")
def ask_carriers_of(centre: int) -> None:
    ask_carriers(by=SYSTEM, centre=Centre.objects.get(pk=centre))


@app.periodic(cron="40 3 * * *")
@app.task(name="upkeep.check_all_websites", queue="default")
def check_all_websites(timestamp: int) -> None:
    """At night, when websites have little to do."""
    for centre in list_centres():
        check_websites_of.defer(centre=centre.pk)


@app.task(name="upkeep.check_websites_of", queue="default")
def check_websites_of(centre: int) -> None:
    check_websites(by=SYSTEM, centre=Centre.objects.get(pk=centre))
