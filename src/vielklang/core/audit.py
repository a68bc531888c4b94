"""The audit: who did what, when, to which object. A row in the same transaction as the change; reads of confidential
records leave one as well. `django-pghistory` keeps the values of each changed row beside it, under the same id.
"""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models, transaction

from vielklang.core.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")

_context: ContextVar[uuid.UUID | None] = ContextVar("audit_context", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Marks a write: atomic, keyword-only with `by=`, and one audit context for everything inside.

    Called inside another action it joins that one's context.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            if _context.get() is not None:
                return function(*args, **kwargs)
            by = kwargs["by"]
            assert isinstance(by, Actor)
            token = _context.set(context := uuid.uuid4())
            try:
                _tell_history(context, by, f"{function.__module__.split('.')[1]}.{function.__name__}")
                result = function(*args, **kwargs)
                _tell_history(None, by, "")
                return result
            finally:
                _context.reset(token)

    run.is_action = True  # type: ignore[attr-defined]
    return run


def record(
    *,
    by: Actor,
    event: str,
    subject: models.Model | None = None,
    label: str = "",
    centre_id: int | None = None,
    organisation_id: int | None = None,
    **details: Any,
) -> None:
    """Write one audit row. `event` is a past participle with its thing: `offer published`, `contact read`.

    Centre and organisation are taken from the subject where it has them. `details`: small JSON values, no
    private content.
    """
    from vielklang.core.models import AuditEntry

    AuditEntry.objects.create(
        context_id=_context.get() or uuid.uuid4(),
        actor_kind=by.kind,
        actor_name=by.person or by.name,
        user_id=by.user_id,
        event=event,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(getattr(subject, "public_id", None) or (subject.pk if subject is not None else "")),
        subject_label=(label or (str(subject) if subject is not None else ""))[:200],
        centre_id=centre_id or getattr(subject, "centre_id", None),
        organisation_id=organisation_id or getattr(subject, "organisation_id", None),
        details=details,
    )


def record_read(*, by: Actor, subject: models.Model, label: str = "") -> None:
    """The read log: called by the loader of a confidential record (`access_*`)."""
    record(by=by, event=f"{subject._meta.verbose_name} read", subject=subject, label=label)


def _tell_history(context: uuid.UUID | None, by: Actor, name: str) -> None:
    """What pghistory's triggers write beside each changed row; local to the transaction."""
    metadata = (
        json.dumps({"action": name, "actor": by.person or by.name, "kind": by.kind, "user": by.user_id})
        if context
        else ""
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [str(context or ""), metadata],
        )
