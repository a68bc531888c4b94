"""Background entry points of imports and open data: ids in, scope, action. A job that fails says so on its run."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import structlog
from procrastinate.contrib.django import app

from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.core.scope import centre_scope
from vielklang.interfaces import actions
from vielklang.interfaces.feeds.actions import make_archive
from vielklang.interfaces.models import ImportRun
from vielklang.interfaces.progress import telling

log = structlog.get_logger(__name__)
QUEUE = "imports"


@app.task(name="interfaces.check_import", queue=QUEUE)
def check_import(run: str, centre: int) -> None:
    _work(actions.check_import, run, centre)


@app.task(name="interfaces.run_import", queue=QUEUE)
def run_import(run: str, centre: int) -> None:
    _work(actions.run_import, run, centre)


@app.task(name="interfaces.undo_import", queue=QUEUE)
def undo_import(run: str, centre: int) -> None:
    _work(actions.undo_import, run, centre)


@app.periodic(cron="*/15 * * * *")
@app.task(name="interfaces.tidy_imports", queue=QUEUE)
def tidy_imports(timestamp: int) -> None:
    for centre in Centre.objects.all():
        with centre_scope(centre):
            actions.tidy_imports(by=SYSTEM, centre=centre)


@app.periodic(cron="25 2 * * *")
@app.task(name="interfaces.make_open_data", queue="default")
def make_open_data(timestamp: int) -> None:
    """Nightly, when few read: the archive of open data."""
    make_archive(by=SYSTEM)


def _work(act: Callable[..., Any], key: str, centre_id: int) -> None:
    """The action in its own transaction; an unforeseen error ends the run with a reason that a person can read."""
    centre = Centre.objects.get(pk=centre_id)
    public_id = uuid.UUID(key)
    with centre_scope(centre):
        run = ImportRun.objects.defer("content").filter(public_id=public_id).first()
    if run is None or not run.is_working:
        return  # discarded meanwhile, or the job ran before
    by = Actor(ActorKind.IMPORT, str(centre), user_id=run.user_id, person=run.person)
    try:
        if act is actions.check_import:
            with centre_scope(centre):
                actions.begin_check(by=by, run=run)
        with telling(public_id) as tell, centre_scope(centre):
            act(by=by, run=run, progress=tell)
    except Exception as error:
        log.exception("import failed", run=key)
        with centre_scope(centre):
            actions.fail_import(by=by, run=run, reason=reason_of(error))


def reason_of(error: Exception) -> str:
    """For the person: what is known in words, else the kind of error; never a value from the file."""
    from django.utils.translation import gettext as _

    if isinstance(error, MemoryError):
        return _("The file needs more memory than there is. Please divide it.")
    return _("Something unexpected happened (%(kind)s). Nothing was changed.") % {
        "kind": type(error).__name__
    }
