"""Every write of imports and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.interfaces.enums import WORKING, Choice, Outcome, RunState
from vielklang.interfaces.imports.planning import Plan, Progress, RowError, make_plan
from vielklang.interfaces.imports.reading import open_source
from vielklang.interfaces.imports.source import Options, UnreadableError
from vielklang.interfaces.imports.undoing import undo_rows
from vielklang.interfaces.imports.writing import Written, write_plan
from vielklang.interfaces.models import ImportRow, ImportRun, JobProgress
from vielklang.offers.numbers import number_at_commit

KEEP_FILES = dt.timedelta(days=7)
LOST_AFTER = dt.timedelta(minutes=30)
MOST_PROBLEMS = 5000
"""Errors and notes that a report keeps; the count is of all."""


class WrongStateError(Exception):
    """The import is not in a state for this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    file_name: str
    content: bytes
    options: Options = field(default_factory=Options)
    language: str = "de"


@action
def start_import(*, by: Actor, centre: Centre, upload: Upload) -> ImportRun:
    """Keep the file and have it checked in the background; nothing else changes."""
    run = ImportRun.objects.create(
        centre=centre,
        file_name=upload.file_name.replace("\x00", "")[:200],
        content=upload.content,
        options={name: value for name, value in asdict(upload.options).items() if name != "today"},
        user_id=by.user_id,
        person=by.person or by.name,
        language=upload.language,
    )
    record(by=by, event="import uploaded", subject=run, size=len(upload.content))
    _later("check", run)
    return run


@action
def begin_check(*, by: Actor, run: ImportRun) -> None:
    """Say that the job has begun; committed before the work, so that others see it."""
    row = _locked(run, RunState.UPLOADED, RunState.CHECKING)
    row.state = RunState.CHECKING
    row.save(update_fields=["state", "changed_at"])


@action
def check_import(*, by: Actor, run: ImportRun, progress: Progress | None = None) -> ImportRun:
    """The dry run: read, check and match every row; stores the report and a row for each, and no offer."""
    row = _locked(run, RunState.UPLOADED, RunState.CHECKING)
    with override(row.language):
        plan = _plan(row, {}, progress)
    _store_plan(row, plan)
    record(by=by, event="import checked", subject=row, counts=dict(plan.counts), errors=len(plan.errors))
    return row


@action
def choose_rows(*, by: Actor, run: ImportRun, choices: Mapping[int, str]) -> ImportRun:
    """What a person decided about rows: "new", "update" or "skip" by the row's number."""
    row = _locked(run, RunState.CHECKED)
    rows = list(row.rows.filter(number__in=choices).exclude(outcome=Outcome.WRONG))
    for found in rows:
        found.choice, found.is_chosen = Choice(choices[found.number]), True
    ImportRow.objects.bulk_update(rows, ["choice", "is_chosen"], batch_size=500)
    return row


@action
def confirm_import(*, by: Actor, run: ImportRun) -> ImportRun:
    """A person says "import now"; the job does it. Raises `WrongStateError` where rows are wrong."""
    row = _locked(run, RunState.CHECKED)
    if row.report.get("error_count"):
        raise WrongStateError("rows are wrong")
    row.state = RunState.IMPORTING
    row.save(update_fields=["state", "changed_at"])
    JobProgress.objects.filter(pk=row.public_id).delete()
    record(by=by, event="import started", subject=row)
    _later("run", row)
    return row


@action
def run_import(*, by: Actor, run: ImportRun, progress: Progress | None = None) -> ImportRun:
    """All rows in one transaction, or none: a row that is wrong by now brings the run back to its report."""
    row = _locked(run, RunState.IMPORTING)
    choices = dict(row.rows.filter(is_chosen=True).values_list("number", "choice"))
    number_at_commit()
    with override(row.language):
        plan = _plan(row, choices, None)
        if plan.errors:
            _store_plan(row, plan, choices)
            return row
        written = write_plan(by=by, plan=plan, progress=progress)
    _store_plan(row, plan, choices, written)
    record(
        by=by,
        event="offers imported",
        subject=row,
        created=len(written.created),
        updated=len(written.updated),
        organisations=len(written.organisations),
    )
    return row


@action
def start_undo(*, by: Actor, run: ImportRun) -> ImportRun:
    """Have taken back what the import made; in the background."""
    row = _locked(run, RunState.DONE)
    row.state = RunState.UNDOING
    row.save(update_fields=["state", "changed_at"])
    JobProgress.objects.filter(pk=row.public_id).delete()
    record(by=by, event="undo of import started", subject=row)
    _later("undo", row)
    return row


@action
def undo_import(*, by: Actor, run: ImportRun, progress: Progress | None = None) -> ImportRun:
    """New offers are archived, changed ones get back what they were; whatever was changed since stays as it is."""
    row = _locked(run, RunState.UNDOING)
    number_at_commit()
    with override(row.language):
        undone, kept = undo_rows(by=by, run=row, progress=progress)
    row.state = RunState.UNDONE
    row.report = row.report | {"undone": undone, "kept": kept}
    row.save(update_fields=["state", "report", "changed_at"])
    record(by=by, event="import undone", subject=row, undone=undone, kept=len(kept))
    return row


@action
def discard_import(*, by: Actor, run: ImportRun) -> None:
    """Forget a file that was not imported."""
    row = _locked(run, RunState.CHECKED, RunState.FAILED)
    _close(row, RunState.DISCARDED)
    record(by=by, event="import discarded", subject=row)


@action
def fail_import(*, by: Actor, run: ImportRun, reason: str) -> None:
    """A job could not do its work; an import that was done stays done."""
    row = _locked(run)
    if row.state not in WORKING:
        return
    if row.state == RunState.UNDOING:
        row.state, row.problem = RunState.DONE, reason[:300]
        row.save(update_fields=["state", "problem", "changed_at"])
    else:
        row.problem = reason[:300]
        _close(row, RunState.FAILED)
    record(by=by, event="import failed", subject=row, reason=reason[:300])


@action
def tidy_imports(*, by: Actor, centre: Centre, now: dt.datetime | None = None) -> int:
    """Erase files that nobody imported for a week; call a run failed whose job was lost. Returns how many."""
    moment = now or timezone.now()
    alive = JobProgress.objects.filter(at__gt=moment - LOST_AFTER).values("key")
    runs = ImportRun.objects.filter(centre=centre).defer("content")
    lost = list(
        runs.filter(state__in=WORKING, changed_at__lt=moment - LOST_AFTER).exclude(public_id__in=alive)
    )
    for run in lost:
        fail_import(by=by, run=run, reason=_("The job was interrupted. Please upload the file again."))
    kept = (RunState.CHECKED, RunState.FAILED)
    old = list(runs.filter(state__in=kept, content__isnull=False, created_at__lt=moment - KEEP_FILES))
    for run in old:
        _close(run, RunState.DISCARDED)
        record(by=by, event="import discarded", subject=run)
    return len(lost) + len(old)


@action
def note_export(
    *, by: Actor, centre: Centre, what: str, form: str, filters: Mapping[str, str], count: int
) -> None:
    """The audit entry of an export; nothing else is stored."""
    record(
        by=by, event=f"{what} exported", label=form, centre_id=centre.pk, count=count, filters=dict(filters)
    )


def _plan(run: ImportRun, choices: Mapping[int, str], progress: Progress | None) -> Plan:
    options = Options(**run.options)
    plan = Plan()
    try:
        source = open_source(run.file_name, bytes(run.content or b""), options)
        plan = make_plan(source, centre=run.centre, options=options, choices=choices, progress=progress)
    except UnreadableError as error:
        plan.errors.append(RowError(error.row, "", str(error)))
    return plan


def _store_plan(
    run: ImportRun, plan: Plan, choices: Mapping[int, str] | None = None, written: Written | None = None
) -> None:
    run.rows.all().delete()
    rows = [_row(run, planned, choices or {}, written) for planned in plan.rows]
    ImportRow.objects.bulk_create(rows, batch_size=1000)
    run.format = plan.format or run.format
    run.report = {
        "counts": dict(plan.counts),
        "rows": plan.count,
        "errors": [[x.row, x.column, x.reason] for x in plan.errors[:MOST_PROBLEMS]],
        "error_count": len(plan.errors),
        "notes": [[x.row, x.column, x.reason] for x in plan.notes[:MOST_PROBLEMS]],
        "note_count": len(plan.notes),
        "organisations": len(plan.new_organisations),
    }
    if written is None:
        run.state = RunState.CHECKED
        run.save()
        return
    run.report |= {
        "created": len(written.created),
        "updated": len(written.updated),
        "organisations": len(written.organisations),
    }
    _close(run, RunState.DONE)


def _row(run: ImportRun, planned: Any, choices: Mapping[int, str], written: Written | None) -> ImportRow:
    match = planned.match.known if planned.match else None
    is_updated = written is not None and planned.number in written.updated
    made = written.created.get(planned.number) if written else None
    return ImportRow(
        run=run,
        centre_id=run.centre_id,
        number=planned.number,
        title=planned.title[:200],
        organisation=planned.organisation[:200],
        outcome=planned.outcome,
        choice=planned.choice,
        is_chosen=planned.number in choices,
        match_id=match.pk if match else None,
        match_title=match.title[:200] if match else "",
        score=planned.match.score if planned.match else 0,
        reason=planned.reason[:200],
        changed=list(planned.changed),
        made_id=made.pk if made else match.pk if match and is_updated else None,
        before=planned.before if is_updated else {},
    )


def _close(run: ImportRun, state: RunState) -> None:
    """The file is erased; the report stays."""
    run.state, run.content = state, None
    if state == RunState.DONE:
        run.finished_at = timezone.now()
    run.save()
    JobProgress.objects.filter(pk=run.public_id).delete()


def _locked(run: ImportRun, *states: RunState) -> ImportRun:
    rows = ImportRun.objects.select_for_update(of=("self",)).select_related("centre").defer("content")
    row = rows.get(pk=run.pk)
    if states and row.state not in states:
        raise WrongStateError(f"the import is {row.state}")
    return row


def _later(job: str, run: ImportRun) -> None:
    from vielklang.interfaces import tasks

    key, centre = str(run.public_id), run.centre_id
    lock = f"import:{centre}"
    task = {"check": tasks.check_import, "run": tasks.run_import, "undo": tasks.undo_import}[job]
    task.configure(lock=lock).defer(run=key, centre=centre)
