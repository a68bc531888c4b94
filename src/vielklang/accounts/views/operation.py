"""The technical page of whoever runs the installation: jobs and versions, no private content."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, operation
from vielklang.core.permissions import Permission

_JOBS = """
    SELECT queue_name, task_name,
        count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
        count(*) FILTER (WHERE status = 'succeeded'), count(*) FILTER (WHERE status = 'failed')
    FROM procrastinate_jobs GROUP BY 1, 2 ORDER BY 6 DESC, 1, 2
"""
_COLUMNS = ("queue", "task", "waiting", "running", "done", "failed")


@operation(Permission.OPERATE)
@require_safe
def overview(request: AreaRequest) -> HttpResponse:
    """Queues with what waits and what failed, workers seen just now, versions. Job arguments are not shown."""
    with connection.cursor() as cursor:
        cursor.execute(_JOBS)
        jobs: list[dict[str, Any]] = [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
        )
        workers = cursor.fetchone()[0]
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        database, size = cursor.fetchone()
    facts = {"version": version("vielklang"), "database": database, "size_mb": size // 1_000_000}
    return render(request, "accounts/operation.html", {"jobs": jobs, "workers": workers, **facts})
