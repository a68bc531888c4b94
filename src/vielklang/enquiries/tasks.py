"""Background entry points of enquiries."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vielklang.centres.models import Centre
from vielklang.centres.queries import list_centres
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import HELD_MINUTES, drop_held_voice, escalate_enquiries
from vielklang.enquiries.actions.mail import forget_left_mails
from vielklang.enquiries.file_scans import scan_waiting_files
from vielklang.enquiries.mail_intake import read_mailbox
from vielklang.enquiries.mailbox_queries import SHOWN_DAYS, centres_with_mailbox
from vielklang.enquiries.referral_rounds import run_referrals
from vielklang.enquiries.retention import forget_enquiries
from vielklang.enquiries.targets import is_working_day


@app.periodic(cron="20 3 * * *")
@app.task(name="enquiries.forget_all", queue="default")
def forget_all(timestamp: int) -> None:
    """Every night, one job for each centre."""
    for centre in list_centres():
        forget_of.defer(centre=centre.pk)


@app.task(name="enquiries.forget_of", queue="default")
def forget_of(centre: int) -> None:
    found, now = Centre.objects.get(pk=centre), timezone.now()
    forget_enquiries(by=SYSTEM, centre=found, now=now)
    with centre_scope(found):
        forget_left_mails(by=SYSTEM, centre=found, before=now - dt.timedelta(days=SHOWN_DAYS))


@app.task(name="enquiries.drop_held", queue="default")
def drop_held(key: str) -> None:
    """The recording of a form that nobody sent again; one that was held anew meanwhile has its own job."""
    drop_held_voice(by=SYSTEM, key=key, before=timezone.now() - dt.timedelta(minutes=HELD_MINUTES))


@app.periodic(cron="10 6 * * *")
@app.task(name="enquiries.escalate_all", queue="default")
def escalate_all(timestamp: int) -> None:
    """Every morning of a working day, one job for each centre."""
    if is_working_day(timezone.localdate()):
        for centre in list_centres():
            escalate_of.defer(centre=centre.pk)


@app.task(name="enquiries.escalate_of", queue="default")
def escalate_of(centre: int) -> None:
    found = Centre.objects.get(pk=centre)
    with centre_scope(found):
        while escalate_enquiries(by=SYSTEM, centre=found, now=timezone.now()):
            pass


@app.periodic(cron="*/10 * * * *")
@app.task(name="enquiries.scan_files", queue="default", queueing_lock="enquiries.scan_files")
def scan_files(timestamp: int) -> None:
    """Files that the virus scanner could not look at when they came."""
    if settings.CLAMAV_URL:
        for centre in list_centres():
            scan_waiting_files(by=SYSTEM, centre=centre)


@app.periodic(cron="10 6 * * *")
@app.task(name="enquiries.referrals_of_all", queue="default")
def referrals_of_all(timestamp: int) -> None:
    """In the morning, so that mails lie on top when the day begins."""
    for centre in list_centres():
        referrals_of.defer(centre=centre.pk)


@app.task(name="enquiries.referrals_of", queue="default")
def referrals_of(centre: int) -> None:
    run_referrals(by=SYSTEM, centre=Centre.objects.get(pk=centre), now=timezone.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="enquiries.read_mailboxes", queue="default", queueing_lock="enquiries.read_mailboxes")
def read_mailboxes(timestamp: int) -> None:
    """Every two minutes, one job for each centre that has one; a slow mail server holds up no other centre."""
    for centre in centres_with_mailbox():
        with suppress(AlreadyEnqueued), transaction.atomic():
            read_mailbox_of.configure(queueing_lock=f"enquiries.mailbox:{centre.pk}").defer(centre=centre.pk)


@app.task(name="enquiries.read_mailbox_of", queue="default")
def read_mailbox_of(centre: int) -> None:
    read_mailbox(by=SYSTEM, centre=Centre.objects.get(pk=centre))
