"""What the background does for itself."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from vielklang.core import tasks

pytestmark = pytest.mark.django_db


def taken_by_worker(alive_seconds_ago: int) -> int:
    """A job in the hands of a worker whose last sign of life is so old; its id."""
    job = tasks.send_mail.defer(mail="00000000-0000-0000-0000-000000000000")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')"
            " RETURNING id",
            [alive_seconds_ago],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job]
        )
    return job


def test_a_killed_workers_job_is_done_again_and_a_living_ones_is_left():
    killed, living = taken_by_worker(90), taken_by_worker(5)

    async_to_sync(tasks.rescue_jobs.func)(
        JobContext(app=app, start_timestamp=0, job=None, abort_reason=lambda: None), 0
    )

    states = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert (states[killed], states[living]) == ("todo", "doing")
