"""Background entry points of the core."""

from __future__ import annotations

import uuid

from procrastinate import JobContext, RetryStrategy
from procrastinate.builtin_tasks import remove_old_jobs
from procrastinate.contrib.django import app

from vielklang.core.mail import MOST_ATTEMPTS, deliver, erase
from vielklang.core.publication import fold_publications


@app.task(
    name="core.send_mail", queue="mail", retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=5)
)
def send_mail(mail: str) -> None:
    deliver(uuid.UUID(mail))


@app.task(name="core.erase_mail", queue="mail")
def erase_mail(mail: str) -> None:
    erase(uuid.UUID(mail))


@app.periodic(cron="* * * * *")
@app.task(name="core.fold_publications", queue="default", queueing_lock="core.fold_publications")
def fold(timestamp: int) -> None:
    fold_publications()


@app.periodic(cron="40 3 * * *")
@app.task(name="core.forget_old_jobs", queue="default", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs that succeeded leave after three days, failed ones after thirty."""
    await remove_old_jobs(context, max_hours=72)
    await remove_old_jobs(context, max_hours=720, remove_failed=True)


@app.periodic(cron="* * * * *")
@app.task(name="core.rescue_jobs", queue="default", queueing_lock="core.rescue_jobs", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> None:
    """What a killed worker was doing is done again: every job of this house may be repeated."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)
