"""Whether this process lives and whether it can serve: for supervisors and load balancers."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vielklang.web.replicas import replicas


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, or a replica by which the guide can be read meanwhile; otherwise 503."""
    states = dict(found.states()) if (found := replicas()) else {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        lines, status = ["ok"], 200
    except DatabaseError:
        lines, status = ["database does not answer"], 200 if "in use" in states.values() else 503
    lines += [f"{alias}: {state}" for alias, state in states.items()]
    return HttpResponse("\n".join(lines) + "\n", status=status, content_type="text/plain")
