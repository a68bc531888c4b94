"""The daily rounds: through all organisations of a centre that have something due, and through its websites.

Each organisation and each website is its own transaction, so that one that fails holds up nobody else.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.db import Error
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.scope import centre_scope
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation
from vielklang.upkeep.actions.asking import remind_organisation, suspend_unanswered
from vielklang.upkeep.actions.websites import forget_checks, store_check
from vielklang.upkeep.checking import Answered, look_at
from vielklang.upkeep.models import LinkCheck
from vielklang.upkeep.queries import due_offers, kept_offers

log = structlog.get_logger("vielklang.upkeep")

MOST_WEBSITES = 200
"""Per centre and run; those not looked at for longest come first."""
FINE_FOR_DAYS = 7
HOST_PAUSE_SECONDS = 2.0


def ask_carriers(*, by: Actor, centre: Centre, today: dt.date | None = None) -> Counter[str]:
    """Send what is due and suspend what nobody confirmed. Safe to repeat, and to run twice at once."""
    day = today or timezone.localdate()
    with centre_scope(centre):
        organisations = list(
            Organisation.objects.filter(
                pk__in=due_offers(centre, day).order_by().values("organisation_id")
            ).order_by("pk")
        )
    done: Counter[str] = Counter()
    for organisation in organisations:
        try:
            with centre_scope(centre):
                done["suspended"] += suspend_unanswered(
                    by=by, centre=centre, organisation=organisation, today=day
                )
                done["mails"] += remind_organisation(
                    by=by, centre=centre, organisation=organisation, today=day
                )
        except Error as error:
            done["failed"] += 1
            log.error(
                "carrier not asked", organisation=str(organisation.public_id), error=type(error).__name__
            )
    log.info("carriers asked", centre=centre.slug, **done)
    return done


def check_websites(
    *,
    by: Actor,
    centre: Centre,
    now: dt.datetime | None = None,
    look: Callable[[str], Answered] = look_at,
    pause: float = HOST_PAUSE_SECONDS,
) -> int:
    """Look at the centre's websites that are due; returns how many. No transaction is open while somebody answers."""
    moment = now or timezone.now()
    last_asked: dict[str, float] = {}
    due = _websites_due(by, centre, moment)
    for url in due:
        host = urlsplit(url).hostname or ""
        waited = time.monotonic() - last_asked.get(host, float("-inf"))
        if waited < pause:
            time.sleep(pause - waited)
        answer = look(url)
        last_asked[host] = time.monotonic()
        with centre_scope(centre):
            store_check(by=by, centre=centre, url=url, answer=answer, now=moment)
    log.info("websites checked", centre=centre.slug, count=len(due))
    return len(due)


def _websites_due(by: Actor, centre: Centre, moment: dt.datetime) -> list[str]:
    """New ones first, then those that failed on another day, then those that were fine a week ago."""
    day = timezone.localdate(moment)
    with centre_scope(centre):
        urls = websites_of(centre, day)
        forget_checks(by=by, centre=centre, urls=urls)
        known = {row.url: row for row in LinkCheck.objects.filter(centre=centre)}
    fresh_after = moment - dt.timedelta(days=FINE_FOR_DAYS)
    due = [
        url
        for url in urls
        if url not in known
        or (known[url].failed_days and timezone.localdate(known[url].checked_at) < day)
        or (not known[url].failed_days and known[url].checked_at <= fresh_after)
    ]
    oldest = dt.datetime.min.replace(tzinfo=dt.UTC)
    due.sort(key=lambda url: (known[url].checked_at if url in known else oldest, url))
    return due[:MOST_WEBSITES]


def websites_of(centre: Centre, today: dt.date) -> set[str]:
    """Addresses that public entries of this centre name; invented ones of examples are left alone."""
    offers = kept_offers(Offer.objects.filter(centre=centre, is_example=False), today)
    organisations = Organisation.objects.filter(centre=centre, is_example=False)
    return {
        url
        for rows in (offers, organisations)
        for url in rows.exclude(website="").values_list("website", flat=True).distinct()
    }
