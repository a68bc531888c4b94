"""A plan becomes rows of the database: all in one transaction, by the actions of offers and organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

from django.db import connection

from vielklang.core.actor import Actor
from vielklang.interfaces.enums import Choice, Outcome
from vielklang.interfaces.imports.planning import Plan, Planned, Progress
from vielklang.offers.actions import create_offers, update_offers
from vielklang.offers.models import Offer
from vielklang.organisations.actions import OrganisationDraft, create_organisations
from vielklang.organisations.models import Organisation

_ORGANISATION = tuple(field.name for field in fields(OrganisationDraft))


@dataclass(slots=True)
class Written:
    """What was made: offers by the number of their row."""

    created: dict[int, Offer] = field(default_factory=dict)
    updated: dict[int, int] = field(default_factory=dict)
    organisations: list[Organisation] = field(default_factory=list)


def write_plan(*, by: Actor, plan: Plan, progress: Progress | None = None) -> Written:
    """Called inside an action's transaction; the plan has no errors."""
    rows = [row for row in plan.rows if row.draft is not None and row.choice != Choice.SKIP]
    new = [row for row in rows if row.choice == Choice.NEW]
    changed = [row for row in rows if row.choice == Choice.UPDATE and row.outcome != Outcome.UNCHANGED]
    steps = _Steps(len(new) + len(changed), progress)
    written = Written(organisations=_organisations(by, plan, rows))
    _let_go(new)
    for publish in (True, False):
        part = [row for row in new if row.publish == publish]
        drafts = [row.draft for row in part if row.draft is not None]
        if drafts:
            offers = create_offers(by=by, drafts=drafts, publish=publish, progress=steps.of(len(drafts)))
            written.created |= {row.number: offer for row, offer in zip(part, offers, strict=True)}
    _update(by, changed, written, steps)
    link(
        [(written.created[row.number].pk, *row.external) for row in new if row.external[1]]
        + [(written.updated[row.number], *row.external) for row in changed if row.external[1]]
    )
    return written


def link(rows: Sequence[tuple[int, str, str]]) -> None:
    """Note on many offers where they are from: (offer, source, its id there); one statement."""
    if not rows:
        return
    offers, sources, ids = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE offers_offer o SET external_source = left(x.source, 120), external_id = left(x.id, 200)"
            " FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS x(offer, source, id) WHERE o.id = x.offer"
            " AND (o.external_source, o.external_id) IS DISTINCT FROM (x.source, x.id)",
            [offers, sources, ids],
        )


class _Steps:
    """One count over several parts."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress, self._done = total, progress, 0

    def of(self, count: int) -> Progress:
        start, self._done = self._done, self._done + count
        return lambda done, _total: self._tell(start + done)

    def _tell(self, done: int) -> None:
        if self._progress:
            self._progress(done, self._total)


def _organisations(by: Actor, plan: Plan, rows: Sequence[Planned]) -> list[Organisation]:
    """Store the new organisations that a row still needs, and put them into the drafts."""
    needed = {id(row.draft.organisation) for row in rows if row.draft}
    new = [found for found in plan.new_organisations if id(found) in needed]
    drafts = [OrganisationDraft(**{n: getattr(x, n) for n in _ORGANISATION if hasattr(x, n)}) for x in new]
    stored = create_organisations(by=by, drafts=drafts)
    by_identity = {id(old): made for old, made in zip(new, stored, strict=True)}
    for row in rows:
        if row.draft and id(row.draft.organisation) in by_identity:
            row.draft = replace(row.draft, organisation=by_identity[id(row.draft.organisation)])
    return stored


def _let_go(rows: Sequence[Planned]) -> None:
    """An entry that is gone no longer holds the number that a new one takes by a person's decision."""
    gone = [row.match.known.pk for row in rows if row.match and row.match.known.is_closed]
    link([(pk, "", "") for pk in gone])


def _update(by: Actor, rows: Sequence[Planned], written: Written, steps: _Steps) -> None:
    changes = [(row.match.known.pk, row.draft) for row in rows if row.match and row.draft]
    if changes:
        update_offers(by=by, changes=changes, progress=steps.of(len(changes)))
    written.updated |= {row.number: row.match.known.pk for row in rows if row.match}
