"""What an import would do, row by row; nothing is written here, so a dry run needs no transaction to roll back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_TAGS
from vielklang.interfaces.columns import ENTRY_COLUMNS
from vielklang.interfaces.enums import Choice, Outcome
from vielklang.interfaces.exports.cells import cells_of, with_parts
from vielklang.interfaces.imports.matching import SAME_FROM, Match, Matcher, folded
from vielklang.interfaces.imports.parsing import Lookups, Row, ignored, parse_row
from vielklang.interfaces.imports.reasons import in_words
from vielklang.interfaces.imports.source import Format, Options, RawRow, Source, UnreadableError
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.offers.models.texts import PUBLIC_FIELDS
from vielklang.offers.validation import InvalidOfferError, check_draft, check_publishable
from vielklang.organisations.contact import contact_problems
from vielklang.organisations.enums import OrganisationKind
from vielklang.organisations.models import Organisation

_CHUNK = 500
_COLUMN_OF = {
    "dates.starts_at": "date_start",
    "dates.duration": "date_minutes",
    "dates.rrule": "date_rrule",
    "dates.until": "date_until",
}
_STATES = tuple(OfferStatus.values)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong, in which row (counted from 1, the header included; 0: the file) and column."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else "file"
        return f"{where}, {self.column}: {self.reason}" if self.column else f"{where}: {self.reason}"


@dataclass(slots=True)
class Planned:
    """One row and what is to be done with it. `before`: cells of the entry it would change."""

    number: int
    title: str
    organisation: str
    outcome: Outcome
    choice: Choice
    match: Match | None = None
    draft: OfferDraft | None = None
    publish: bool = False
    external: tuple[str, str] = ("", "")
    changed: tuple[str, ...] = ()
    before: dict[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(slots=True)
class Plan:
    """`new_organisations`: not stored yet; drafts hold these very objects."""

    format: Format | None = None
    rows: list[Planned] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowError] = field(default_factory=list)
    new_organisations: list[Organisation] = field(default_factory=list)
    count: int = 0

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.outcome.value for row in self.rows)


def make_plan(
    source: Source,
    *,
    centre: Centre | None,
    options: Options,
    choices: Mapping[int, str] | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Read and check every row. `centre` None (terminal): each row names its own.

    `choices`: what a person decided for a row, by its number.
    """
    planner = _Planner(centre, options, choices or {})
    planner.plan.format = source.format
    planner.plan.notes += [RowError(0, "", note) for note in source.notes]
    try:
        for chunk in _chunks(source.rows):
            planner.add(chunk)
            if progress:
                progress(planner.plan.count, max(source.total, planner.plan.count))
    except UnreadableError as error:
        planner.plan.errors.append(RowError(error.row, "", str(error)))
    if not planner.plan.count and not planner.plan.errors:
        planner.plan.errors.append(RowError(0, "", _("has no rows")))
    planner.plan.errors.sort(key=lambda error: error.row)
    return planner.plan


@dataclass
class _Planner:
    centre: Centre | None
    options: Options
    choices: Mapping[int, str]
    plan: Plan = field(default_factory=Plan)

    def __post_init__(self) -> None:
        self._lookups = Lookups.read()
        self._matchers: dict[int, Matcher] = {}
        self._taken: dict[int, tuple[Planned, RawRow]] = {}
        self._seen: dict[tuple[int, str, str], int] = {}

    def add(self, chunk: list[RawRow]) -> None:
        centres = [self._centre(raw) for raw in chunk]
        found = [(raw, centre, self._match(raw, centre)) for raw, centre in zip(chunk, centres, strict=True)]
        ids = [match.known.pk for _raw, _centre, match in found if match and not match.known.is_closed]
        offers = {x.pk: x for x in with_parts(Offer.objects.filter(pk__in=ids))}
        for raw, centre, match in found:
            self.plan.count += 1
            row = self._row(raw, centre, match, offers)
            self.plan.rows.append(row)

    def _centre(self, raw: RawRow) -> Centre | None:
        """The centre of a row; a wrong one is an error of the row and another than one's own as well."""
        name = raw.cells.get("centre", "")
        if not name:
            if self.centre is None:
                self._error(raw, "centre", _("is missing"))
            return self.centre
        found = self._lookups.centres.get(name)
        if found is None:
            reason = _("“%(name)s” is not a centre's short name, such as kreis-kleve") % {"name": name}
        elif self.centre and found.pk != self.centre.pk:
            reason = _("is another centre: you import for %(centre)s") % {"centre": self.centre}
        else:
            return found
        self._error(raw, "centre", reason)
        return None

    def _match(self, raw: RawRow, centre: Centre | None) -> Match | None:
        for column, value in self.options.defaults().items():
            raw.cells.setdefault(column, value)
        if centre is None or raw.skip:
            return None
        raw.cells.setdefault("external_source", "table" if raw.cells.get("external_id") else "")
        return self._matcher(centre).find(raw.cells)

    def _matcher(self, centre: Centre) -> Matcher:
        if centre.pk not in self._matchers:
            self._matchers[centre.pk] = Matcher.read(centre)
        return self._matchers[centre.pk]

    def _row(
        self, raw: RawRow, centre: Centre | None, match: Match | None, offers: dict[int, Offer]
    ) -> Planned:
        source = raw.cells.get("source_language") or "de"
        planned = Planned(
            raw.number,
            raw.cells.get(f"title_{source}", "") or (match.known.title if match else ""),
            raw.cells.get("organisation", "") or (match.known.organisation if match else ""),
            Outcome.NEW,
            Choice.NEW,
            match=match,
            external=(raw.cells.get("external_source", ""), raw.cells.get("external_id", "")),
        )
        self.plan.notes += [RowError(raw.number, column, reason) for column, reason in raw.notes]
        if raw.skip:
            planned.outcome, planned.choice, planned.reason = Outcome.SKIPPED, Choice.SKIP, raw.skip
            return planned
        if match and match.known.is_closed:
            planned.outcome, planned.choice = Outcome.GONE, self._choice(raw, Choice.SKIP)
            planned.reason = (
                _("somebody said that it no longer exists") if match.known.is_gone else _("is archived")
            )
            if planned.choice == Choice.SKIP:
                return planned
            planned.choice = Choice.NEW
        elif match and not match.is_certain:
            likely = (
                Choice.UPDATE
                if match.score >= SAME_FROM and match.known.pk not in self._taken
                else Choice.NEW
            )
            planned.outcome, planned.choice = Outcome.SIMILAR, self._choice(raw, likely)
        elif match:
            planned.outcome, planned.choice = (
                Outcome.CHANGED,
                self._choice(raw, Choice.UPDATE, not_=Choice.NEW),
            )
        else:
            planned.choice = self._choice(raw, Choice.NEW, not_=Choice.UPDATE)
        if planned.choice != Choice.SKIP:
            base = offers.get(match.known.pk) if match and planned.choice == Choice.UPDATE else None
            self._fill(planned, raw, centre, base)
        return planned

    def _choice(self, raw: RawRow, default: Choice, not_: Choice | None = None) -> Choice:
        choice = Choice(self.choices.get(raw.number, default))
        return default if choice == not_ else choice

    def _fill(self, planned: Planned, raw: RawRow, centre: Centre | None, base: Offer | None) -> None:
        """Parse and check; of an entry that is there, columns that the file does not have stay as they are."""
        before = cells_of(base) if base else {}
        cells = before | _without_empty_texts(raw.cells) if base else _without_empty_texts(raw.cells)
        row = Row(cells)
        if planned.choice == Choice.NEW:
            self._check_new(planned, row, centre)
        elif base is not None:
            self._check_twice(planned, row, raw, centre)
        draft = self._parse(row, centre, base, raw.cells)
        state = base.status if base else _state(row, self.options)
        planned.publish = base is None and state == OfferStatus.PUBLISHED
        if draft is not None:
            _check(row, draft, is_public=state == OfferStatus.PUBLISHED)
        errors = [(column, why) for column, why in row.errors if column != "centre"]
        for column, reason in errors:
            self._error(raw, column, reason)
        for column in ignored(Row(raw.cells)):
            self.plan.notes.append(
                RowError(raw.number, column, _("is read over: only a person confirms an offer"))
            )
        if errors or draft is None or centre is None:
            planned.outcome = Outcome.WRONG
            return
        planned.draft = draft
        if base is not None:
            self._compare(planned, base, before, cells, raw)

    def _parse(
        self, row: Row, centre: Centre | None, base: Offer | None, own: Mapping[str, str]
    ) -> OfferDraft | None:
        if centre is None:
            return None
        return parse_row(row, self._lookups, centre, self._organisation(row, centre, base))

    def _compare(
        self, planned: Planned, base: Offer, before: dict[str, str], cells: dict[str, str], raw: RawRow
    ) -> None:
        old = parse_row(Row(before), self._lookups, base.centre, base.organisation)
        is_linked = not planned.external[1] or planned.external == (base.external_source, base.external_id)
        if planned.external[1] == str(base.public_id):
            is_linked, planned.external = True, (base.external_source, base.external_id)
        planned.before = before
        planned.draft = _kept(planned.draft, base) if planned.draft else None
        if planned.draft == (_kept(old, base) if old else None) and is_linked:
            if planned.outcome == Outcome.CHANGED:
                planned.outcome = Outcome.UNCHANGED
            return
        if planned.draft and old:
            planned.draft = _changed_texts(planned.draft, old)
        planned.changed = tuple(
            column for column in raw.cells
            if column not in {"id", "centre", "status"} and cells.get(column, "") != before.get(column, "")
        )  # fmt: skip

    def _organisation(self, row: Row, centre: Centre, base: Offer | None) -> Organisation | None:
        """The one of this name, else a new one that is not stored yet."""
        name = row.text("organisation")
        if base is not None and folded(base.organisation.name) == folded(name):
            return base.organisation
        if not name:
            return None
        known = self._matcher(centre).organisations
        if folded(name) not in known:
            known[folded(name)] = found = self._new_organisation(row, centre, name)
            if found is not None:
                self.plan.new_organisations.append(found)
        return known[folded(name)]

    def _new_organisation(self, row: Row, centre: Centre, name: str) -> Organisation:
        kind = row.text("organisation_kind") or OrganisationKind.OTHER.value
        details = {x: row.text(f"organisation_{x}") for x in ("phone", "email", "website")}
        if kind not in OrganisationKind.values:
            known = ", ".join(OrganisationKind.values)
            row.errors.append(
                (
                    "organisation_kind",
                    _("“%(kind)s” is unknown, known are %(known)s") % {"kind": kind, "known": known},
                )
            )
        if len(name) > 200:
            row.errors.append(("organisation", _("has more than 200 characters")))
        row.errors += [(f"organisation_{x}", in_words(why)) for x, why in contact_problems(**details)]
        return Organisation(name=name, kind=kind, centre=centre, **details)

    def _check_new(self, planned: Planned, row: Row, centre: Centre | None) -> None:
        if row.text("id") and (planned.match is None or planned.match.known.public_id != row.text("id")):
            row.errors.append(
                ("id", _("there is no offer of this number at your centre; leave it empty for a new one"))
            )
        source = row.text("source_language")
        key = (centre.pk if centre else 0, folded(planned.organisation), folded(row.text(f"title_{source}")))
        first = self._seen.setdefault(key, planned.number)
        if first != planned.number:
            row.errors.append(
                (
                    f"title_{source}",
                    _("row %(row)s has this title by the same organisation already") % {"row": first},
                )
            )

    def _check_twice(self, planned: Planned, row: Row, raw: RawRow, centre: Centre | None) -> None:
        """One entry is updated by one row; a row that was only similar gives way to the one that means it."""
        assert planned.match is not None
        first, first_raw = self._taken.setdefault(planned.match.known.pk, (planned, raw))
        if first is planned:
            return
        if first.outcome == Outcome.SIMILAR and first.number not in self.choices and planned.match.is_certain:
            self._taken[planned.match.known.pk] = (planned, raw)
            first.choice, first.draft, first.changed, first.before = Choice.NEW, None, (), {}
            self._fill(first, first_raw, centre, None)
            return
        row.errors.append(("title_de", _("row %(row)s means the same entry already") % {"row": first.number}))

    def _error(self, raw: RawRow, column: str, reason: str) -> None:
        self.plan.errors.append(RowError(raw.number, column, reason))


def _kept(draft: OfferDraft, base: Offer) -> OfferDraft:
    """What no table says stays as it is: confirmation, and whether it is an example."""
    return replace(
        draft,
        last_confirmed_at=base.last_confirmed_at,
        last_confirmed_by=base.last_confirmed_by,
        example_type=base.example_type,
    )


def _changed_texts(draft: OfferDraft, old: OfferDraft) -> OfferDraft:
    """Only texts that differ, and the source: a translation that nobody touched is not made anew from it."""
    texts = tuple(x for x in draft.texts if x.language == draft.source_language or x not in old.texts)
    return replace(draft, texts=texts)


def _without_empty_texts(cells: Mapping[str, str]) -> dict[str, str]:
    """A language whose cells are all empty is not spoken of: an import deletes no translation."""
    empty = [tag for tag in GUIDE_TAGS if not any(cells.get(f"{name}_{tag}") for name in PUBLIC_FIELDS)]
    return {
        name: value
        for name, value in cells.items()
        if not (value == "" and name not in ENTRY_COLUMNS and name.rsplit("_", maxsplit=1)[-1] in empty)
    }


def _state(row: Row, options: Options) -> str:
    """The state of a new offer; one that needs a person's decision becomes a draft."""
    state = row.text("status")
    if state and state not in _STATES:
        row.errors.append(("status", _("must be one of %(states)s") % {"states": "published, draft"}))
    default = OfferStatus.PUBLISHED if options.publish else OfferStatus.DRAFT
    return state or default.value


def _check(row: Row, draft: OfferDraft, *, is_public: bool) -> None:
    try:
        check_draft(draft)
        if is_public:
            check_publishable(draft.source_text)
    except InvalidOfferError as error:
        found = [(_column(problem.field), in_words(problem.reason)) for problem in error.problems]
        wrong = row.wrong
        row.errors += [(column, why) for column, why in found if not _is_named(column, wrong)]


def _is_named(column: str, wrong: set[str]) -> bool:
    """Whether a cell is among the wrong ones already; a text's problem does not say its language (`title_…`)."""
    return any(other.startswith(column[:-1]) for other in wrong) if column.endswith("…") else column in wrong


def _column(name: str) -> str:
    if name in _COLUMN_OF:
        return _COLUMN_OF[name]
    part, _dot, rest = name.partition(".")
    if part == "texts":
        return f"{rest}_…" if rest else "title_de"
    if part == "places":
        return {"name": "place_name", "note": "place_note"}.get(rest, rest)
    return part


def _chunks(rows: Iterable[RawRow]) -> Iterator[list[RawRow]]:
    """Parts of the rows; what was read before a row that cannot be read is still handed out."""
    iterator: Iterator[Any] = iter(rows)
    while True:
        chunk: list[RawRow] = []
        try:
            for row in islice(iterator, _CHUNK):
                chunk.append(row)
        except UnreadableError:
            if chunk:
                yield chunk
            raise
        if not chunk:
            return
        yield chunk
