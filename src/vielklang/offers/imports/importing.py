"""The import itself: read, check everything, write everything or nothing, report by row and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.offers.actions import create_offers
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.imports.parsing import Lookups, Row, parse_row
from vielklang.offers.imports.reading import UnreadableError, read_rows
from vielklang.offers.models import Offer
from vielklang.offers.validation import InvalidOfferError, check_draft, check_publishable
from vielklang.organisations.actions import (
    InvalidOrganisationError,
    OrganisationDraft,
    create_organisation,
)
from vielklang.organisations.models import Organisation

_COLUMN_OF = {
    "texts": "title_de",
    "last_confirmed_by": "confirmed_by",
    "dates.starts_at": "date_start",
    "dates.duration": "date_minutes",
    "dates.rrule": "date_rrule",
    "dates.until": "date_until",
}
_STATES = ("published", "draft")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong, in which row (counted from 1, the header included; 0: the file) and column."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else "file"
        return f"{where}, {self.column}: {self.reason}" if self.column else f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    rows: int
    created: int
    errors: tuple[RowError, ...]
    dry_run: bool

    def as_text(self) -> str:
        """For the terminal: every error on its line, then what happened."""
        lines = [str(error) for error in self.errors]
        if self.errors:
            lines.append(f"Nothing imported: {len(self.errors)} errors in {self.rows} rows.")
        elif self.dry_run:
            lines.append(f"All {self.rows} rows are right; nothing was changed (dry run).")
        else:
            lines.append(f"{self.created} offers imported.")
        return "\n".join(lines)


class _Undone(Exception):
    pass


def import_offers(path: Path, *, by: Actor, dry_run: bool = False) -> ImportReport:
    """Import all rows of a table, or none. Organisations that a centre does not have yet are created.

    An offer of the same title by the same organisation counts as imported already and is an error.
    """
    errors: list[RowError] = []
    drafts: dict[int, tuple[OfferDraft, bool]] = {}
    rows, created = 0, 0
    try:
        with transaction.atomic():
            try:
                rows, drafts = _read(path, by, errors)
            except UnreadableError as error:
                errors.append(RowError(error.row, "", str(error)))
            errors += _twice(drafts)
            if errors:
                raise _Undone
            created = _write(by, list(drafts.values()))
            if dry_run:
                raise _Undone
    except _Undone:
        created = 0
    return ImportReport(rows, created, tuple(sorted(errors, key=lambda error: error.row)), dry_run)


def _read(path: Path, by: Actor, errors: list[RowError]) -> tuple[int, dict[int, tuple[OfferDraft, bool]]]:
    lookups, organisations = Lookups.read(), _Organisations(by)
    drafts, count = {}, 0
    for number, cells in read_rows(path):
        count += 1
        row = Row(cells)
        try:
            draft = parse_row(row, lookups, organisations.of)
            if row.text("status") not in {*_STATES, ""}:
                row.errors.append(("status", f"must be one of {', '.join(_STATES)}"))
            if draft is not None:
                is_public = row.text("status") != "draft"
                check_draft(draft)
                if is_public:
                    check_publishable(draft.source_text)
                if not row.errors:
                    drafts[number] = (draft, is_public)
        except InvalidOfferError as error:
            found = [(_column(problem.field), problem.reason) for problem in error.problems]
            row.errors += [(column, reason) for column, reason in found if not _is_named(column, row.wrong)]
        except InvalidOrganisationError as error:
            row.errors += [
                ("organisation_kind" if x == "kind" else "organisation", why) for x, why in error.problems
            ]
        errors += [RowError(number, column, reason) for column, reason in row.errors]
    if count == 0:
        errors.append(RowError(0, "", "has no rows"))
    return count, drafts


def _is_named(column: str, wrong: set[str]) -> bool:
    """Whether a cell is among the wrong ones already; a text's problem does not say its language (`title_…`)."""
    return any(other.startswith(column[:-1]) for other in wrong) if column.endswith("…") else column in wrong


def _column(field: str) -> str:
    if field in _COLUMN_OF:
        return _COLUMN_OF[field]
    part, _, name = field.partition(".")
    return {"texts": f"{name}_…", "hours": "hours", "places": name}.get(part, field)


def _twice(drafts: dict[int, tuple[OfferDraft, bool]]) -> list[RowError]:
    ids = {draft.organisation.pk for draft, _ in drafts.values()}
    stored = Offer.objects.filter(organisation__in=ids).values_list("organisation", "texts__title")
    seen, errors = set(stored), []
    for number, (draft, _) in drafts.items():
        assert draft.source_text is not None
        key = (draft.organisation.pk, draft.source_text.title)
        if key in seen:
            errors.append(
                RowError(number, "title_de", "this organisation has an offer of this title already")
            )
        seen.add(key)
    return errors


def _write(by: Actor, drafts: Sequence[tuple[OfferDraft, bool]]) -> int:
    published = create_offers(by=by, drafts=[draft for draft, public in drafts if public], publish=True)
    rest = create_offers(by=by, drafts=[draft for draft, public in drafts if not public])
    return len(published) + len(rest)


class _Organisations:
    """A centre's organisations by name; creates the one that is missing."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._known = {
            (row.centre_id, row.name.casefold()): row for row in Organisation.objects.order_by("-pk")
        }

    def of(self, row: Row, centre: Centre) -> Organisation:
        key = (centre.pk, row.text("organisation").casefold())
        if key not in self._known:
            draft = OrganisationDraft(
                name=row.text("organisation"), kind=row.text("organisation_kind") or "other", centre=centre
            )
            self._known[key] = create_organisation(by=self._by, draft=draft)
        return self._known[key]
