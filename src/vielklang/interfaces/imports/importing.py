"""The import at the terminal: read, check everything, write everything or nothing, report by row and column."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.interfaces.imports.planning import Plan, RowError, make_plan
from vielklang.interfaces.imports.reading import open_source
from vielklang.interfaces.imports.source import MOST_BYTES, Format, Options, UnreadableError
from vielklang.interfaces.imports.writing import write_plan


@dataclass(frozen=True, slots=True)
class ImportReport:
    rows: int
    created: int
    updated: int
    unchanged: int
    left_out: int
    errors: tuple[RowError, ...]
    notes: tuple[RowError, ...]
    dry_run: bool

    def as_text(self) -> str:
        """For the terminal: every note and error on its line, then what happened."""
        lines = [f"note: {note}" for note in self.notes] + [str(error) for error in self.errors]
        counts = f"{self.created} new, {self.updated} changed, {self.unchanged} unchanged, {self.left_out} left out"
        if self.errors:
            lines.append(f"Nothing imported: {len(self.errors)} errors in {self.rows} rows.")
        elif self.dry_run:
            lines.append(f"All {self.rows} rows are right ({counts}); nothing was changed (dry run).")
        else:
            lines.append(f"{self.rows} rows imported: {counts}.")
        return "\n".join(lines)


def import_offers(
    path: Path,
    *,
    by: Actor,
    dry_run: bool = False,
    centre: Centre | None = None,
    format: Format | None = None,  # noqa: A002
    options: Options | None = None,
) -> ImportReport:
    """Import all rows of a file, or none. Without `centre` each row names its own.

    Entries that are there already are found again (`imports.matching`) and brought up to date; likely ones are
    taken for the same only from a high similarity on. Organisations that are missing are created.
    """
    options = options or Options(publish=True)
    plan = Plan()
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableError(0, f"is larger than {MOST_BYTES // 1_000_000} MB")
        source = open_source(path.name, path.read_bytes(), options, format)
        plan = make_plan(source, centre=centre, options=options)
    except UnreadableError as error:
        plan.errors.append(RowError(error.row, "", str(error)))
    created, updated = _planned(plan)
    if not plan.errors and not dry_run:
        _write(by=by, plan=plan, name=path.name)
    return ImportReport(
        plan.count,
        0 if plan.errors else created,
        0 if plan.errors else updated,
        plan.counts["unchanged"],
        plan.counts["gone"] + plan.counts["skipped"],
        tuple(plan.errors),
        tuple(plan.notes),
        dry_run,
    )


def _planned(plan: Plan) -> tuple[int, int]:
    choices = [row.choice for row in plan.rows if row.outcome != "unchanged"]
    return choices.count("new"), choices.count("update")  # type: ignore[arg-type]


@action
def _write(*, by: Actor, plan: Plan, name: str) -> None:
    written = write_plan(by=by, plan=plan)
    record(
        by=by,
        event="offers imported",
        label=name,
        created=len(written.created),
        updated=len(written.updated),
    )
