"""What was found at websites, and what people decided about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.upkeep.checking import Answered
from vielklang.upkeep.models import LinkCheck


@action
def store_check(
    *, by: Actor, centre: Centre, url: str, answer: Answered, now: dt.datetime | None = None
) -> LinkCheck:
    """Keep what an address answered. A failure counts once a day; a success forgets all failures before."""
    moment = now or timezone.now()
    day = timezone.localdate(moment)
    row, _ = LinkCheck.objects.select_for_update().get_or_create(
        centre=centre, url=url, defaults={"checked_at": moment}
    )
    row.checked_at, row.status, row.problem = moment, answer.status, answer.problem
    if answer.is_fine:
        row.failed_days, row.first_failed_on, row.last_failed_on = 0, None, None
        row.ignored_at, row.ignored_by = None, ""
    elif row.last_failed_on != day:
        row.failed_days += 1
        row.first_failed_on, row.last_failed_on = row.first_failed_on or day, day
    row.save()
    return row


@action
def forget_checks(*, by: Actor, centre: Centre, urls: Iterable[str]) -> int:
    """Drop what is known of addresses that no entry names any more."""
    count, _ = LinkCheck.objects.filter(centre=centre).exclude(url__in=list(urls)).delete()
    return count


@action
def ignore_dead_link(*, by: Actor, check: LinkCheck) -> None:
    """A person says the website is fine; it is reported again only after it has worked and failed anew."""
    check.ignored_at, check.ignored_by = timezone.now(), str(by)[:120]
    check.save(update_fields=["ignored_at", "ignored_by"])
    record(by=by, event="website called fine", subject=check)


@action
def watch_again(*, by: Actor, check: LinkCheck) -> None:
    """Undo of `ignore_dead_link`."""
    check.ignored_at, check.ignored_by = None, ""
    check.save(update_fields=["ignored_at", "ignored_by"])
    record(by=by, event="website watched again", subject=check)
